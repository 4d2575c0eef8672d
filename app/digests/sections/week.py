"""A week of a campaign: what is new, what gained support, what was said, and what comes next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.digests import words
from app.digests.findings import SMALL, Part, finding, left
from app.digests.outline import Block, Cell, Column, ColumnKind, Facts, Heading, Link, Listing, Paragraph, Table
from app.digests.reader import Reader
from app.digests.words import LeftOut, Sentences, Values, number
from campaigns.plan.phases import PhaseKind
from campaigns.plan.words import PHASES

MOST_NEW, MOST_GAINED, MOST_TOPICS = 20, 10, 5


@dataclass(frozen=True)
class WeekRows:
    """What happened in the week: ids of ideas that were published; people who gave support, by idea; comments, by topic; topics that
    were concluded; how many took part, and how many of them had not done so before the week; what begins or ends in the next one, as
    kind, word (opens, closes) and instant.
    """

    ideas: Sequence[int] = ()
    gained: Sequence[tuple[int, int]] = ()
    comments: int = 0
    talked: Sequence[tuple[int, int]] = ()
    concluded: Sequence[int] = ()
    people: int = 0
    new_people: int = 0
    reported: int = 0
    answered: int = 0
    ahead: Sequence[tuple[str, str, str]] = field(default_factory=tuple)

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened."""
        return not any(
            (self.ideas, self.gained, self.comments, self.concluded, self.people, self.reported, self.answered)
        )


def numbers(rows: WeekRows) -> Part:
    """The week in numbers."""
    return {
        "people": rows.people,
        "ideas": len(rows.ideas),
        "comments": rows.comments,
        "support": sum(people for _id, people in rows.gained),
    }


def told(rows: WeekRows) -> Part:
    """What is named of the week."""
    gained = sorted(rows.gained, key=lambda pair: (-pair[1], pair[0]))
    talked = sorted(rows.talked, key=lambda pair: (-pair[1], pair[0]))
    return {
        "new": [{"id": id} for id in sorted(rows.ideas, reverse=True)[:MOST_NEW]],
        "gained": [{"id": id, "people": people} for id, people in gained[:MOST_GAINED]],
        "gained_in_all": len(gained),
        "talked": [{"id": id, "comments": comments} for id, comments in talked[:MOST_TOPICS]],
        "concluded": sorted(rows.concluded),
        "new_people": rows.new_people if rows.new_people >= SMALL else 0,
        "ahead": [{"kind": kind, "word": word, "at": at} for kind, word, at in sorted(rows.ahead, key=_order)],
    }


def _order(one: tuple[str, str, str]) -> tuple[str, str, str]:
    kind, word, at = one
    return at, word, kind


def findings(part: Part, counted: Part) -> list[Part]:
    """What the week was."""
    found = [finding("week", (), **counted)]
    if part["new"]:
        found.append(finding("week-new", [one["id"] for one in part["new"]], ideas=counted["ideas"]))
    if part["gained"]:
        first = part["gained"][0]
        found.append(finding("week-gained", [first["id"]], people=first["people"]))
    if part["new_people"]:
        found.append(finding("week-newcomers", (), people=part["new_people"]))
    if part["concluded"]:
        found.append(finding("week-concluded", (), topics=len(part["concluded"])))
    return found


def left_out(part: Part, counted: Part) -> list[Part]:
    """Ideas below the first."""
    return [
        *left("week-new", counted["ideas"] - len(part["new"])),
        *left("week-gained", part["gained_in_all"] - len(part["gained"])),
    ]


def blocks(reader: Reader) -> Iterator[Block]:
    """The sections of what is new, what gained, and what was said."""
    part = reader.part("week")
    if not part:
        return
    if part["new"]:
        yield Heading(2, _("New ideas"), "new")
        rows: tuple[tuple[Cell, ...], ...] = tuple((reader.cited(one["id"]),) for one in part["new"])
        yield Table("new", _("Ideas published in the week"), (Column(_("Idea"), ColumnKind.IDEA),), rows)
    if part["gained"]:
        yield Heading(2, _("What gained support"), "gained")
        columns = (Column(_("Idea"), ColumnKind.IDEA), Column(_("People in the week"), ColumnKind.NUMBER))
        rows = tuple((reader.cited(one["id"]), one["people"]) for one in part["gained"])
        yield Table("gained", _("Ideas by the support of the week"), columns, rows)
    if part["talked"]:
        yield Heading(2, _("What was discussed"), "talked")
        columns = (Column(_("Topic")), Column(_("Comments in the week"), ColumnKind.NUMBER))
        rows = tuple((_topic(reader, one["id"]), one["comments"]) for one in part["talked"])
        yield Table("talked", _("Topics by the comments of the week"), columns, rows)
    if part["concluded"]:
        yield Heading(2, _("Conclusions of the week"), "concluded")
        yield Listing(tuple(Paragraph(_topic(reader, id).text) for id in part["concluded"]))


def ahead_blocks(reader: Reader) -> Iterator[Block]:
    """The section of what comes next."""
    ahead = (reader.part("week") or {}).get("ahead")
    if not ahead:
        return
    yield Heading(2, _("What comes next"), "ahead")
    yield Facts(tuple((_what(one), _when(one, reader.zone)) for one in ahead))


def _what(one: Part) -> str:
    phase = PHASES[PhaseKind(one["kind"])]
    return str(_("%(phase)s: begins", phase=phase) if one["word"] == "opens" else _("%(phase)s: last day", phase=phase))


def _when(one: Part, zone: str) -> str:
    told = words.first_day if one["word"] == "opens" else words.last_day
    return told(one["at"], zone)


def _topic(reader: Reader, id: int) -> Link:
    title, address = reader.words(id), reader.address
    if title is None:
        return Link(_("no longer shown"), "")
    return Link(title, address("discussion.show_topic", slug=reader.campaign["slug"], topic_id=id))


def _week(values: Values) -> str:
    said: list[Any] = [
        ngettext(
            "%(count)s person took part this week.",
            "%(count)s people took part this week.",
            values["people"],
            count=number(values["people"]),
        )
    ]
    if values["comments"]:
        said.append(
            ngettext(
                "%(count)s comment was written.",
                "%(count)s comments were written.",
                values["comments"],
                count=number(values["comments"]),
            )
        )
    if values["support"]:
        said.append(
            ngettext(
                "%(count)s support was given.",
                "%(count)s supports were given.",
                values["support"],
                count=number(values["support"]),
            )
        )
    return " ".join(said)


def _new(values: Values) -> str:
    count = values["ideas"]
    return str(ngettext("%(count)s idea was published:", "%(count)s ideas were published:", count, count=number(count)))


def _gained(values: Values) -> str:
    count = values["people"]
    return str(
        ngettext(
            "The most support of the week, from %(count)s person, went to:",
            "The most support of the week, from %(count)s people, went to:",
            count,
            count=number(count),
        )
    )


def _newcomers(values: Values) -> str:
    count = values["people"]
    return str(
        ngettext(
            "%(count)s person took part in the project for the first time.",
            "%(count)s people took part in the project for the first time.",
            count,
            count=number(count),
        )
    )


def _concluded(values: Values) -> str:
    count = values["topics"]
    return str(
        ngettext(
            "The conclusion of %(count)s topic was published.",
            "The conclusions of %(count)s topics were published.",
            count,
            count=number(count),
        )
    )


SENTENCES: Sentences = {
    "week": _week,
    "week-new": _new,
    "week-gained": _gained,
    "week-newcomers": _newcomers,
    "week-concluded": _concluded,
}
LEFT_OUT: LeftOut = {
    "week-new": lambda n: ngettext("%(count)s more new idea.", "%(count)s more new ideas.", n, count=number(n)),
    "week-gained": lambda n: ngettext(
        "%(count)s more idea that gained support.", "%(count)s more ideas that gained support.", n, count=number(n)
    ),
}
