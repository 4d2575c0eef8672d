"""Problems that the conclusions name, the ideas that answer them, and those that nobody has addressed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app.digests.findings import Part, finding, left
from app.digests.outline import Block, Cell, Column, ColumnKind, Heading, Listing, Paragraph, Table
from app.digests.reader import Reader
from app.digests.rows import IdeaRow, ProblemRow
from app.digests.sections.discussion import PROBLEM
from app.digests.words import LeftOut, Sentences, Values, number

CITED = 5
MOST = 60


def told(problems: Sequence[ProblemRow], ideas: Sequence[IdeaRow], answers: Iterable[tuple[int, int]]) -> list[Part]:
    """Each problem with the ideas of the result that answer it; `answers` are pairs of an idea and a problem."""
    rows = {row.id: row for row in ideas}
    found: defaultdict[int, list[IdeaRow]] = defaultdict(list)
    for idea_id, problem_id in answers:
        if idea_id in rows:
            found[problem_id].append(rows[idea_id])
    return [_problem(one, found[one.id]) for one in sorted(problems, key=lambda one: one.number)[:MOST]]


def _problem(one: ProblemRow, answered_by: Sequence[IdeaRow]) -> Part:
    return {
        "id": one.id,
        "number": one.number,
        "ideas": len(answered_by),
        "selected": sum(row.winner for row in answered_by),
        "support": sum(row.votes for row in answered_by),
        "first": [row.id for row in sorted(answered_by, key=lambda row: row.rank)[:CITED]],
    }


def findings(matrix: Sequence[Part]) -> list[Part]:
    """How many problems have an idea, how many have none, and how many have a selected one."""
    if not matrix:
        return []
    found = []
    alone = sum(not one["ideas"] for one in matrix)
    if alone:
        found.append(finding("unaddressed", problems=alone, of=len(matrix)))
    taken = [one for one in matrix if one["selected"]]
    if taken:
        found.append(finding("problems-selected", (), problems=len(taken), of=len(matrix)))
    return found


def left_out(problems: Sequence[ProblemRow]) -> list[Part]:
    """Problems below the first."""
    return left("problems", max(len(problems) - MOST, 0))


def blocks(reader: Reader) -> Iterator[Block]:
    """The section."""
    matrix = reader.part("matrix")
    if not matrix:
        yield from _named_alone(reader)
        return
    yield Heading(2, _("Problems and the ideas that answer them"), "problems")
    addressed = [one for one in matrix if one["ideas"]]
    if addressed:
        yield _matrix(reader, addressed)
    alone = [one for one in matrix if not one["ideas"]]
    if alone:
        yield Heading(3, _("Problems that no idea answers"), "unaddressed")
        yield Listing(tuple(Paragraph(_named(reader, one)) for one in alone))


def _matrix(reader: Reader, addressed: Sequence[Part]) -> Table:
    columns = (
        Column(_("Problem")),
        Column(_("Ideas"), ColumnKind.NUMBER),
        Column(_("of them selected"), ColumnKind.NUMBER),
        Column(_("Votes") if reader.is_vote else _("Support"), ColumnKind.NUMBER),
        Column(_("In front"), ColumnKind.IDEA),
        Column(_("Others")),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            _named(reader, one),
            one["ideas"],
            one["selected"],
            one["support"],
            reader.cited(one["first"][0]),
            ", ".join(reader.cited(id).label for id in one["first"][1:]) or None,
        )
        for one in addressed
    )
    return Table("problems", _("Ideas by the problem they answer"), columns, rows)


def _named(reader: Reader, one: Part) -> str:
    text = reader.words(f"{PROBLEM}{one['id']}") or _("no longer shown")
    return str(_("No. %(number)s: %(text)s", number=one["number"], text=text))


def _named_alone(reader: Reader) -> Iterator[Block]:
    """Of earlier releases, which knew nothing of ideas that answer problems."""
    topics = (reader.part("discussed") or {}).get("topics", [])
    problems = [problem for topic in topics for problem in topic["problems"]]
    if problems:
        yield Heading(2, _("Problems that the conclusions name"), "problems")
        yield Listing(tuple(Paragraph(_named(reader, one)) for one in problems))


def _unaddressed(values: Values) -> str:
    return str(
        ngettext(
            "No idea answers %(count)s of %(of)s problems.",
            "No idea answers %(count)s of %(of)s problems.",
            values["problems"],
            count=number(values["problems"]),
            of=number(values["of"]),
        )
    )


def _selected(values: Values) -> str:
    return str(
        ngettext(
            "A selected idea answers %(count)s of %(of)s problems.",
            "Selected ideas answer %(count)s of %(of)s problems.",
            values["problems"],
            count=number(values["problems"]),
            of=number(values["of"]),
        )
    )


SENTENCES: Sentences = {"unaddressed": _unaddressed, "problems-selected": _selected}
LEFT_OUT: LeftOut = {
    "problems": lambda n: ngettext("%(count)s more problem.", "%(count)s more problems.", n, count=number(n)),
}
