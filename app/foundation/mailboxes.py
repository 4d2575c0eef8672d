"""Mailboxes that letters do not reach: what came back, and which of them get no letter until their owners say that they work again."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class Bounce(Base):
    """A letter that did not arrive at a mailbox, told once: `letter` is its Message-ID, or the signed return path it left with.

    `status` is the code of RFC 3463 or, where a server gave none, the class alone: 5.1.1, 4.0.0. `is_lasting`: trying again is
    of no use.
    """

    __tablename__ = "bounces"
    __table_args__ = (
        UniqueConstraint("mailbox", "letter", "is_lasting"),
        Index("ix_bounces_told", "told_at"),
    )

    id: Mapped[Id]
    mailbox: Mapped[str]
    letter: Mapped[str]
    status: Mapped[str]
    is_lasting: Mapped[bool]
    told_at: Mapped[datetime]


class PausedMailbox(Base):
    """A mailbox that gets no letter but those its owner asks for. `status` is that of the last bounce."""

    __tablename__ = "paused_mailboxes"

    mailbox: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    since: Mapped[datetime]
