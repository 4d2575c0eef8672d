"""Ideas that are strong in one place and were not selected: without this section the many would drown them.

Counted from supports on the site by the place where the person lives, of those who told it. An idea is one of these where
- it was not selected;
- at least SMALL people of the place support it, and they are at least HALF percent of all its supporters with a known place;
- at least PLACE_FROM people of the place gave support to some idea, and they are not more than half of all such people;
- the share of the place's people who support it is at least TIMES that of the people of all other places.
Such ideas stand by how many more of the place's people support it than the share elsewhere would give.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import ngettext

from app.digests.findings import SMALL, Part, finding, left, percent
from app.digests.outline import Block, Cell, Column, ColumnKind, Heading, Paragraph, Table
from app.digests.reader import Reader
from app.digests.rows import IdeaRow, LocalSupport
from app.digests.words import LeftOut, Sentences, Values, number

HALF = 50
PLACE_FROM = 10
TIMES = 2
MOST = 10


def told(
    ideas: Sequence[IdeaRow],
    local: Sequence[LocalSupport],
    supporters: Mapping[int, int],
    names: Mapping[int, str],
) -> Part:
    """The ideas that are strong in one place; `supporters` are people who support anything by the territory they live in."""
    selected = {row.id for row in ideas if row.winner}
    everyone = sum(supporters.values())
    known: defaultdict[int, int] = defaultdict(int)
    for one in local:
        if one.territory_id is not None:
            known[one.idea_id] += one.people
    found = [
        (_surplus(one, known[one.idea_id], supporters, everyone), one)
        for one in local
        if one.territory_id is not None
        and one.idea_id not in selected
        and _is_strong(one, known[one.idea_id], supporters.get(one.territory_id, 0), everyone)
    ]
    found.sort(key=lambda pair: (-pair[0], pair[1].idea_id, pair[1].territory_id or 0))
    rows = [_row(one, known[one.idea_id], supporters, everyone, names) for _surplus_of, one in found[:MOST]]
    return {"ideas": rows, "in_all": len(found)} if rows else {}


def _is_strong(one: LocalSupport, known: int, here: int, everyone: int) -> bool:
    if one.people < SMALL or here < PLACE_FROM or 2 * here > everyone or 100 * one.people < HALF * known:
        return False
    return Fraction(one.people, here) >= TIMES * Fraction(known - one.people, everyone - here)


def _surplus(one: LocalSupport, known: int, supporters: Mapping[int, int], everyone: int) -> Fraction:
    here = supporters.get(one.territory_id or 0, 0)
    elsewhere = everyone - here
    return one.people - here * Fraction(known - one.people, elsewhere) if elsewhere else Fraction(one.people)


def _row(one: LocalSupport, known: int, supporters: Mapping[int, int], everyone: int, names: Mapping[int, str]) -> Part:
    place = one.territory_id or 0
    here = supporters[place]
    return {
        "id": one.idea_id,
        "place": names[place],
        "share_here": percent(one.people, here),
        "share_elsewhere": percent(known - one.people, everyone - here),
        "of_its_support": percent(one.people, known),
    }


def findings(part: Part) -> list[Part]:
    """How many such ideas there are, and the first of them with its place."""
    if not part:
        return []
    first = part["ideas"][0]
    found = [finding("minority", [one["id"] for one in part["ideas"]], ideas=part["in_all"])]
    values = {name: first[name] for name in ("place", "share_here", "share_elsewhere")}
    return [*found, finding("minority-first", [first["id"]], **values)]


def left_out(part: Part) -> list[Part]:
    """Such ideas below the first."""
    return left("minority", part["in_all"] - len(part["ideas"])) if part else []


def blocks(reader: Reader) -> Iterator[Block]:
    """The section."""
    part = reader.part("minority")
    if not part:
        return
    yield Heading(2, _("Strong in one place"), "minority")
    yield Paragraph(
        _(
            "Ideas that were not selected and that many in one place support: at least %(small)s people who live there, at "
            "least half of the idea’s supporters, and at least %(times)s times the share that it has elsewhere.",
            small=SMALL,
            times=TIMES,
        )
    )
    columns = (
        Column(_("Idea"), ColumnKind.IDEA),
        Column(_("Place")),
        Column(_("Of its people who took part"), ColumnKind.PERCENT),
        Column(_("Of people elsewhere"), ColumnKind.PERCENT),
        Column(_("Of the idea’s supporters"), ColumnKind.PERCENT),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (reader.cited(one["id"]), one["place"], one["share_here"], one["share_elsewhere"], one["of_its_support"])
        for one in part["ideas"]
    )
    note = _("Counted on the site, among those who have said where they live.")
    yield Table("minority", _("Ideas that are strong in one place"), columns, rows, note)


def _minority(values: Values) -> str:
    return str(
        ngettext(
            "%(count)s idea was not selected and is strong in one place:",
            "%(count)s ideas were not selected and are strong in one place:",
            values["ideas"],
            count=number(values["ideas"]),
        )
    )


def _minority_first(values: Values) -> str:
    return str(
        _(
            "%(place)s: %(here)s %% of those who took part there support one of them, elsewhere %(elsewhere)s %%:",
            place=values["place"],
            here=values["share_here"],
            elsewhere=values["share_elsewhere"],
        )
    )


SENTENCES: Sentences = {"minority": _minority, "minority-first": _minority_first}
LEFT_OUT: LeftOut = {
    "minority": lambda n: ngettext(
        "%(count)s more idea that is strong in one place.",
        "%(count)s more ideas that are strong in one place.",
        n,
        count=number(n),
    ),
}
