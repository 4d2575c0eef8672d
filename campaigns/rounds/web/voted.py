"""What the results page says of a vote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask import url_for
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from campaigns.rounds.apart.fillers import by_rule
from campaigns.rounds.comparison import publishing
from campaigns.rounds.ledger.queries import published
from campaigns.rounds.models import Result
from campaigns.rounds.queries import voted
from campaigns.rounds.queries.results import Standing, Totals
from campaigns.rounds.rules import shape
from campaigns.rounds.rules.shape import BallotKind, Counting
from campaigns.rounds.rules.words import CHANNELS
from campaigns.rounds.web.lookups import Asked

Count = Mapping[str, Any]
LONGEST_IN_HEADLINE = 80
# What an idea is ranked by, where that is not how many ballots name it.
SCORES: dict[Counting, Any] = {
    Counting.NET: _l("For less against"),
    Counting.MEAN: _l("Mean, at the least"),
    Counting.BORDA: _l("Points"),
}


@dataclass(frozen=True)
class Line:
    """An idea in the table: its place in the result, and its votes in the other count, where that one is another."""

    row: Standing
    score: str
    other_votes: int | None
    other_winner: bool


@dataclass(frozen=True)
class Bar:
    """A share of the turnout."""

    label: str
    value: int


def of_result(asked: Asked, result: Result, rows: Sequence[Standing], totals: Totals) -> dict[str, Any]:
    """The values of the page of a frozen result."""
    rule, details = asked.round.rule, result.details
    raw, cleaned = details["raw"], details["cleaned"]
    apart = raw["voters"] - cleaned["voters"]
    other = {row["id"]: row for row in (cleaned if rule["result"] == "raw" else raw)["rows"]} if apart else {}
    count = details[rule["result"]]
    return {
        "lines": [_line(rule, row, other.get(row.idea_id)) for row in rows],
        "score_label": score_label(rule),
        "has_against": shape.kind_of(rule) == BallotKind.FOR_AGAINST,
        "spends": shape.spends(rule),
        "apart": apart,
        "apart_words": [*apart_words(rule, raw, cleaned), *by_rule(asked.round.id, apart)] if apart else [],
        "other_label": _("Without those counted apart") if rule["result"] == "raw" else _("With those counted apart"),
        "quorum_words": quorum_words(rule, count),
        "voted": voted_words(details["turnout"]["voters"]),
        "by_channel": [Bar(way_words(cell), votes) for cell, votes in details["turnout"]["channels"].items()],
        "by_place": [Bar(_place(one["name"]), one["voters"]) for one in details["turnout"]["territories"]],
        "finding": finding(rows[0] if rows and rows[0].rank == 1 else None, totals, count),
        "files": _files(asked, result),
        "compared": asked.is_owner or publishing.published(asked.round.id) is not None,
    }


def so_far(asked: Asked) -> dict[str, Any]:
    """The values of the page before there is a result: how many voted, and the running count where the rule has it open."""
    round_ = asked.round
    is_open = round_.rule["counts"] == "open" and round_.closed_at is None
    return {
        "voters": voted.voters(round_.id),
        "running": voted.running(round_.id) if is_open else None,
        "is_open": is_open,
        "has_against": shape.kind_of(round_.rule) == BallotKind.FOR_AGAINST,
        "by_points": shape.kind_of(round_.rule) == BallotKind.POINTS,
    }


def _line(rule: Mapping[str, Any], row: Standing, other: Mapping[str, Any] | None) -> Line:
    counted = other or {"votes": None, "winner": False}
    return Line(row, score_words(rule, row.score), counted["votes"], counted["winner"])


def score_label(rule: Mapping[str, Any]) -> str:
    """What the rule ranks by; empty where that is the number of votes itself."""
    if shape.kind_of(rule) == BallotKind.POINTS and rule["counting"].get("by", "score") == "score":
        return str(_("Points"))
    return str(SCORES.get(shape.counting_of(rule), ""))


def score_words(rule: Mapping[str, Any], score: str) -> str:
    """The number that the rule ranks by, as people read it."""
    exact = Fraction(score or 0)
    if shape.counting_of(rule) == Counting.MEAN:
        return str(format_decimal(round(Decimal(exact.numerator) / Decimal(exact.denominator), 3), "0.000"))
    return str(format_decimal(exact.numerator))


def way_words(cell: str) -> str:
    """Ways of voting that are counted together, in words."""
    return ", ".join(str(CHANNELS.get(channel, channel)) for channel in cell.split("+"))


def _place(name: str) -> str:
    return name or str(_("other places, or none given"))


def voted_words(voters: int) -> str:
    """How many people voted."""
    return str(ngettext("%(count)s person voted.", "%(count)s people voted.", voters, count=format_decimal(voters)))


def quorum_words(rule: Mapping[str, Any], count: Count) -> str:
    """Whether enough people voted; empty where the rule asks for no number."""
    if not rule["quorum"]:
        return ""
    numbers = {"voters": format_decimal(count["voters"]), "quorum": format_decimal(rule["quorum"])}
    if count["quorum_met"]:
        return str(_("Enough people voted: %(voters)s, and the rule asks for %(quorum)s.", **numbers))
    return str(_("Too few people voted: %(voters)s, and the rule asks for %(quorum)s. So no idea wins.", **numbers))


def apart_words(rule: Mapping[str, Any], raw: Count, cleaned: Count) -> list[str]:
    """How many votes are counted apart, whether they are in the result, and whether they change who wins."""
    number = raw["voters"] - cleaned["voters"]
    said = ngettext(
        "%(count)s vote is counted apart by the rules that were published before.",
        "%(count)s votes are counted apart by the rules that were published before.",
        number,
        count=format_decimal(number),
    )
    held = {
        name: {row["id"] for row in count["rows"] if row["winner"]}
        for name, count in (("raw", raw), ("cleaned", cleaned))
    }
    return [
        str(said),
        str(
            _("The result is the count of all votes, as the rule says.")
            if rule["result"] == "raw"
            else _("The result is the count without them, as the rule says.")
        ),
        str(
            _("With them or without them, the same ideas win.")
            if held["raw"] == held["cleaned"]
            else _("With them and without them, other ideas win: the table shows both.")
        ),
    ]


def finding(first: Standing | None, totals: Totals, count: Count) -> str:
    """The result in one sentence."""
    if not count["voters"]:
        return str(_("Nobody voted"))
    if not count["quorum_met"]:
        return str(_("Too few people voted, so no idea wins"))
    if not totals.winners:
        return str(_("No idea got votes enough to win"))
    if first is None or not first.winner:
        return str(
            ngettext("%(count)s idea wins", "%(count)s ideas win", totals.winners, count=format_decimal(totals.winners))
        )
    return _in_front(first, totals.winners - 1)


def _in_front(first: Standing, others: int) -> str:
    title = _headline(first.title) or _("Idea No. %(number)s", number=first.number or first.idea_id)
    if not others:
        return str(_("“%(title)s” wins", title=title))
    return str(
        ngettext(
            "“%(title)s” and %(count)s idea more win",
            "“%(title)s” and %(count)s ideas more win",
            others,
            title=title,
            count=format_decimal(others),
        )
    )


def _headline(title: str | None) -> str:
    """A title that leaves a heading one: whole words of it, where it is long. The table has all of it."""
    if not title or len(title) <= LONGEST_IN_HEADLINE:
        return title or ""
    return f"{title[:LONGEST_IN_HEADLINE].rpartition(' ')[0] or title[:LONGEST_IN_HEADLINE]}…"


def _files(asked: Asked, result: Result) -> dict[str, Any] | None:
    """The address and size of the zip with everything that is needed to count again; None until it is made."""
    made = published.of_result(result.id) if result.published_at else None
    name = f"{asked.campaign.slug}-{asked.round.number}.zip"
    if made is None or name not in made.files:
        return None
    where: dict[str, Any] = {"slug": asked.campaign.slug, "number": asked.round.number, "edition": result.edition}
    return {"name": name, "url": url_for("rounds.download_file", name=name, **where), "size": made.files[name]["size"]}
