"""What was proposed to be joined, what the authors said, and what came of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class Progress(StrEnum):
    """Where a joining stands."""

    ASKED = "asked"
    DECLINED = "declined"
    DROPPED = "dropped"
    JOINED = "joined"
    UNJOINED = "unjoined"


OPEN = text("progress IN ('asked', 'joined')")


class Joining(Base):
    """An idea is to be joined into another, or was. `reason` is public.

    Authors may decline until `answer_by`; then silence is consent. `ended_at` is when it was declined, dropped or taken back,
    `ended_why` the public reason. An idea has one open joining at most.
    """

    __tablename__ = "joinings"
    __table_args__ = (
        Index("uq_joinings_open", "idea_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_joinings_into", "into_id", "progress"),
        Index("ix_joinings_due", "progress", "answer_by"),
        CheckConstraint("idea_id <> into_id", name="two_ideas"),
        CheckConstraint("progress <> 'joined' OR joined_at IS NOT NULL", name="joined_with_time"),
        CheckConstraint("(progress IN ('asked', 'joined')) = (ended_at IS NULL)", name="ended_with_time"),
    )

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    into_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    progress: Mapped[Progress] = mapped_column(default=Progress.ASKED)
    reason: Mapped[str]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    answer_by: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    ended_why: Mapped[str] = mapped_column(default="")


class JoiningAnswer(Base):
    """What an author of one of the two ideas said."""

    __tablename__ = "joining_answers"
    __table_args__ = (UniqueConstraint("joining_id", "account_id"),)

    id: Mapped[Id]
    joining_id: Mapped[int] = mapped_column(ForeignKey("joinings.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    agrees: Mapped[bool]
    answered_at: Mapped[datetime]
