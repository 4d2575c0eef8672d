"""Services: what was brought about each."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from app.digests.findings import Part, finding, left, percent, tenths
from app.digests.outline import Block, Column, ColumnKind, Heading, Link, Table
from app.digests.reader import Reader
from app.digests.rows import IdeaRow, ProblemRow, ServiceRow
from app.digests.words import LeftOut, Sentences, Values, number

MOST_SERVICES = 30
CITED = 3


def told(services: Sequence[ServiceRow], ideas: Sequence[IdeaRow], problems: Sequence[ProblemRow]) -> list[Part]:
    """Services that ideas, problems or answered scales are about; those with the most ideas first."""
    named = Counter(problem.service_id for problem in problems)
    of_service: defaultdict[int | None, list[IdeaRow]] = defaultdict(list)
    for row in ideas:
        of_service[row.service_id].append(row)
    found = [(one, of_service[one.id]) for one in services]
    found.sort(key=lambda pair: (-len(pair[1]), -named[pair[0].id], -pair[0].answers, pair[0].name))
    return [
        {
            "id": one.id,
            "name": one.name,
            "department": one.department,
            "ideas": len(about),
            "support": sum(row.votes for row in about),
            "problems": named[one.id],
            "answers": one.answers,
            "rating_tenths": tenths(one.score, one.answers),
            "first": _first(about) if place == 0 else [],
        }
        for place, (one, about) in enumerate(found[:MOST_SERVICES])
    ]


def _first(about: Sequence[IdeaRow]) -> list[int]:
    return [row.id for row in sorted(about, key=lambda row: row.rank)[:CITED]]


def findings(services: Sequence[Part], ideas: int) -> list[Part]:
    """Which service most ideas are about; nothing where another has as many, or one idea is all there is."""
    if len(services) < 2 or services[0]["ideas"] < 2 or services[0]["ideas"] == services[1]["ideas"]:
        return []
    first = services[0]
    share = percent(first["ideas"], ideas)
    return [finding("service", first["first"], name=first["name"], ideas=first["ideas"], share=share)]


def left_out(services: Sequence[ServiceRow]) -> list[Part]:
    """Services below the first."""
    return left("services", max(len(services) - MOST_SERVICES, 0))


def blocks(reader: Reader) -> Iterator[Block]:
    """The section."""
    services = reader.part("services")
    if not services:
        return
    yield Heading(2, _("By service"), "services")
    columns = (
        Column(_("Service")),
        Column(_("Department")),
        Column(_("Ideas"), ColumnKind.NUMBER),
        Column(_("Support"), ColumnKind.NUMBER),
        Column(_("Problems"), ColumnKind.NUMBER),
        Column(_("Mean rating, of 5"), ColumnKind.DECIMAL),
        Column(_("Answers"), ColumnKind.NUMBER),
    )
    address = reader.address
    rows = tuple(
        (
            Link(one["name"], address("services.show_service", service_id=one["id"])),
            one["department"],
            one["ideas"],
            one["support"],
            one["problems"],
            None if one["rating_tenths"] is None else Decimal(one["rating_tenths"]) / 10,
            one["answers"],
        )
        for one in services
    )
    note = _(
        "The mean rating is that of all answers on scales from 1 to 5 in topics about the service. People who answered "
        "chose to: it is not a poll."
    )
    yield Table("services", _("What was said about each service"), columns, rows, note)


def _service(values: Values) -> str:
    return str(
        ngettext(
            "Most ideas about a service are about “%(name)s”: %(count)s, or %(share)s %%. The most supported of them:",
            "Most ideas about a service are about “%(name)s”: %(count)s, or %(share)s %%. The most supported of them:",
            values["ideas"],
            count=number(values["ideas"]),
            name=values["name"],
            share=values["share"],
        )
    )


SENTENCES: Sentences = {"service": _service}
LEFT_OUT: LeftOut = {
    "services": lambda n: ngettext("%(count)s more service.", "%(count)s more services.", n, count=number(n)),
}
