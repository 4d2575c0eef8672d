"""What became of accepted ideas."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app.digests.findings import Part, finding, left
from app.digests.outline import Block, Cell, Column, ColumnKind, Heading, Mark, Table
from app.digests.reader import Reader
from app.digests.rows import WorkRow
from app.digests.words import LeftOut, Sentences, Values, number
from campaigns.implementation.models import WorkState
from campaigns.implementation.words import STATES, TONES

MOST = 60


def told(rows: Sequence[WorkRow]) -> Part:
    """All that was begun; empty where nothing was."""
    if not rows:
        return {}
    order = list(WorkState)
    ranked = sorted(rows, key=lambda row: (order.index(WorkState(row.state)), row.due_on or date.max, row.idea_id))
    counted = Counter(row.state for row in rows)
    return {
        "states": {state.value: counted[state.value] for state in WorkState},
        "objections": sum(row.objections for row in rows),
        "works": [_work(row) for row in ranked[:MOST]],
    }


def _work(row: WorkRow) -> Part:
    return {
        "id": row.idea_id,
        "office": row.office,
        "state": row.state,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "ended_on": row.ended_on.isoformat() if row.ended_on else None,
        "reached": row.reached,
        "milestones": row.milestones,
        "because": row.given_up_because,
    }


def findings(part: Part) -> list[Part]:
    """What is done, what is under way, what was given up."""
    found = []
    for state in (WorkState.DONE, WorkState.IN_PROGRESS, WorkState.GIVEN_UP):
        ids = [one["id"] for one in part.get("works", []) if one["state"] == state]
        if ids:
            found.append(finding(f"works-{state.value.replace(' ', '-')}", ids, ideas=part["states"][state]))
    return found


def left_out(part: Part) -> list[Part]:
    """Undertakings below the first."""
    return left("works", sum(part["states"].values()) - len(part["works"])) if part else []


def blocks(reader: Reader) -> Iterator[Block]:
    """The section."""
    part = reader.part("works")
    if not part:
        return
    yield Heading(2, _("What became of the ideas"), "works")
    has_reasons = any(one["because"] for one in part["works"])
    columns = [
        Column(_("Idea"), ColumnKind.IDEA),
        Column(_("State")),
        Column(_("Department")),
        Column(_("Steps reached")),
        Column(_("Until"), ColumnKind.DAY),
    ]
    if has_reasons:
        columns.append(Column(_("Why it was given up")))
    rows = tuple(_row(reader, one, has_reasons) for one in part["works"])
    note = ""
    if part["objections"]:
        note = ngettext(
            "%(count)s person objects that something reported as done is not.",
            "%(count)s people object that something reported as done is not.",
            part["objections"],
            count=number(part["objections"]),
        )
    yield Table("works", _("What is done about accepted ideas"), tuple(columns), rows, note)


def _row(reader: Reader, one: Part, has_reasons: bool) -> tuple[Cell, ...]:
    state = WorkState(one["state"])
    day = one["ended_on"] or one["due_on"]
    steps = None
    if one["milestones"]:
        steps = _("%(reached)s of %(all)s", reached=one["reached"], all=one["milestones"])
    cells: tuple[Cell, ...] = (
        reader.cited(one["id"]),
        Mark(str(STATES[state]), TONES[state]),
        one["office"],
        steps,
        date.fromisoformat(day) if day else None,
    )
    return (*cells, one["because"] or None) if has_reasons else cells


def _done(values: Values) -> str:
    count = values["ideas"]
    return str(ngettext("%(count)s idea is done:", "%(count)s ideas are done:", count, count=number(count)))


def _in_progress(values: Values) -> str:
    count = values["ideas"]
    return str(
        ngettext(
            "%(count)s idea is being worked on:", "%(count)s ideas are being worked on:", count, count=number(count)
        )
    )


def _given_up(values: Values) -> str:
    count = values["ideas"]
    return str(
        ngettext(
            "The work on %(count)s idea was given up:",
            "The work on %(count)s ideas was given up:",
            count,
            count=number(count),
        )
    )


SENTENCES: Sentences = {"works-done": _done, "works-in-progress": _in_progress, "works-given-up": _given_up}
LEFT_OUT: LeftOut = {
    "works": lambda n: ngettext(
        "%(count)s more idea that is worked on.", "%(count)s more ideas that are worked on.", n, count=number(n)
    ),
}
