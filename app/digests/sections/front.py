"""The ideas in front, and those beside the line between in and out."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.digests.findings import Part, finding, left, percent
from app.digests.outline import (
    Block,
    Cell,
    Chart,
    Column,
    ColumnKind,
    Heading,
    Mark,
    Paragraph,
    Point,
    Shape,
    Table,
)
from app.digests.reader import Reader, named
from app.digests.rows import IdeaRow
from app.digests.words import LeftOut, Sentences, Values, number

TOP = 10
BESIDE_CUT = 3
# With so many findings the first sheet is full and no more than that.
ON_ONE_SHEET = 16


def told(ideas: Sequence[IdeaRow], is_vote: bool) -> Part:
    """The first ideas and those on both sides of the border between in and out; no border where all are in or all are out."""
    ranked = sorted(ideas, key=lambda row: row.rank)
    # A vote is ranked by its rule and not by votes alone: how narrow it was cannot be said in votes.
    return {"top": [_cite(row) for row in ranked[:TOP]], "cut": None if is_vote else _border(ranked)}


def findings(part: Part, ideas: Sequence[IdeaRow], numbers: Part) -> list[Part]:
    """Who is in front, how many were selected, how support is spread, how narrow it was."""
    winners = [row.id for row in sorted(ideas, key=lambda row: row.rank) if row.winner]
    return _of_vote(part, winners, numbers) if "voters" in numbers else _of_support(part, winners, numbers)


def left_out(part: Part, numbers: Part) -> list[Part]:
    """The ideas below the first, and that there is no border."""
    no_cut = part["cut"] is None and numbers["ideas"] and "voters" not in numbers
    return [*left("rest-of-ideas", max(numbers["ideas"] - TOP, 0)), *left("no-cut", int(bool(no_cut)))]


def _cite(row: IdeaRow) -> Part:
    names = ("id", "number", "rank", "votes", "on_site", "elsewhere", "winner")
    return {name: getattr(row, name) for name in names}


def _border(ranked: Sequence[IdeaRow]) -> Part | None:
    inside = [row for row in ranked if row.winner]
    outside = [row for row in ranked if not row.winner]
    if not inside or not outside:
        return None
    return {
        "just_in": [_cite(row) for row in inside[-BESIDE_CUT:]],
        "just_out": [_cite(row) for row in outside[:BESIDE_CUT]],
        "gap": inside[-1].votes - outside[0].votes,
    }


def _of_support(part: Part, winners: Sequence[int], numbers: Part) -> list[Part]:
    top = part["top"]
    if not numbers["support"]:
        return [finding("no-support")] if numbers["ideas"] else []
    ids = [idea["id"] for idea in top]
    found = [finding("leader", ids[:1], votes=top[0]["votes"])]
    found.append(finding("selected", winners, winners=len(winners), ideas=numbers["ideas"]))
    if numbers["ideas"] > len(top):
        gathered = sum(idea["votes"] for idea in top)
        found.append(finding("spread", ids, top=len(top), share=percent(gathered, numbers["support"])))
    if numbers["unsupported"]:
        found.append(finding("unsupported", unsupported=numbers["unsupported"]))
    return [*found, *_of_cut(part["cut"])]


def _of_vote(part: Part, winners: Sequence[int], numbers: Part) -> list[Part]:
    if not numbers["voters"]:
        return []
    top, found = part["top"], []
    if winners:
        found.append(finding("selected", winners, winners=len(winners), ideas=numbers["ideas"]))
    if top:
        found.append(finding("votes-leader", [top[0]["id"]], votes=top[0]["votes"]))
    if numbers["unsupported"]:
        found.append(finding("without-votes", ideas=numbers["unsupported"]))
    return found


def _of_cut(cut: Part | None) -> list[Part]:
    if cut is None:
        return []
    last, first = cut["just_in"][-1], cut["just_out"][0]
    cited = [last["id"], first["id"]]
    return [finding("cut", cited, last_in=last["votes"], first_out=first["votes"], gap=cut["gap"])]


def top_blocks(reader: Reader) -> Iterator[Block]:
    """The section of the ideas in front."""
    top = reader.part("top")
    if not top or not reader.body["numbers"]["support"]:
        return
    is_vote = reader.is_vote
    fits = len(reader.body["findings"]) <= ON_ONE_SHEET
    title = _("The ideas in front") if is_vote else _("The ideas with the most support")
    yield Heading(2, title, "top", opens_page=fits)
    points = [_point(reader, idea) for idea in top]
    yield Chart(
        "top-chart",
        Shape.BARS,
        _leads(Point(named(reader.cited(top[0]["id"])), top[0]["votes"]), is_vote),
        _("On the site and elsewhere together. With a tick: selected by the rule."),
        tuple(points),
    )
    yield ranking("first-ideas", _("The first ideas"), reader, top)


def _point(reader: Reader, idea: Any) -> Point:
    name = named(reader.cited(idea["id"]))
    # By a mark, too: on paper there are no colours.
    return Point(f"✓ {name}", idea["votes"], "done") if idea["winner"] else Point(name, idea["votes"])


def _leads(first: Point, is_vote: bool) -> str:
    if is_vote:
        return str(_("In front by the rule: “%(idea)s”, %(count)s", idea=first.label, count=number(first.value)))
    return str(_("The most support: “%(idea)s”, %(count)s", idea=first.label, count=number(first.value)))


def cut_blocks(reader: Reader) -> Iterator[Block]:
    """The section of close calls."""
    cut = reader.part("cut")
    if not cut:
        return
    yield Heading(2, _("Close calls"), "cut")
    yield Paragraph(
        _(
            "The ideas nearest to the line between selected and not selected. This says who was near the line, not that "
            "people argued about them."
        )
    )
    yield ranking("nearest", _("The ideas nearest to the line"), reader, [*cut["just_in"], *cut["just_out"]])


def ranking(name: str, caption: str, reader: Reader, ideas: Sequence[Any], is_vote: bool | None = None) -> Table:
    """A table of ideas by place; how much came in elsewhere where any did."""
    is_vote = reader.is_vote if is_vote is None else is_vote
    has_elsewhere = any(idea["elsewhere"] for idea in ideas)
    columns = [
        Column(_("Place"), ColumnKind.NUMBER),
        Column(_("Idea"), ColumnKind.IDEA),
        Column(_("Votes") if is_vote else _("Support"), ColumnKind.NUMBER),
    ]
    if has_elsewhere:
        columns.append(Column(_("of it elsewhere"), ColumnKind.NUMBER))
    columns.append(Column(_("By the rule")))
    rows = tuple(_row(reader, idea, has_elsewhere) for idea in ideas)
    return Table(name, caption, tuple(columns), rows, head=1)


def _row(reader: Reader, idea: Any, has_elsewhere: bool) -> tuple[Cell, ...]:
    cells: list[Cell] = [idea["rank"], reader.cited(idea["id"]), idea["votes"]]
    if has_elsewhere:
        cells.append(idea["elsewhere"])
    cells.append(Mark(_("selected"), "done") if idea["winner"] else None)
    return tuple(cells)


def _leader(values: Values) -> str:
    return str(
        ngettext(
            "The most support, %(count)s, went to:",
            "The most support, %(count)s, went to:",
            values["votes"],
            count=number(values["votes"]),
        )
    )


def _votes_leader(values: Values) -> str:
    return str(
        ngettext(
            "In front by the rule, with %(count)s vote:",
            "In front by the rule, with %(count)s votes:",
            values["votes"],
            count=number(values["votes"]),
        )
    )


def _without_votes(values: Values) -> str:
    count = values["ideas"]
    return str(ngettext("%(count)s idea got no vote.", "%(count)s ideas got no vote.", count, count=number(count)))


def _selected(values: Values) -> str:
    return str(
        ngettext(
            "Of %(ideas)s ideas %(count)s was selected by the rule:",
            "Of %(ideas)s ideas %(count)s were selected by the rule:",
            values["winners"],
            count=number(values["winners"]),
            ideas=number(values["ideas"]),
        )
    )


def _spread(values: Values) -> str:
    return str(
        _("The first %(top)s ideas gathered %(share)s %% of all support:", top=values["top"], share=values["share"])
    )


def _unsupported(values: Values) -> str:
    count = values["unsupported"]
    return str(
        ngettext("%(count)s idea got no support.", "%(count)s ideas got no support.", count, count=number(count))
    )


def _cut(values: Values) -> str:
    if not values["gap"]:
        return str(
            _(
                "The last idea selected and the first one not selected have equal support, %(votes)s; the one published "
                "earlier is in:",
                votes=values["last_in"],
            )
        )
    return str(
        ngettext(
            "Between the last idea selected (%(last)s) and the first one not selected (%(first)s) lies %(count)s support:",
            "Between the last idea selected (%(last)s) and the first one not selected (%(first)s) lie %(count)s supports:",
            values["gap"],
            count=number(values["gap"]),
            last=values["last_in"],
            first=values["first_out"],
        )
    )


SENTENCES: Sentences = {
    "votes-leader": _votes_leader,
    "without-votes": _without_votes,
    "no-support": lambda _values: str(_("No idea got any support.")),
    "leader": _leader,
    "selected": _selected,
    "spread": _spread,
    "unsupported": _unsupported,
    "cut": _cut,
}
LEFT_OUT: LeftOut = {
    "rest-of-ideas": lambda n: ngettext(
        "%(count)s idea below the first places: it stands in the table of the results page.",
        "%(count)s ideas below the first places: they stand in the table of the results page.",
        n,
        count=number(n),
    ),
    "no-cut": lambda _n: str(_("Close calls: all ideas are on one side of the line.")),
}
