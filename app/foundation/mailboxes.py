"""Mailboxes that letters do not reach: what came back, and which of them get no letter until their owners say that they work again."""

import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import Index, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id, db
from app.foundation.upserts import upsert

# A mailbox is paused by so many letters that did not arrive for a passing reason, within this time.
TERM, MOST_PASSING = timedelta(days=14), 3
# These speak of the letter, or of us who sent it: a mailbox they come from may be sound.
NOT_OF_THE_MAILBOX = ("5.6.", "5.7.", "5.2.3", "5.3.4")


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


def key_of(address: str) -> str:
    """What tells one mailbox from another: all letters small, the domain as machines write it."""
    local, _, domain = unicodedata.normalize("NFC", address.strip()).casefold().rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return f"{local}@{domain}"


def is_lasting(status: str) -> bool:
    """Whether a status (5.1.1) says of a mailbox that letters will not reach it on another day either."""
    return status.startswith("5.") and not status.startswith(NOT_OF_THE_MAILBOX)


def bounced(mailbox: str, letter: str, status: str, now: datetime) -> bool:
    """A letter did not arrive; told again, the same changes nothing. Gives whether the mailbox is paused by now."""
    forget(now)
    lasting = is_lasting(status)
    told = {"mailbox": mailbox, "letter": letter, "status": status, "is_lasting": lasting, "told_at": now}
    added = db.session.scalar(upsert(Bounce).values(**told).on_conflict_do_nothing().returning(Bounce.id))
    letters = select(func.count(Bounce.letter.distinct())).where(Bounce.mailbox == mailbox)
    if added is not None and (lasting or (db.session.scalar(letters) or 0) >= MOST_PASSING):
        paused = upsert(PausedMailbox).values(mailbox=mailbox, status=status, since=now)
        db.session.execute(paused.on_conflict_do_update(index_elements=["mailbox"], set_={"status": status}))
    return db.session.get(PausedMailbox, mailbox, populate_existing=True) is not None


def forget(now: datetime) -> None:
    """Traces of letters that did not arrive go after their time. Whether a mailbox is paused stays."""
    db.session.execute(delete(Bounce).where(Bounce.told_at < now - TERM))


def pause_of(address: str) -> PausedMailbox | None:
    """Since when and why the mailbox gets no letters; None where it gets them."""
    return db.session.get(PausedMailbox, key_of(address))


def resume(address: str) -> None:
    """Letters arrive there again: the owner of the mailbox has shown it."""
    mailbox = key_of(address)
    db.session.execute(delete(PausedMailbox).where(PausedMailbox.mailbox == mailbox))
    db.session.execute(delete(Bounce).where(Bounce.mailbox == mailbox))


def paused_now() -> int:
    """How many mailboxes get no letters."""
    return db.session.scalar(select(func.count()).select_from(PausedMailbox)) or 0
