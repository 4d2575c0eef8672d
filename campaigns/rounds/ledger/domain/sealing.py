"""Sealing: ballots and notes that wait become entries of the ledger, a batch a step, with a checkpoint.

Whoever seals holds the ledger's row, so there is one sealer at a time. A step keeps all of a batch or nothing: killed
anywhere, no ballot is lost and none stands there twice. Within a batch ballots stand in the order of their commitments,
which are random: the place in the ledger tells when somebody voted no more finely than the batch. A small batch is sealed
when an hour is over, not when its oldest ballot is an hour old: that would tell when the ballot was cast.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, func, insert, select, update
from sqlalchemy.orm import aliased

from app.foundation import clock, upserts
from app.foundation.db import db
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from campaigns.rounds.ballots.models import Ballot, Cast
from campaigns.rounds.ledger import spelling
from campaigns.rounds.ledger.domain import telling
from campaigns.rounds.ledger.merkle import Peaks
from campaigns.rounds.ledger.models import Checkpoint, Entry, EntryKind, Ledger, RoundNote, Tile
from campaigns.rounds.ledger.queries import observers, opened
from campaigns.rounds.models import Round

FEWEST = 20
# As many as a step of a tenth of a second seals on a slow machine.
MOST = 250
TILE_HEIGHT = 10


@dataclass(frozen=True)
class Waiting:
    """A cast that is not sealed yet."""

    id: int
    ballot_id: int
    cast_at: datetime
    commitment: str
    voter: str


@dataclass(frozen=True)
class Line:
    """An entry that is about to be written, and the row it comes from."""

    kind: EntryKind
    body: str
    cast_id: int | None = None
    note_id: int | None = None


def seal(round_id: int) -> int:
    """Seals what waits, in steps: ballots once there are twenty, or once the hour is over. Returns how many entries."""
    sealed = 0
    while more := seal_batch(round_id, clock.now(), at_end=False):
        sealed += more
    return sealed


def finish(round_id: int) -> Checkpoint:
    """Seals all that waits in a closed round and ends the ledger with the entry that says how many ballots it holds.

    Safe to call again: it adds nothing, unless notes came meanwhile, which are sealed with another such entry after them.
    Raises ValueError where the round is open, or where a ballot came after the end.
    """
    round_ = db.session.get_one(Round, round_id, populate_existing=True)
    if round_.closed_at is None:
        raise ValueError("a round that is open still takes ballots")
    while True:
        while seal_batch(round_id, clock.now(), at_end=True):
            pass
        numbers = _numbers(round_id)
        with step():
            ledger = upserts.held(Ledger, {}, round_id=round_id)
            if ledger.size == numbers["size"]:
                return _end(round_, ledger, numbers, clock.now())


def _numbers(round_id: int) -> dict[str, int]:
    """The size of the ledger, then its voters and casts: counted outside of a step, because it may take long."""
    size = db.session.scalar(select(Ledger.size).where(Ledger.round_id == round_id)) or 0
    voters = select(func.count()).select_from(Ballot).where(Ballot.round_id == round_id)
    casts = select(func.count()).select_from(Cast).where(Cast.round_id == round_id)
    return {"size": size, "voters": db.session.scalar(voters) or 0, "casts": db.session.scalar(casts) or 0}


def _end(round_: Round, ledger: Ledger, numbers: dict[str, int], now: datetime) -> Checkpoint:
    last = db.session.scalar(select(Entry.kind).where(Entry.round_id == round_.id, Entry.seq == ledger.size - 1))
    if last != EntryKind.CLOSED:
        body = spelling.body(EntryKind.CLOSED, now, voters=numbers["voters"], casts=numbers["casts"])
        _write(ledger, [Line(EntryKind.CLOSED, body)], now)
    return db.session.get_one(Checkpoint, (round_.id, ledger.size))


def seal_batch(round_id: int, now: datetime, *, at_end: bool) -> int:
    """Seals a batch in a step of its own, however small at the end. Returns how many entries; 0 where nothing waits long enough."""
    if not _worth_it(round_id, now, at_end):
        return 0
    with step():
        still_at_it()
        ledger = upserts.held(Ledger, {}, round_id=round_id)
        casts = _casts(round_id)
        if not (at_end or _is_batch(casts, now)):
            casts = []
        if casts and _is_ended(ledger):
            raise ValueError("a ballot came after the ledger was ended")
        if not (casts or ledger.size or at_end):
            return 0
        opening = [] if ledger.size else [_opening(db.session.get_one(Round, round_id), now)]
        lines = [*opening, *_ballots(casts, now), *_noted(round_id, [cast.id for cast in casts], now)]
        if lines:
            _write(ledger, lines, now)
        return len(lines)


def _worth_it(round_id: int, now: datetime, at_end: bool) -> bool:
    """A look without a lock: whether a batch, or a note in a ledger that has begun, waits."""
    casts = _casts(round_id, FEWEST)
    if casts and (at_end or _is_batch(casts, now)):
        return True
    has_begun = select(Ledger.round_id).where(Ledger.round_id == round_id, Ledger.size > 0)
    return bool(_notes(round_id, [])) if db.session.scalar(has_begun) else at_end


def _casts(round_id: int, most: int | None = None) -> list[Waiting]:
    rows = db.session.execute(
        select(Cast.id, Cast.ballot_id, Cast.cast_at, Cast.commitment, Ballot.pseudonym)
        .join(Ballot, Ballot.id == Cast.ballot_id)
        .where(Cast.round_id == round_id, Cast.seq.is_(None))
        .order_by(Cast.id)
        .limit(most or MOST)
    )
    return [Waiting(*row) for row in rows]


def _is_batch(casts: Sequence[Waiting], now: datetime) -> bool:
    return len(casts) >= FEWEST or any(cast.cast_at < observers.hour_of(now) for cast in casts)


def _is_ended(ledger: Ledger) -> bool:
    ends = select(Entry.seq).where(Entry.round_id == ledger.round_id, Entry.kind == EntryKind.CLOSED)
    return db.session.scalar(ends.where(Entry.seq == ledger.size - 1)) is not None


def _opening(round_: Round, now: datetime) -> Line:
    options = opened.fingerprint(round_.id)
    body = spelling.body(EntryKind.OPENED, now, rule=round_.rule_fingerprint, options=options)
    return Line(EntryKind.OPENED, body)


def _ballots(casts: Sequence[Waiting], now: datetime) -> Iterator[Line]:
    for cast in shuffled(casts):
        body = spelling.body(EntryKind.BALLOT, now, voter=cast.voter, commitment=cast.commitment)
        yield Line(EntryKind.BALLOT, body, cast_id=cast.id)


def shuffled(casts: Sequence[Waiting]) -> list[Waiting]:
    """The casts by commitment; those of one voter keep the order they came in among the places they take, as the last counts."""
    places = sorted(casts, key=lambda cast: cast.commitment)
    by_voter: defaultdict[int, list[Waiting]] = defaultdict(list)
    for cast in sorted(casts, key=lambda cast: cast.id):
        by_voter[cast.ballot_id].append(cast)
    of_voter = {ballot_id: iter(own) for ballot_id, own in by_voter.items()}
    return [next(of_voter[place.ballot_id]) for place in places]


def _notes(round_id: int, being_sealed: Sequence[int]) -> Sequence[Any]:
    """The notes that wait; one about a ballot comes after the ballot, or it would tell of a vote before it is sealed."""
    waits = aliased(Cast)
    unsealed = exists().where(
        waits.ballot_id == RoundNote.ballot_id, waits.seq.is_(None), waits.id.not_in(being_sealed)
    )
    return db.session.execute(
        select(RoundNote, Ballot.pseudonym)
        .outerjoin(Ballot, Ballot.id == RoundNote.ballot_id)
        .where(RoundNote.round_id == round_id, RoundNote.seq.is_(None), ~unsealed)
        .order_by(RoundNote.id)
        .limit(MOST)
    ).all()


def _noted(round_id: int, being_sealed: Sequence[int], now: datetime) -> Iterator[Line]:
    for note, voter in _notes(round_id, being_sealed):
        about = {"idea": note.idea_id, "into": note.into_id, "voter": voter, "rule": note.code, "reason": note.reason}
        yield Line(note.kind, spelling.body(note.kind, now, **about), note_id=note.id)


def _write(ledger: Ledger, lines: Sequence[Line], now: datetime) -> None:
    """Adds the entries to tables and tree, and makes the checkpoint."""
    round_id, first = ledger.round_id, ledger.size
    peaks, entries, tiles = Peaks(ledger.size, list(ledger.peaks)), [], []
    for seq, line in enumerate(lines, first):
        leaf = spelling.leaf(line.body)
        entries.append({"round_id": round_id, "seq": seq, "kind": line.kind, "body": line.body, "leaf": leaf})
        complete = peaks.add(leaf, TILE_HEIGHT)
        if complete is not None:
            tiles.append({"round_id": round_id, "place": seq >> TILE_HEIGHT, "root": complete})
    db.session.execute(insert(Entry), entries)
    if tiles:
        db.session.execute(insert(Tile), tiles)
    _place(Cast, [{"row": line.cast_id, "at": seq} for seq, line in enumerate(lines, first) if line.cast_id])
    _place(RoundNote, [{"row": line.note_id, "at": seq} for seq, line in enumerate(lines, first) if line.note_id])
    ledger.size, ledger.peaks = peaks.size, peaks.hashes
    point = Checkpoint(round_id=round_id, size=peaks.size, root=peaks.root(), made_at=now)
    db.session.add(point)
    db.session.flush()
    telling.ask(point, lines[-1].kind, first)


def _place(kind: type[Cast] | type[RoundNote], rows: list[dict[str, int]]) -> None:
    """Says where in the ledger the rows stand. The database refuses to give a cast a second place."""
    if rows:
        db.session.connection().execute(
            update(kind).where(kind.id == bindparam("row")).values(seq=bindparam("at")), rows
        )
