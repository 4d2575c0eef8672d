"""What moderators decided, how quickly, and why."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.digests import words
from app.digests.findings import Part, finding
from app.digests.outline import Block, Column, ColumnKind, Facts, Heading, Table
from app.digests.reader import Reader
from app.digests.words import LeftOut, Sentences, Values, number
from campaigns.contributions.models import State
from campaigns.contributions.words import LABELS
from moderation.models import Decision
from moderation.queries.numbers import Figures
from moderation.reasons import BY_CODE
from moderation.words import DECIDED


def told(figures: Figures) -> Part:
    """The public numbers of moderation."""
    return {
        "submitted": figures.submitted,
        "waiting": figures.waiting,
        "decided": figures.decided,
        "by_decision": {decision.value: count for decision, count in figures.by_decision.items()},
        "median_minutes": _minutes(figures.median_hours),
        "p95_minutes": _minutes(figures.percentile_95_hours),
        "reasons": dict(figures.reasons),
        "automatic": figures.automatic,
        "reports": {"made": figures.reports.made, "acted": figures.reports.acted},
        "reviews": {"asked": figures.reviews.asked, "reversed": figures.reviews.reversed},
    }


def _minutes(hours: float | None) -> int | None:
    return None if hours is None else round(hours * 60)


def findings(part: Part) -> list[Part]:
    """How much was checked and how quickly."""
    if not part["decided"]:
        return []
    return [finding("moderation", decided=part["decided"], median_minutes=part["median_minutes"])]


def blocks(reader: Reader) -> Iterator[Block]:
    """The section."""
    part = reader.part("moderation")
    states = _states(reader.body["numbers"]["ideas_by_state"]) if "numbers" in reader.body else ()
    if part is None or not (part["submitted"] or part["decided"] or part["reasons"] or states):
        return
    yield Heading(2, _("Moderation"), "moderation")
    if states:
        columns = (Column(_("State")), Column(_("Ideas"), ColumnKind.NUMBER))
        yield Table("states", _("Ideas by state when the count was made"), columns, states)
    if part["submitted"] or part["decided"]:
        yield Facts(tuple(_facts(part)))
    if part["reasons"]:
        columns = (Column(_("Reason")), Column(_("Texts"), ColumnKind.NUMBER))
        yield Table("reasons", _("Why texts were restricted"), columns, _reasons(part["reasons"]))


def _states(known: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((str(LABELS[state]), known[state.value]) for state in State if state.value in known)


def _reasons(found: dict[str, int]) -> tuple[tuple[str, int], ...]:
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((str(BY_CODE[code].label) if code in BY_CODE else code, count) for code, count in ranked)


def _facts(found: Any) -> Iterator[tuple[str, str]]:
    yield _("Sent to be checked"), number(found["submitted"])
    yield _("Decided"), number(found["decided"])
    for word, count in sorted(found["by_decision"].items()):
        if count:
            label = str(DECIDED[Decision(word)])
            yield label[:1].upper() + label[1:], number(count)
    if found["waiting"]:
        yield _("Still waiting"), number(found["waiting"])
    if found["median_minutes"] is not None:
        yield _("Half had the answer within"), words.duration(found["median_minutes"])
        yield _("95 of 100 had the answer within"), words.duration(found["p95_minutes"])
    for name, label in (("reports", _("Reports of texts")), ("reviews", _("Asked for another look"))):
        told_of = found.get(name, {})
        count = told_of.get("made") or told_of.get("asked")
        if count:
            yield label, number(count)
    if found.get("reviews", {}).get("reversed"):
        yield _("Decisions that another look has changed"), number(found["reviews"]["reversed"])


def _moderation(values: Values) -> str:
    return str(
        ngettext(
            "Moderators decided about %(count)s text; half of the authors had the answer within %(time)s.",
            "Moderators decided about %(count)s texts; half of the authors had the answer within %(time)s.",
            values["decided"],
            count=number(values["decided"]),
            time=words.duration(values["median_minutes"] or 0),
        )
    )


SENTENCES: Sentences = {"moderation": _moderation}
LEFT_OUT: LeftOut = {}
