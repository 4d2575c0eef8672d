"""What people disagree about: ideas that many are for and many against, and topics in which the stands divide.

A thing is contested where at least CONTESTED_FROM people took a side (for or against; the unsure do not count) and the smaller
side has at least CONTESTED_SHARE percent of them. The more people stand on the smaller side, the higher it stands.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import ngettext

from app.digests.findings import Part, finding, left
from app.digests.outline import Block, Cell, Column, ColumnKind, Heading, Link, Paragraph, Table
from app.digests.reader import Reader
from app.digests.rows import Split
from app.digests.words import LeftOut, Sentences, Values, number

CONTESTED_FROM = 10
CONTESTED_SHARE = 30
MOST = 10


def told(ideas: Sequence[Split], topics: Sequence[Split]) -> Part:
    """The contested ideas and topics, and how many there are in all; empty where there are none."""
    parts: Part = {}
    for name, splits in (("ideas", ideas), ("topics", topics)):
        found = sorted((one for one in splits if is_contested(one)), key=_order)
        parts[name] = [_cells(one) for one in found[:MOST]]
        parts[f"{name}_in_all"] = len(found)
    return parts if parts["ideas"] or parts["topics"] else {}


def is_contested(one: Split) -> bool:
    """By the thresholds above, exactly."""
    sides, smaller = one.given_for + one.against, min(one.given_for, one.against)
    return sides >= CONTESTED_FROM and Fraction(smaller, sides) >= Fraction(CONTESTED_SHARE, 100)


def _order(one: Split) -> tuple[int, int, int]:
    return -min(one.given_for, one.against), -(one.given_for + one.against), one.id


def _cells(one: Split) -> Part:
    return {"id": one.id, "for": one.given_for, "against": one.against}


def findings(part: Part) -> list[Part]:
    """How many ideas are contested."""
    if not part or not part["ideas"]:
        return []
    return [finding("contested", [one["id"] for one in part["ideas"]], ideas=part["ideas_in_all"])]


def left_out(part: Part) -> list[Part]:
    """Contested ideas and topics below the first."""
    if not part:
        return []
    more = sum(part[f"{name}_in_all"] - len(part[name]) for name in ("ideas", "topics"))
    return left("contested", more)


def blocks(reader: Reader) -> Iterator[Block]:
    """The section."""
    part = reader.part("contested")
    if not part:
        return
    yield Heading(2, _("What people disagree about"), "contested")
    yield Paragraph(
        _(
            "At least %(from)s people took a side, and at least %(share)s %% of them stand on the smaller one.",
            **{"from": CONTESTED_FROM, "share": CONTESTED_SHARE},
        )
    )
    sides = (Column(_("For"), ColumnKind.NUMBER), Column(_("Against"), ColumnKind.NUMBER))
    if part["ideas"]:
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (reader.cited(one["id"]), one["for"], one["against"]) for one in part["ideas"]
        )
        yield Table("contested-ideas", _("Contested ideas"), (Column(_("Idea"), ColumnKind.IDEA), *sides), rows)
    if part["topics"]:
        rows = tuple((_topic(reader, one["id"]), one["for"], one["against"]) for one in part["topics"])
        yield Table("contested-topics", _("Contested topics"), (Column(_("Topic")), *sides), rows)


def _topic(reader: Reader, id: int) -> Link:
    title, address = reader.words(id), reader.address
    if title is None:
        return Link(_("no longer shown"), "")
    return Link(title, address("discussion.show_topic", slug=reader.campaign["slug"], topic_id=id))


def _contested(values: Values) -> str:
    return str(
        ngettext(
            "People disagree about %(count)s idea:",
            "People disagree about %(count)s ideas:",
            values["ideas"],
            count=number(values["ideas"]),
        )
    )


SENTENCES: Sentences = {"contested": _contested}
LEFT_OUT: LeftOut = {
    "contested": lambda n: ngettext(
        "%(count)s more idea or topic that people disagree about.",
        "%(count)s more ideas or topics that people disagree about.",
        n,
        count=number(n),
    ),
}
