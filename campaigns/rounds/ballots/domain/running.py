"""The running count: what was cast since the last look is added, in short steps, whatever dies in between.

A cast adds its choice and takes away the one that its voter had cast before it. The sum over a voter's casts is therefore their
last choice, in whatever order the casts are taken. A step adds some casts and marks them as added, both or neither.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.orm import aliased

from app.foundation import upserts
from app.foundation.db import db
from campaigns.rounds.ballots import marks
from campaigns.rounds.ballots.models import Cast, RunningRow, RunningTally
from campaigns.rounds.counting.tallies import of_mark
from campaigns.rounds.counting.values import Tally
from campaigns.rounds.models import Round

CASTS = 500
# As the index of such casts has it, or it is not used.
UNTALLIED = text("NOT casts.tallied")


def waiting() -> Sequence[int]:
    """The ids of rounds in which something was cast that is not in the running count."""
    return db.session.scalars(select(Cast.round_id).where(UNTALLIED).distinct().order_by(Cast.round_id)).all()


def add(round_id: int, now: datetime) -> int:
    """Adds a step's worth of casts to the running count of a round and returns how many."""
    held = upserts.held(RunningTally, {"counted_at": now}, round_id=round_id)
    casts = _casts(round_id)
    if casts:
        kind = db.session.scalars(select(Round.rule).where(Round.id == round_id)).one()["ballot"]["kind"]
        _write(round_id, _changes(casts, kind))
        held.voters += sum(cast.number == 1 for cast in casts)
        held.casts += len(casts)
        held.counted_at = now
        db.session.execute(update(Cast).where(Cast.id.in_([cast.id for cast in casts])).values(tallied=True))
    return len(casts)


def _casts(round_id: int) -> Sequence[Any]:
    """Casts that wait, each with the choice that it takes the place of."""
    before = aliased(Cast)
    return db.session.execute(
        select(Cast.id, Cast.number, Cast.marks, before.marks.label("before"))
        .outerjoin(before, (before.ballot_id == Cast.ballot_id) & (before.number == Cast.number - 1))
        .where(Cast.round_id == round_id, UNTALLIED)
        .order_by(Cast.id)
        .limit(CASTS)
    ).all()


def _changes(casts: Sequence[Any], kind: str) -> dict[int, Tally]:
    texts: Counter[str] = Counter()
    for cast in casts:
        texts[cast.marks] += 1
        texts[cast.before or ""] -= 1
    found: dict[int, Tally] = {}
    for idea_id, tally in _tallies(texts, kind):
        found[idea_id] = found.get(idea_id, Tally()) + tally
    return found


def _tallies(texts: Mapping[str, int], kind: str) -> Iterator[tuple[int, Tally]]:
    for spelled, number in texts.items():
        for idea_id, value in marks.read(spelled) if number else ():
            yield idea_id, of_mark(value, number, kind)


def _write(round_id: int, changes: Mapping[int, Tally]) -> None:
    known = select(RunningRow).where(RunningRow.round_id == round_id, RunningRow.idea_id.in_(changes))
    rows = {row.idea_id: row for row in db.session.scalars(known)}
    for idea_id, tally in sorted(changes.items()):
        row = rows.get(idea_id)
        if row is None:
            row = RunningRow(round_id=round_id, idea_id=idea_id, votes=0, against=0, total=0, squares=0)
            db.session.add(row)
        row.votes += tally.votes
        row.against += tally.against
        row.total += tally.total
        row.squares += tally.squares
    db.session.flush()
