"""The body of a digest, read from the database when a result is frozen. The same rows give the same bytes, in whatever order
they were put in: every list is sorted by what it holds, and nothing here knows the hour or the language of a reader.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from app.digests import findings, talk
from app.digests.periods import start_of, starts, unit_for
from app.digests.queries import counts
from app.foundation.db import db
from campaigns.contributions.models import PUBLIC
from campaigns.plan import days
from campaigns.plan.models import Campaign
from campaigns.plan.queries.campaigns import changes_of
from campaigns.rounds.domain.rounds import WINDOW_OVER
from campaigns.rounds.models import Result, ResultRow, Round, Source
from moderation.queries.numbers import figures

TOP = 10
BESIDE_CUT = 3
GROUPS = 20
SMALL = 5
VERSION = 2


@dataclass(frozen=True)
class Draft:
    """A snapshot before it is kept: its body and the words of what it cites: titles of ideas and topics, texts of problems."""

    body: dict[str, Any]
    titles: dict[str, str]


def draft(result: Result) -> Draft:
    """The snapshot of a frozen result as the database stands now."""
    round_ = db.session.get_one(Round, result.round_id)
    campaign = db.session.get_one(Campaign, round_.campaign_id)
    ideas = counts.rows(result.id)
    numbers = _numbers(campaign, round_, result, ideas)
    participation, people = _participation(campaign, round_, result)
    numbers |= people
    top = [_cite(row) for row in ideas[:TOP]]
    winners = [_cite(row) for row in ideas if row.winner]
    is_vote = round_.source == Source.BALLOTS
    # A vote is ranked by its rule and not by votes alone: how narrow it was cannot be said in votes.
    cut = None if is_vote else _cut(ideas)
    tracks, other_tracks = _groups(counts.by_track(result.id))
    for track in tracks:
        first = counts.first_of_track(result.id, track["id"], 3) if track["id"] else []
        track["first"] = [row.idea_id for row in first]
    territories, other_territories = _groups(counts.by_territory(result.id))
    services, other_services = talk.services(result.id, campaign.id)
    discussed, other_topics, spoken = talk.discussed(campaign.id)
    moderation = _moderation(campaign.id)
    counted = (top, winners, numbers)
    found = [
        *(findings.of_vote(*counted) if is_vote else _of_support(*counted, cut, tracks, services)),
        *findings.of_discussion(discussed),
        *findings.of_moderation(moderation),
    ]
    body = {
        "version": VERSION,
        "campaign": _campaign(campaign),
        "round": _round(round_, result),
        "numbers": numbers,
        "findings": found,
        "top": top,
        "cut": cut,
        "participation": participation,
        "tracks": tracks,
        "territories": territories,
        "services": services,
        "discussed": discussed,
        "moderation": moderation,
        "left_out": [
            *_left_out(numbers, other_tracks, other_territories, participation, cut),
            *_told(("services", other_services), ("topics", other_topics)),
        ],
    }
    ids = _cited(body)
    body["cited"] = [{"id": row.idea_id, "number": row.number} for row in ideas if row.idea_id in ids]
    return Draft(body, {**counts.titles(ids), **spoken})


def _of_support(
    top: list[dict[str, Any]],
    winners: list[dict[str, Any]],
    numbers: dict[str, Any],
    cut: dict[str, Any] | None,
    tracks: list[dict[str, Any]],
    services: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    return [
        *findings.of_participation(numbers),
        *findings.of_support(top, winners, numbers),
        *findings.of_cut(cut),
        *findings.of_tracks(tracks, numbers["ideas"]),
        *findings.of_services(services, numbers["ideas"]),
    ]


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else None


def _campaign(campaign: Campaign) -> dict[str, Any]:
    windows = [
        {"kind": window.kind.value, "opens_at": _instant(window.opens_at), "closes_at": _instant(window.closes_at)}
        for window in campaign.timeline.windows
    ]
    changes = sorted(changes_of(campaign.id), key=lambda change: (change.changed_at, change.reason))
    return {
        "slug": campaign.slug,
        "title": campaign.title,
        "question": campaign.question,
        "organiser": campaign.organiser,
        "language": campaign.language,
        "time_zone": campaign.time_zone,
        "timeline": windows,
        "changes": [{"changed_at": _instant(change.changed_at), "reason": change.reason} for change in changes],
    }


def _round(round_: Round, result: Result) -> dict[str, Any]:
    return {
        "number": round_.number,
        "opens_at": _instant(round_.window.opens_at),
        "closes_at": _instant(round_.window.closes_at),
        "closed_at": _instant(round_.closed_at),
        "early_because": "" if round_.close_reason == WINDOW_OVER else round_.close_reason,
        "rule": round_.rule,
        "rule_fingerprint": round_.rule_fingerprint,
        "edition": result.edition,
        "again_because": result.reason,
        "result_fingerprint": result.fingerprint,
    }


def _cite(row: ResultRow) -> dict[str, Any]:
    return {
        "id": row.idea_id,
        "number": row.number,
        "rank": row.rank,
        "votes": row.votes,
        "on_site": row.on_site,
        "elsewhere": row.elsewhere,
        "winner": row.winner,
    }


def _numbers(campaign: Campaign, round_: Round, result: Result, ideas: Sequence[ResultRow]) -> dict[str, Any]:
    states = counts.by_state(campaign.id)
    elsewhere = sum(row.elsewhere for row in ideas)
    is_vote = round_.source == Source.BALLOTS
    votes = sum(row.votes for row in ideas) if is_vote else result.ballots
    return {
        "ideas": len(ideas),
        "winners": sum(row.winner for row in ideas),
        "unsupported": sum(not row.votes for row in ideas),
        "support": votes,
        "on_site": votes - elsewhere,
        "elsewhere": elsewhere,
        "elsewhere_by_channel": {} if is_vote else counts.elsewhere_by_channel(round_, result.id),
        "ideas_by_channel": counts.by_channel(result.id),
        "ideas_by_state": states,
        "not_public": sum(number for state, number in states.items() if state not in PUBLIC),
        **({"voters": result.ballots} if is_vote else {}),
    }


def _participation(campaign: Campaign, round_: Round, result: Result) -> tuple[dict[str, Any], dict[str, Any]]:
    sent: Counter[date] = Counter()
    given: Counter[date] = Counter()
    authors: set[int] = set()
    lives_in: dict[int, int | None] = {}
    for author_id, at in counts.authors(result.id):
        sent[_day(at, campaign)] += 1
        if author_id is not None:
            authors.add(author_id)
    if round_.source == Source.BALLOTS:
        people = {"people": result.details["turnout"]["voters"], "authors": len(authors), "supporters": 0}
        return {**_periods(sent, given), **_homes_of_voters(result)}, people
    for account_id, since, territory_id in counts.supports(round_, result.id):
        given[_day(since, campaign)] += 1
        lives_in[account_id] = territory_id
    people = {"people": len(authors | lives_in.keys()), "authors": len(authors), "supporters": len(lives_in)}
    return {**_periods(sent, given), **_homes(lives_in)}, people


def _day(at: Any, campaign: Campaign) -> date:
    return days.local(at, campaign.time_zone).date()


def _periods(sent: Counter[date], given: Counter[date]) -> dict[str, Any]:
    known = sorted(sent.keys() | given.keys())
    if not known:
        return {"unit": "day", "rows": []}
    unit = unit_for(known[0], known[-1])
    ideas: Counter[date] = Counter()
    support: Counter[date] = Counter()
    for of_days, of_units in ((sent, ideas), (given, support)):
        for day, number in of_days.items():
            of_units[start_of(day, unit)] += number
    rows = [
        {"from": start.isoformat(), "ideas": ideas[start], "support": support[start]}
        for start in starts(known[0], known[-1], unit)
    ]
    return {"unit": unit.value, "rows": rows}


def _homes(lives_in: dict[int, int | None]) -> dict[str, Any]:
    """Supporters by the territory they live in; few people in one place are not told apart from others."""
    names = counts.territory_names()
    known = Counter(names[id] for id in lives_in.values() if id is not None)
    shown = sorted(((n, name) for name, n in known.items() if n >= SMALL), key=lambda pair: (-pair[0], pair[1]))[
        :GROUPS
    ]
    told = sum(number for number, _ in shown)
    return {
        "homes": [{"name": name, "people": number} for number, name in shown],
        "homes_merged": sum(known.values()) - told,
        "homes_unknown": len(lives_in) - sum(known.values()),
    }


def _homes_of_voters(result: Result) -> dict[str, Any]:
    """Voters by the place they gave, as the result has them: places with few are told together there."""
    told = result.details["turnout"]["territories"]
    return {
        "homes": [{"name": one["name"], "people": one["voters"]} for one in told if one["name"]],
        "homes_merged": sum(one["voters"] for one in told if not one["name"]),
        "homes_unknown": 0,
    }


def _cut(ideas: Sequence[ResultRow]) -> dict[str, Any] | None:
    """The ideas on both sides of the border between in and out; none where all are in or all are out."""
    inside = [row for row in ideas if row.winner]
    outside = [row for row in ideas if not row.winner]
    if not inside or not outside:
        return None
    return {
        "just_in": [_cite(row) for row in inside[-BESIDE_CUT:]],
        "just_out": [_cite(row) for row in outside[:BESIDE_CUT]],
        "gap": inside[-1].votes - outside[0].votes,
    }


def _groups(groups: Sequence[counts.Group]) -> tuple[list[dict[str, Any]], int]:
    """The largest groups as rows, and how many were left out; nothing where no idea has any."""
    if all(group.id is None for group in groups):
        return [], 0
    rows: list[dict[str, Any]] = [
        {"id": group.id, "name": group.name, "ideas": group.ideas, "support": group.support}
        for group in groups[:GROUPS]
    ]
    return rows, max(len(groups) - GROUPS, 0)


def _moderation(campaign_id: int) -> dict[str, Any]:
    found = figures(campaign_id)
    return {
        "submitted": found.submitted,
        "waiting": found.waiting,
        "decided": found.decided,
        "by_decision": {decision.value: number for decision, number in found.by_decision.items()},
        "median_minutes": _minutes(found.median_hours),
        "p95_minutes": _minutes(found.percentile_95_hours),
        "reasons": dict(found.reasons),
    }


def _minutes(hours: float | None) -> int | None:
    return None if hours is None else round(hours * 60)


def _left_out(
    numbers: dict[str, Any], tracks: int, territories: int, participation: dict[str, Any], cut: dict[str, Any] | None
) -> list[dict[str, Any]]:
    """What a reader might miss, and how much of it there is."""
    is_vote = "voters" in numbers
    told = (
        ("rest-of-ideas", max(numbers["ideas"] - TOP, 0)),
        ("tracks", tracks),
        ("territories", territories),
        ("small-places", 0 if is_vote else participation["homes_merged"]),
        ("no-home", participation["homes_unknown"]),
        ("undated-support", 0 if is_vote else numbers["elsewhere"]),
        ("not-public", numbers["not_public"]),
        ("no-cut", int(cut is None and bool(numbers["ideas"]) and not is_vote)),
    )
    return _told(*told)


def _told(*left: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"code": code, "number": number} for code, number in left if number]


def _cited(body: dict[str, Any]) -> set[int]:
    cut = body["cut"] or {"just_in": [], "just_out": []}
    cites = {idea["id"] for idea in (*body["top"], *cut["just_in"], *cut["just_out"])}
    return cites.union(*(found["ideas"] for found in body["findings"]))
