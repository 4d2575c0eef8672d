"""Addresses that want to be told, and what was sent to them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id

WAITING = text("state = 'waiting'")


class Webhook(Base):
    """An address of another program, for one campaign or (without one) for all that everyone may see.

    `events` are words of app.webhooks.kinds. The secret is made of `salt` and the site's own secret and is kept nowhere. One with
    `paused_at` is sent nothing; `paused_why` is empty where a person has paused it. One with `removed_at` is there for its journal
    alone.
    """

    __tablename__ = "webhooks"
    __table_args__ = (CheckConstraint("url <> ''", name="leads_somewhere"),)

    id: Mapped[Id]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), index=True)
    name: Mapped[str]
    url: Mapped[str]
    events: Mapped[list[Any]]
    salt: Mapped[str]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    made_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    paused_why: Mapped[str] = mapped_column(default="")
    removed_at: Mapped[datetime | None]


class Outcome(StrEnum):
    """How it stands with a delivery."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    DROPPED = "dropped"


class Delivery(Base):
    """One fact for one address. `word` is its id for the receiver: sent again it is the same, so that it can be known again.

    `thing_id` is what the fact is about. `payload` is made when it is sent for the first time, of what everyone may know then.
    `attempts` were made so far, the last one at `tried_at`, with the HTTP `status` it got (0 where it got none) or the word of a
    `fault`. `next_at` is when it is tried again.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("webhook_id", "fact"),
        Index("ix_webhook_deliveries_of_webhook", "webhook_id", "id"),
        Index("ix_webhook_deliveries_waiting", "webhook_id", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    id: Mapped[Id]
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhooks.id"))
    word: Mapped[str] = mapped_column(unique=True)
    event: Mapped[str]
    fact: Mapped[str]
    thing_id: Mapped[int]
    payload: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[Outcome] = mapped_column(default=Outcome.WAITING)
    made_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    status: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(default="")
    milliseconds: Mapped[int] = mapped_column(default=0)
