"""The body of a digest, read from the database when a result is frozen. The same rows give the same bytes, in whatever order
they were put in: every list is sorted by what it holds, and nothing here knows the hour or the language of a reader.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.digests.findings import Part
from app.digests.queries import counts, discussed, people
from app.digests.queries import themes as named_themes
from app.digests.rows import IdeaRow, Place, Split, Took
from app.digests.sections import (
    contested,
    discussion,
    front,
    ideas,
    minority,
    moderation,
    participation,
    problems,
    services,
    summary,
    themes,
)
from app.foundation.db import db
from campaigns.contributions.models import PUBLIC
from campaigns.ideas.queries.participation import places_of
from campaigns.plan.models import Campaign
from campaigns.plan.queries.campaigns import changes_of
from campaigns.rounds.domain.rounds import WINDOW_OVER
from campaigns.rounds.models import Result, Round, Source
from moderation.queries.numbers import figures

VERSION = 4


@dataclass(frozen=True)
class Draft:
    """A snapshot before it is kept: its body and the words of what it cites, by key."""

    body: dict[str, Any]
    titles: dict[str, str]


@dataclass
class Gathering:
    """A body on its way: its parts, what they say and what they leave out, and the words of what they cite."""

    body: dict[str, Any]
    findings: list[Part]
    left_out: list[Part]
    titles: dict[str, str]
    stands_on: dict[str, int]

    def finish(self) -> Draft:
        """The draft: with the numbers and titles of all ideas that are cited anywhere."""
        body = {**self.body, "findings": self.findings, "left_out": self.left_out, "stands_on": self.stands_on}
        known = counts.cited(cited(body))
        body["cited"] = [{"id": id, "number": number} for id, number, _title in known]
        return Draft(body, {**{str(id): title for id, _number, title in known}, **self.titles})


def draft(result: Result) -> Draft:
    """The snapshot of a frozen result as the database stands now."""
    round_ = db.session.get_one(Round, result.round_id)
    campaign = db.session.get_one(Campaign, round_.campaign_id)
    rows = counts.ideas(result.id, campaign.time_zone)
    body = {
        "version": VERSION,
        "kind": "round",
        "campaign": campaign_told(campaign),
        "round": round_told(round_, result),
    }
    gathering = Gathering(body, [], [], {}, {})
    gather(gathering, campaign, round_, result, rows)
    put_moderation(gathering, campaign)
    return gathering.finish()


def gather(
    gathering: Gathering, campaign: Campaign, round_: Round | None, result: Result | None, rows: Sequence[IdeaRow]
) -> None:
    """All parts that stand on a result; without one, what was only discussed."""
    took = people.took(campaign, round_, result, rows)
    numbers = _numbers(campaign, round_, result, rows, took)
    gathering.body["numbers"] = numbers
    gathering.findings += summary.findings(numbers)
    if round_ is not None and result is not None:
        _put_front(gathering, round_, rows, numbers)
    _put_voices(gathering, campaign, round_, result, rows)
    _put_groups(gathering, campaign, rows, numbers)
    _put_discussion(gathering, campaign, result, rows, numbers)
    _put_participation(gathering, campaign, result, took, numbers)


def put_moderation(gathering: Gathering, campaign: Campaign) -> None:
    """What moderators decided: said last."""
    told = moderation.told(figures(campaign.id))
    gathering.body["moderation"] = told
    gathering.findings += moderation.findings(told)


def _put_front(gathering: Gathering, round_: Round, rows: Sequence[IdeaRow], numbers: Part) -> None:
    part = front.told(rows, round_.source == Source.BALLOTS)
    gathering.body |= part
    gathering.findings += front.findings(part, rows, numbers)
    gathering.left_out += front.left_out(part, numbers)


def _put_voices(
    gathering: Gathering, campaign: Campaign, round_: Round | None, result: Result | None, rows: Sequence[IdeaRow]
) -> None:
    """Those whom the many would drown: what is contested, and what is strong in one place."""
    if round_ is not None and result is not None and round_.source == Source.SUPPORTS:
        local, supporters = counts.local_support(round_, result.id), counts.supporters(round_, result.id)
        few = minority.told(rows, local, supporters, counts.territory_names())
        gathering.body["minority"] = few
        gathering.findings += minority.findings(few)
        gathering.left_out += minority.left_out(few)
    against = [Split(row.id, row.number, row.votes, row.against) for row in rows if row.against]
    divided = contested.told(against, discussed.stands(campaign.id))
    gathering.body["contested"] = divided
    gathering.findings += contested.findings(divided)
    gathering.left_out += contested.left_out(divided)


def _put_groups(gathering: Gathering, campaign: Campaign, rows: Sequence[IdeaRow], numbers: Part) -> None:
    tracks, other_tracks = ideas.groups(rows, lambda row: row.track_id, counts.track_names(campaign.id))
    territories, other_places = ideas.groups(rows, lambda row: row.territory_id, counts.territory_names())
    way = ideas.funnel(numbers["ideas_by_state"], rows, counts.by_outcome(campaign.id))
    gathering.body |= {"tracks": tracks, "territories": territories, "funnel": way}
    if "voters" not in numbers:
        gathering.findings += ideas.findings(tracks, numbers["ideas"])
    gathering.left_out += ideas.left_out(other_tracks, other_places, numbers["not_public"])
    _put_themes(gathering, campaign, rows)


def _put_themes(gathering: Gathering, campaign: Campaign, rows: Sequence[IdeaRow]) -> None:
    told = themes.told(rows, *named_themes.of_campaign(campaign.id))
    gathering.body["themes"] = told
    gathering.findings += themes.findings(told, len(rows))
    gathering.left_out += themes.left_out(told)


def _put_discussion(
    gathering: Gathering, campaign: Campaign, result: Result | None, rows: Sequence[IdeaRow], numbers: Part
) -> None:
    named = discussed.problems(campaign.id)
    topics, questions = discussed.topics(campaign.id, named), discussed.questions(campaign.id)
    about = {id for id in (*(row.service_id for row in rows), *(one.service_id for one in named)) if id is not None}
    known = discussed.services(about, campaign.id)
    told = services.told(known, rows, named)
    talked = discussion.told(topics, discussed.speakers(campaign.id))
    asked = discussion.asked(questions, {one.id: one.name for one in known})
    matrix = problems.told(named, rows, counts.problem_answers(result.id) if result else [])
    gathering.body |= {"services": told, "discussed": talked, "questions": asked, "matrix": matrix}
    if "voters" not in numbers:
        gathering.findings += services.findings(told, numbers["ideas"])
    gathering.findings += [*discussion.findings(talked, asked), *problems.findings(matrix)]
    gathering.left_out += [
        *services.left_out(known),
        *discussion.left_out(topics, questions, len(asked)),
        *problems.left_out(named),
    ]
    _put_words(gathering, topics, questions, talked, asked, matrix)


def _put_words(gathering: Gathering, topics: Any, questions: Any, talked: Part, asked: Any, matrix: Any) -> None:
    told_topics = {one["id"] for one in talked["topics"]} | {one["topic"] for one in asked}
    told_topics |= {one["id"] for one in gathering.body["contested"].get("topics", [])}
    of_matrix = {one["id"] for one in matrix}
    known = [one for one in topics if one.id in told_topics or any(problem.id in of_matrix for problem in one.problems)]
    told_questions = {one["id"] for one in asked}
    spoken, stands_on = discussion.spoken(known, [one for one in questions if one.id in told_questions])
    gathering.titles |= spoken
    gathering.stands_on |= stands_on


def _put_participation(
    gathering: Gathering, campaign: Campaign, result: Result | None, took: Took, numbers: Part
) -> None:
    places = [Place(id, name) for id, name in places_of(campaign.territory_id)]
    is_vote = "voters" in numbers
    if result is not None and is_vote:
        part = {**participation.by_time(took), **participation.of_voters(result.details["turnout"])}
    else:
        part = participation.homes(participation.told(took), counts.territory_names())
    unheard = {} if is_vote else participation.silent(places, took.homes)
    new = {} if is_vote else participation.newcomers(len(took.homes), took.returning)
    gathering.body |= {"participation": part, "silent": unheard, "newcomers": new}
    gathering.findings += participation.findings(unheard, new)
    gathering.left_out += participation.left_out(part, numbers, unheard)


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else None


def campaign_told(campaign: Campaign) -> Part:
    """What the organiser wrote of the campaign, its dates and how they were changed."""
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


def round_told(round_: Round, result: Result) -> Part:
    """A counted round: its window, its rule and the checksum of its result."""
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


def _numbers(
    campaign: Campaign, round_: Round | None, result: Result | None, rows: Sequence[IdeaRow], took: Took
) -> Part:
    states = counts.by_state(campaign.id)
    told = {
        "ideas": len(rows),
        "winners": sum(row.winner for row in rows),
        "unsupported": sum(not row.votes for row in rows),
        "comments": took.comments.total(),
        "ideas_by_channel": dict(Counter(row.channel for row in rows)),
        "ideas_by_state": states,
        "not_public": sum(number for state, number in states.items() if state not in PUBLIC),
        "people": len(took.homes),
        "authors": took.authors,
        "supporters": took.supporters,
    }
    if round_ is None or result is None:
        return {**told, "support": 0, "on_site": 0, "elsewhere": 0, "elsewhere_by_channel": {}}
    return {**told, **_votes(round_, result, rows)}


def _votes(round_: Round, result: Result, rows: Sequence[IdeaRow]) -> Part:
    elsewhere = sum(row.elsewhere for row in rows)
    is_vote = round_.source == Source.BALLOTS
    votes = sum(row.votes for row in rows) if is_vote else result.ballots
    told: Part = {"support": votes, "on_site": votes - elsewhere, "elsewhere": elsewhere}
    if is_vote:
        voters = {"people": result.details["turnout"]["voters"], "voters": result.ballots}
        return {**told, "elsewhere_by_channel": {}, **voters}
    return {**told, "elsewhere_by_channel": counts.elsewhere_by_channel(round_, result.id)}


def cited(body: Any) -> set[int]:
    """The ids of all ideas that a body cites: in rows by their `id`, in lists under `ideas` and `first`."""
    cut = body.get("cut") or {}
    rows = [body.get("top", []), cut.get("just_in", []), cut.get("just_out", [])]
    inside: dict[str, tuple[str, ...]] = {
        "contested": ("ideas",),
        "minority": ("ideas",),
        "assessed": ("ideas",),
        "vote": ("top",),
    }
    inside |= {"answers": ("given", "owed", "closed"), "works": ("works",), "week": ("new", "gained")}
    rows += [(body.get(part) or {}).get(name, []) for part, names in inside.items() for name in names]
    found = {idea["id"] for of_part in rows for idea in of_part}
    found = found.union(*(one["ideas"] for one in body["findings"]))
    of_themes = (body.get("themes") or {}).get("themes", [])
    for groups in (of_themes, *(body.get(name, []) for name in ("tracks", "territories", "services", "matrix"))):
        found = found.union(*(one["first"] for one in groups))
    return found | {one["idea"] for one in (body.get("report") or {}).get("pictures", []) if one["idea"]}
