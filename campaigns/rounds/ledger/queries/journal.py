"""The journal of a vote, shaped for its page and its files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.foundation.db import db
from app.foundation.paging import Page, pack, unpack
from campaigns.rounds.ballots.models import Option
from campaigns.rounds.ledger.models import Checkpoint, Entry, EntryKind, Ledger, RoundNote
from campaigns.rounds.ledger.queries.proofs import TILE

PAGE = 10
ABOUT_IDEAS = (EntryKind.HIDE, EntryKind.SHOW, EntryKind.JOIN, EntryKind.PART)
NOTES = 50


@dataclass(frozen=True)
class Noted:
    """Something about an idea on the ballot that stands in the journal."""

    kind: EntryKind
    number: int | None
    into: int | None
    reason: str
    seq: int


def size(round_id: int) -> int:
    """How many entries the journal has."""
    return db.session.scalar(select(Ledger.size).where(Ledger.round_id == round_id)) or 0


def first_end(round_id: int) -> str | None:
    """The root of the check mark with which the vote ended, None before that: lots are drawn from it. Entries after it, and a count
    that is made again, draw no other lot: else they would be repeated until somebody likes one.
    """
    ends = (Entry.round_id == Checkpoint.round_id) & (Entry.seq == Checkpoint.size - 1)
    roots = select(Checkpoint.root).join(Entry, ends).where(Entry.kind == EntryKind.CLOSED)
    return db.session.scalar(roots.where(Checkpoint.round_id == round_id).order_by(Checkpoint.size).limit(1))


def noted(round_id: int) -> dict[EntryKind, int]:
    """How many entries of each kind there are that are no ballots, beside its first and its last."""
    rows = select(RoundNote.kind, func.count()).where(RoundNote.round_id == round_id, RoundNote.seq.is_not(None))
    return dict(db.session.execute(rows.group_by(RoundNote.kind)).all())


def checkpoints(round_id: int, key: str | None) -> Page[Checkpoint]:
    """A page of checkpoints, the newest first."""
    before = unpack(key, int)
    query = select(Checkpoint).where(Checkpoint.round_id == round_id)
    if before:
        query = query.where(Checkpoint.size < before[0])
    rows = db.session.scalars(query.order_by(Checkpoint.size.desc()).limit(PAGE + 1)).all()
    following = pack(rows[PAGE - 1].size) if len(rows) > PAGE else None
    return Page(rows[:PAGE], following, is_first=before is None)


def about_ideas(round_id: int) -> list[Noted]:
    """The last fifty entries about ideas, the newest first."""
    notes: Any = (
        select(RoundNote.kind, RoundNote.idea_id, RoundNote.into_id, RoundNote.reason, RoundNote.seq)
        .where(RoundNote.round_id == round_id, RoundNote.kind.in_(ABOUT_IDEAS), RoundNote.seq.is_not(None))
        .order_by(RoundNote.seq.desc())
        .limit(NOTES)
    )
    rows = db.session.execute(notes).all()
    if not rows:
        return []
    numbers: dict[int | None, int | None] = dict(
        db.session.execute(select(Option.idea_id, Option.number).where(Option.round_id == round_id)).all()
    )
    return [Noted(row.kind, numbers.get(row.idea_id), numbers.get(row.into_id), row.reason, row.seq) for row in rows]


def tile(round_id: int, place: int) -> Sequence[str]:
    """The entries of a tile, as far as they are there."""
    start = place * TILE
    rows = select(Entry.body).where(Entry.round_id == round_id, Entry.seq >= start, Entry.seq < start + TILE)
    return db.session.scalars(rows.order_by(Entry.seq)).all()
