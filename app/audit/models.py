"""The chain: entries that nobody may change, and openings that erasure may take away."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class Chain(Base):
    """A chain and its head. The platform's own has no campaign."""

    __tablename__ = "audit_chains"

    id: Mapped[Id]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), unique=True)
    length: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(default="")


class Entry(Base):
    """One act. `digest` commits to the entry before, and to actor and details through salted commitments. Insert only, by trigger."""

    __tablename__ = "audit_entries"
    __table_args__ = (UniqueConstraint("chain_id", "number"),)

    id: Mapped[Id]
    chain_id: Mapped[int] = mapped_column(ForeignKey("audit_chains.id"))
    number: Mapped[int]
    happened_at: Mapped[datetime]
    act: Mapped[str]
    thing: Mapped[str]
    thing_id: Mapped[int | None]
    commitment: Mapped[str]
    previous: Mapped[str]
    digest: Mapped[str]


class Opening(Base):
    """What an entry's commitment hides: who and what, with the salt. Erasing it leaves the chain whole."""

    __tablename__ = "audit_openings"

    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entries.id"), primary_key=True)
    salt: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    details: Mapped[dict[str, Any]]
