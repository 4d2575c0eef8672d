"""Answers of departments: those that were given, those that are owed, and those that will not come."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.digests.findings import Part, finding, left, percent
from app.digests.outline import Block, Cell, Chart, Column, ColumnKind, Heading, Mark, Point, Shape, Table
from app.digests.reader import Reader
from app.digests.rows import OwedRow
from app.digests.words import LeftOut, Sentences, Values, number
from campaigns.answers.models import Outcome
from campaigns.answers.queries.owed import Standing

MOST = 60

OWED = frozenset({Standing.WAITING, Standing.OVERDUE, Standing.HELD})
LATE = frozenset({Standing.OVERDUE})
STANDINGS: dict[Standing, Any] = {
    Standing.IN_TIME: _l("answered in time"),
    Standing.LATE: _l("answered late"),
    Standing.WAITING: _l("waiting"),
    Standing.HELD: _l("held for joint release"),
    Standing.OVERDUE: _l("overdue"),
    Standing.CLOSED: _l("closed without an answer"),
}
TONES = {Standing.OVERDUE: "refused", Standing.CLOSED: "refused", Standing.IN_TIME: "done", Standing.LATE: "done"}
OUTCOMES: dict[Outcome, Any] = {
    Outcome.ACCEPTED: _l("accepted"),
    Outcome.PARTLY: _l("accepted in part"),
    Outcome.POSTPONED: _l("postponed"),
    Outcome.NOT_ACCEPTED: _l("not accepted"),
    Outcome.WORKS_ALREADY: _l("works already"),
    Outcome.REFERRED: _l("referred to another body"),
}


def told(rows: Sequence[OwedRow], since: date | None = None) -> Part:
    """All that was asked for, by department; empty where nobody was asked. With `since`, only answers given from that day on are named,
    and of those that are owed only the overdue."""
    if not rows:
        return {}
    ranked = sorted(rows, key=lambda row: (row.due_on, row.idea_id))
    counted = Counter(row.standing for row in rows)
    return {
        "standings": {standing.value: counted[standing.value] for standing in Standing},
        "outcomes": dict(Counter(row.outcome for row in rows if row.outcome)),
        "offices": _offices(rows),
        "given": [_given(row) for row in ranked if row.outcome and _is_new(row, since)][:MOST],
        "owed": [_owed(row) for row in ranked if Standing(row.standing) in (OWED if since is None else LATE)][:MOST],
        "closed": [_closed(row) for row in ranked if row.standing == Standing.CLOSED][:MOST],
    }


def _is_new(row: OwedRow, since: date | None) -> bool:
    return since is None or (row.answered_on is not None and row.answered_on >= since)


def _offices(rows: Sequence[OwedRow]) -> list[Part]:
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found[row.office][row.standing] += 1
    return [
        {"name": name, **{standing.value: counted[standing.value] for standing in Standing}}
        for name, counted in sorted(found.items())
    ]


def _given(row: OwedRow) -> Part:
    on = row.answered_on.isoformat() if row.answered_on else None
    return {"id": row.idea_id, "office": row.office, "outcome": row.outcome, "on": on, "standing": row.standing}


def _owed(row: OwedRow) -> Part:
    return {"id": row.idea_id, "office": row.office, "due_on": row.due_on.isoformat(), "standing": row.standing}


def _closed(row: OwedRow) -> Part:
    return {"id": row.idea_id, "office": row.office, "because": row.closed_because}


def findings(part: Part) -> list[Part]:
    """How many were answered, what they were told, and whose answers are overdue."""
    if not part:
        return []
    standings, asked = part["standings"], sum(part["standings"].values())
    answered = standings[Standing.IN_TIME] + standings[Standing.LATE]
    found = [finding("answered", (), answered=answered, asked=asked, in_time=standings[Standing.IN_TIME])]
    taken = [one["id"] for one in part["given"] if one["outcome"] in {Outcome.ACCEPTED, Outcome.PARTLY}]
    if taken:
        found.append(finding("accepted", taken, ideas=len(taken)))
    late = [one["id"] for one in part["owed"] if one["standing"] == Standing.OVERDUE]
    if standings[Standing.OVERDUE]:
        found.append(finding("overdue", late, ideas=standings[Standing.OVERDUE]))
    if standings[Standing.CLOSED]:
        closed = [one["id"] for one in part["closed"]]
        found.append(finding("unanswered", closed, ideas=standings[Standing.CLOSED]))
    return found


def left_out(part: Part) -> list[Part]:
    """Answers below the first."""
    if not part:
        return []
    return left(
        "answers", sum(part["standings"].values()) - sum(len(part[name]) for name in ("given", "owed", "closed"))
    )


def blocks(reader: Reader) -> Iterator[Block]:
    """The section."""
    part = reader.part("answers")
    if not part:
        return
    yield Heading(2, _("Answers of departments"), "answers")
    yield _standings(part["standings"])
    if len(part["offices"]) > 1:
        yield _by_office(part["offices"])
    if part["given"]:
        yield Heading(3, _("Answers that were given"), "given")
        yield _given_table(reader, part["given"])
    if part["owed"]:
        yield Heading(3, _("Answers that are owed"), "owed")
        yield _owed_table(reader, part["owed"])
    if part["closed"]:
        yield Heading(3, _("Closed without an answer"), "unanswered")
        yield _closed_table(reader, part["closed"])


def _standings(counted: Part) -> Chart:
    asked = sum(counted.values())
    answered = counted[Standing.IN_TIME] + counted[Standing.LATE]
    title = _(
        "%(answered)s of %(asked)s answers were given, %(share)s %% in time",
        answered=number(answered),
        asked=number(asked),
        share=percent(counted[Standing.IN_TIME], asked),
    )
    points = tuple(Point(str(words), counted[one]) for one, words in STANDINGS.items() if counted[one])
    rows = tuple((point.label, point.value) for point in points)
    columns = (Column(_("How it stands")), Column(_("Answers"), ColumnKind.NUMBER))
    described = _("All answers that were asked for, by how they stand.")
    return Chart("answers-share", Shape.SHARES, title, described, points, Table("standings", title, columns, rows))


def _by_office(offices: Sequence[Part]) -> Table:
    used = [one for one in STANDINGS if any(office[one] for office in offices)]
    columns = (Column(_("Department")), *(Column(str(STANDINGS[one]), ColumnKind.NUMBER) for one in used))
    rows = tuple((office["name"], *(office[one] for one in used)) for office in offices)
    return Table("offices", _("Answers by department"), columns, rows)


def _given_table(reader: Reader, given: Sequence[Part]) -> Table:
    columns = (
        Column(_("Idea"), ColumnKind.IDEA),
        Column(_("Outcome")),
        Column(_("Department")),
        Column(_("Given on"), ColumnKind.DAY),
    )
    rows: list[tuple[Cell, ...]] = [
        (reader.cited(one["id"]), str(OUTCOMES[Outcome(one["outcome"])]), one["office"], _day(one["on"]))
        for one in given
    ]
    return Table("given", _("Answers that were given"), columns, tuple(rows))


def _owed_table(reader: Reader, owed: Sequence[Part]) -> Table:
    columns = (
        Column(_("Idea"), ColumnKind.IDEA),
        Column(_("Department")),
        Column(_("Owed until"), ColumnKind.DAY),
        Column(_("How it stands")),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            reader.cited(one["id"]),
            one["office"],
            _day(one["due_on"]),
            Mark(str(STANDINGS[Standing(one["standing"])]), TONES.get(Standing(one["standing"]), "neutral")),
        )
        for one in owed
    ]
    return Table("owed", _("Answers that are owed"), columns, tuple(rows))


def _closed_table(reader: Reader, closed: Sequence[Part]) -> Table:
    columns = (Column(_("Idea"), ColumnKind.IDEA), Column(_("Department")), Column(_("Why")))
    rows: list[tuple[Cell, ...]] = [(reader.cited(one["id"]), one["office"], one["because"]) for one in closed]
    return Table("unanswered", _("Closed without an answer"), columns, tuple(rows))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _answered(values: Values) -> str:
    return str(
        ngettext(
            "Departments have answered %(count)s of %(asked)s ideas, %(in_time)s in time.",
            "Departments have answered %(count)s of %(asked)s ideas, %(in_time)s in time.",
            values["answered"],
            count=number(values["answered"]),
            asked=number(values["asked"]),
            in_time=number(values["in_time"]),
        )
    )


def _accepted(values: Values) -> str:
    count = values["ideas"]
    return str(
        ngettext(
            "%(count)s idea was accepted, wholly or in part:",
            "%(count)s ideas were accepted, wholly or in part:",
            count,
            count=number(count),
        )
    )


def _overdue(values: Values) -> str:
    count = values["ideas"]
    return str(ngettext("%(count)s answer is overdue:", "%(count)s answers are overdue:", count, count=number(count)))


def _unanswered(values: Values) -> str:
    count = values["ideas"]
    return str(
        ngettext(
            "%(count)s idea was closed without an answer:",
            "%(count)s ideas were closed without an answer:",
            count,
            count=number(count),
        )
    )


SENTENCES: Sentences = {
    "answered": _answered,
    "accepted": _accepted,
    "overdue": _overdue,
    "unanswered": _unanswered,
}
LEFT_OUT: LeftOut = {
    "answers": lambda n: ngettext(
        "%(count)s more answer: all stand on the board of answers.",
        "%(count)s more answers: all stand on the board of answers.",
        n,
        count=number(n),
    ),
}
