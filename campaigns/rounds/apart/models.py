"""Traces of casts for the rules that set votes apart, and what voters asked a person to look at."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id

OPEN = text("decided_at IS NULL")


class TraceSalt(Base):
    """The secret with which a round's traces are hashed. It goes with them, and then nothing can be told from a trace that was kept."""

    __tablename__ = "trace_salts"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    salt: Mapped[str]


class Trace(Base):
    """Where a cast came from, as salted and truncated hashes of its network and of its program. Purged after a term."""

    __tablename__ = "cast_traces"
    __table_args__ = (Index("ix_cast_traces_network", "round_id", "network"),)

    cast_id: Mapped[int] = mapped_column(ForeignKey("casts.id"), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    network: Mapped[str]
    program: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(index=True)


class LookOutcome(StrEnum):
    """What a person found who looked at a vote set apart."""

    COUNTED = "counted"
    APART = "apart"


class Look(Base):
    """A voter asks that a person looks at their vote, which a rule has set apart; one open at a time."""

    __tablename__ = "apart_looks"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decided_whole"),
        CheckConstraint("outcome IS NULL OR reason <> ''", name="says_why"),
        Index("uq_apart_looks_open", "ballot_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[Id]
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballots.id"))
    asked_at: Mapped[datetime]
    words: Mapped[str] = mapped_column(default="")
    outcome: Mapped[LookOutcome | None]
    reason: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
