"""The ledger of a round: entries, the tree's peaks and tiles, checkpoints, notes that wait to be sealed, published files."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id

WAITING = text("seq IS NULL")


class EntryKind(StrEnum):
    """What an entry of the ledger says."""

    OPENED = "opened"
    BALLOT = "ballot"
    HIDE = "hide"
    SHOW = "show"
    JOIN = "join"
    PART = "part"
    APART = "apart"
    COUNTED = "counted"
    CLOSED = "closed"


class Ledger(Base):
    """How far a round's ledger has come: its size and the roots of its complete subtrees, largest first. The sealing job holds this row."""

    __tablename__ = "ledgers"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    size: Mapped[int] = mapped_column(default=0)
    peaks: Mapped[list[Any]] = mapped_column(default=list)


class Entry(Base):
    """One entry: its canonical JSON, and the hash of it as a leaf (RFC 9162). Insert only, by trigger."""

    __tablename__ = "ledger_entries"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[EntryKind]
    body: Mapped[str] = mapped_column(Text)
    leaf: Mapped[str]


class Tile(Base):
    """The root of 1,024 entries that follow each other, from `place` * 1,024: proofs read these instead of all leaves."""

    __tablename__ = "ledger_tiles"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    root: Mapped[str]


class Checkpoint(Base):
    """The ledger's size and root at a seal. Insert only, by trigger."""

    __tablename__ = "checkpoints"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    size: Mapped[int] = mapped_column(primary_key=True)
    root: Mapped[str]
    made_at: Mapped[datetime]


class RoundNote(Base):
    """Something about a round that is no ballot and goes into its ledger with a reason: a hiding, a join, a vote set apart.

    What holds now is what the last note about the idea or the ballot says. `code` is the rule that speaks, where one does.
    """

    __tablename__ = "round_notes"
    __table_args__ = (
        CheckConstraint("kind IN ('opened', 'closed') OR reason <> ''", name="says_why"),
        Index("ix_round_notes_waiting", "round_id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_round_notes_ballot", "ballot_id"),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    kind: Mapped[EntryKind]
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"))
    into_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"))
    ballot_id: Mapped[int | None] = mapped_column(ForeignKey("ballots.id"))
    code: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    seq: Mapped[int | None]


class PublishedLedger(Base):
    """The files that were made of a round for one of its results: by name the SHA-256 and the size in bytes."""

    __tablename__ = "published_ledgers"

    result_id: Mapped[int] = mapped_column(ForeignKey("results.id"), primary_key=True)
    files: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
