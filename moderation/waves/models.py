"""Prints of what people bring, and waves that were noticed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id

OPEN = text("ended_at IS NULL")


class Like(StrEnum):
    """What is alike."""

    MAILBOX = "mailbox"
    HOUSE = "house"
    TEXT = "text"


class Print(Base):
    """Something a person has in common with others, as a keyed digest. It goes after a month."""

    __tablename__ = "wave_prints"
    __table_args__ = (
        Index("ix_wave_prints_print", "print", "made_at"),
        Index("ix_wave_prints_made_at", "made_at"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    print: Mapped[str] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]


class Wave(Base):
    """Many with one print within a day. What they write waits until an administrator says that they are people, or a month has passed."""

    __tablename__ = "waves"
    __table_args__ = (
        CheckConstraint("ended_by IS NULL OR ended_at IS NOT NULL", name="ended_by_somebody"),
        Index("uq_waves_open", "print", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[Id]
    like: Mapped[Like]
    print: Mapped[str] = mapped_column(index=True)
    noticed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
