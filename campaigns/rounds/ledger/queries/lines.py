"""The lines of the published files, read in batches by key: a million of them never stand in memory at once."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import select

from app.foundation import canonical
from app.foundation.db import db
from campaigns.rounds.ballots.models import Ballot, Cast
from campaigns.rounds.ledger.models import Entry, EntryKind, RoundNote

BATCH = 5000


def of_entries(round_id: int, size: int, first: int = 0) -> Iterator[str]:
    """The entries from `first` to the size, each exactly as it is hashed."""
    for start in range(first, size, BATCH):
        rows = select(Entry.body).where(Entry.round_id == round_id, Entry.seq >= start)
        yield from db.session.scalars(rows.where(Entry.seq < min(start + BATCH, size)).order_by(Entry.seq)).all()
        db.session.rollback()


def of_linked(round_id: int, cells: dict[str, str]) -> Iterator[str]:
    """The opened ballots by voter: each the last one, with what its commitment was made of."""
    columns = (Ballot.pseudonym, Ballot.channel, Cast.marks, Cast.seq, Cast.salt)
    query: Any = select(*columns).join(Cast, (Cast.ballot_id == Ballot.id) & (Cast.number == Ballot.casts))
    query = query.where(Ballot.round_id == round_id).order_by(Ballot.pseudonym)
    for row in _batches(query, lambda last: Ballot.pseudonym > last.pseudonym):
        line = {"entry": row.seq, "voter": row.pseudonym, "salt": row.salt, "marks": row.marks}
        yield canonical.spell({**line, "channel": cells[row.channel]}).decode()


def of_unlinked(round_id: int, cells: dict[str, str], apart: set[int]) -> Iterator[str]:
    """The last choice of each voter and nothing that leads to them; in no order that means anything until they are sorted."""
    query: Any = select(Ballot.id, Ballot.channel, Ballot.marks).where(Ballot.round_id == round_id).order_by(Ballot.id)
    for row in _batches(query, lambda last: Ballot.id > last.id):
        line = {"apart": row.id in apart, "channel": cells[row.channel], "marks": row.marks}
        yield canonical.spell(line).decode()


def set_apart(round_id: int, size: int) -> set[int]:
    """The ballots that the last note in a ledger of this size sets apart."""
    notes = select(RoundNote.ballot_id, RoundNote.kind).where(
        RoundNote.round_id == round_id,
        RoundNote.kind.in_((EntryKind.APART, EntryKind.COUNTED)),
        RoundNote.seq < size,
    )
    last: dict[Any, EntryKind] = dict(db.session.execute(notes.order_by(RoundNote.seq)).all())
    return {ballot_id for ballot_id, kind in last.items() if kind == EntryKind.APART}


def _batches(query: Any, after: Callable[[Any], Any]) -> Iterator[Any]:
    rows: Sequence[Any] = db.session.execute(query.limit(BATCH)).all()
    while rows:
        yield from rows
        db.session.rollback()
        rows = db.session.execute(query.where(after(rows[-1])).limit(BATCH)).all() if len(rows) == BATCH else ()
