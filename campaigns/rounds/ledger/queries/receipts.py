"""Looking a receipt up: whether the vote waits or is sealed, with the proof, and the line it leads to where receipts are linked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.foundation.db import db
from campaigns.rounds.ballots import marks
from campaigns.rounds.ballots.marks import Marks
from campaigns.rounds.ballots.models import Ballot, Cast
from campaigns.rounds.ledger import spelling
from campaigns.rounds.ledger.models import Checkpoint, Entry
from campaigns.rounds.ledger.queries import documents
from campaigns.rounds.ledger.queries.proofs import StoredTree
from campaigns.rounds.models import Result, Round


@dataclass(frozen=True)
class Receipt:
    """A vote that a code leads to. `seq` is None while it waits to be sealed: until the hour of `cast_at` is over.

    `is_apart` says whether the vote of this person is counted apart, as the journal says for everyone.
    """

    code: str
    cast_id: int
    seq: int | None
    cast_at: datetime
    is_apart: bool


@dataclass(frozen=True)
class Proof:
    """That an entry is in the journal as it stands at a checkpoint."""

    seq: int
    body: str
    leaf: str
    checkpoint: Checkpoint
    path: list[str]

    @property
    def place(self) -> int:
        """The line it stands in, counted from 1."""
        return self.seq + 1

    def told(self, code: str) -> dict[str, Any]:
        """The proof as it is given away."""
        point = documents.told(self.checkpoint)
        return {"code": code, "entry": self.seq, "body": self.body, "leaf": self.leaf, **point, "proof": self.path}


@dataclass(frozen=True)
class Line:
    """The published line of a linked vote, None in place of the choice where a later one took its place."""

    choice: Marks | None


def find(round_id: int, code: str) -> Receipt | None:
    """The vote in this round that the code leads to, however it was typed."""
    prefix = spelling.prefix(code)
    if prefix is None:
        return None
    named = (Cast.commitment >= prefix, Cast.commitment < f"{prefix}g", Cast.round_id == round_id)
    columns = (Cast.id, Cast.commitment, Cast.seq, Cast.cast_at, Ballot.apart)
    row = db.session.execute(select(*columns).join(Ballot, Ballot.id == Cast.ballot_id).where(*named)).first()
    return Receipt(spelling.code(row.commitment), row.id, row.seq, row.cast_at, row.apart) if row else None


def prove(round_id: int, seq: int) -> Proof:
    """The proof that leads from an entry to the newest checkpoint."""
    newest = select(Checkpoint).where(Checkpoint.round_id == round_id).order_by(Checkpoint.size.desc()).limit(1)
    checkpoint = db.session.scalars(newest).one()
    entry = db.session.get_one(Entry, (round_id, seq))
    path = StoredTree(round_id, checkpoint.size).inclusion(seq)
    return Proof(seq, entry.body, entry.leaf, checkpoint, path)


def line(round_: Round, receipt: Receipt) -> Line | None:
    """What a linked receipt leads to once the result is published; None before that, and for unlinked ones always."""
    if round_.rule.get("receipt") != "linked":
        return None
    is_out = select(Result.id).where(Result.round_id == round_.id, Result.published_at.is_not(None)).limit(1)
    if db.session.scalar(is_out) is None:
        return None
    query = select(Cast.marks, Cast.number, Ballot.casts).join(Ballot, Ballot.id == Cast.ballot_id)
    row = db.session.execute(query.where(Cast.id == receipt.cast_id)).one()
    return Line(marks.read(row.marks) if row.number == row.casts else None)
