"""What ideas are about: the themes that facilitators have named. Suggestions nobody has named are in no digest."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.digests.findings import Part, finding, left, percent
from app.digests.outline import Block, Cell, Column, ColumnKind, Heading, Listing, Paragraph, Table
from app.digests.reader import Reader
from app.digests.rows import IdeaRow, ThemeRow
from app.digests.words import LeftOut, Sentences, Values, number

MOST_THEMES = 40
CITED = 3


def told(ideas: Sequence[IdeaRow], themes: Sequence[ThemeRow], theme_of: Mapping[int, int]) -> Part:
    """The themes that counted ideas have, those with the most first, each with its first ideas; nothing where none has any.

    `theme_of` is the theme of an idea by its id; an idea without one counts among `in_none`.
    """
    found: defaultdict[int, list[IdeaRow]] = defaultdict(list)
    for row in ideas:
        if row.id in theme_of:
            found[theme_of[row.id]].append(row)
    rows = [_theme(theme, found[theme.id]) for theme in themes if found.get(theme.id)]
    if not rows:
        return {}
    rows.sort(key=lambda one: (-one["ideas"], -one["support"], one["name"], one["id"]))
    in_none = len(ideas) - sum(one["ideas"] for one in rows)
    return {"themes": rows[:MOST_THEMES], "smaller": max(len(rows) - MOST_THEMES, 0), "in_none": in_none}


def _theme(theme: ThemeRow, members: Sequence[IdeaRow]) -> Part:
    first = sorted(members, key=lambda row: row.rank)[:CITED]
    return {
        "id": theme.id,
        "name": theme.name,
        "note": theme.note,
        "ideas": len(members),
        "support": sum(row.votes for row in members),
        "first": [row.id for row in first],
    }


def findings(part: Part, ideas: int) -> list[Part]:
    """What the largest theme is, where there are several."""
    if len(part.get("themes", ())) < 2:
        return []
    first = part["themes"][0]
    share = percent(first["ideas"], ideas)
    return [finding("theme", first["first"], name=first["name"], ideas=first["ideas"], share=share)]


def left_out(part: Part) -> list[Part]:
    """Smaller themes, and ideas that are in none."""
    return [*left("themes", part.get("smaller", 0)), *left("in-no-theme", part.get("in_none", 0))]


def blocks(reader: Reader) -> Iterator[Block]:
    """The section."""
    part = reader.part("themes")
    if not part:
        return
    yield Heading(2, _("What the ideas are about"), "themes")
    yield Table(
        "themes", _caption(reader), _columns(reader), tuple(_cells(reader, one) for one in part["themes"]), _note(part)
    )
    yield Listing(tuple(_paragraph(reader, one) for one in part["themes"]))


def _caption(reader: Reader) -> str:
    return str(_("Ideas and votes by theme") if reader.is_vote else _("Ideas and support by theme"))


def _columns(reader: Reader) -> tuple[Column, ...]:
    return (
        Column(_("Theme")),
        Column(_("Ideas"), ColumnKind.NUMBER),
        Column(_("Share of all ideas"), ColumnKind.PERCENT),
        Column(_("Votes") if reader.is_vote else _("Support"), ColumnKind.NUMBER),
        Column(_("In front"), ColumnKind.IDEA),
    )


def _cells(reader: Reader, one: Mapping[str, Any]) -> tuple[Cell, ...]:
    share = percent(one["ideas"], reader.body["numbers"]["ideas"])
    return (one["name"], one["ideas"], share, one["support"], reader.cited(one["first"][0]))


def _note(part: Mapping[str, Any]) -> str:
    in_none = part["in_none"]
    named = _("Facilitators of the project have named the themes; an idea is in one at most.")
    if not in_none:
        return str(named)
    rest = ngettext("%(count)s idea is in none.", "%(count)s ideas are in none.", in_none, count=number(in_none))
    return f"{named} {rest}"


def _paragraph(reader: Reader, one: Mapping[str, Any]) -> Paragraph:
    words = f"{one['name']}. {one['note']}" if one["note"] else f"{one['name']}."
    return Paragraph(words, reader.all_cited(one["first"]))


def _theme_said(values: Values) -> str:
    return str(
        ngettext(
            "The largest theme is “%(name)s”: %(count)s idea, or %(share)s %%. The first of them:",
            "The largest theme is “%(name)s”: %(count)s ideas, or %(share)s %%. The first of them:",
            values["ideas"],
            count=number(values["ideas"]),
            name=values["name"],
            share=values["share"],
        )
    )


SENTENCES: Sentences = {"theme": _theme_said}
LEFT_OUT: LeftOut = {
    "themes": lambda n: ngettext("%(count)s smaller theme.", "%(count)s smaller themes.", n, count=number(n)),
    "in-no-theme": lambda n: ngettext(
        "%(count)s idea that is in no theme.", "%(count)s ideas that are in no theme.", n, count=number(n)
    ),
}
