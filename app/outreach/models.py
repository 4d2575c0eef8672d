"""Letters of invitation, and those who want none."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id

UNSENT = text("mailed_at IS NULL")


class InvitingLetter(Base):
    """A letter that calls somebody to a campaign that is open to everyone: one a person. The address goes once it is sent;
    `print`, a keyed digest of it, stays, so that nobody is written to twice.
    """

    __tablename__ = "inviting_letters"
    __table_args__ = (
        UniqueConstraint("campaign_id", "print"),
        CheckConstraint("(email IS NULL) = (mailed_at IS NOT NULL)", name="forgets_the_address"),
        Index("ix_inviting_letters_unsent", "campaign_id", "id", sqlite_where=UNSENT, postgresql_where=UNSENT),
    )

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    print: Mapped[str]
    email: Mapped[str | None]
    asked_at: Mapped[datetime]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    mailed_at: Mapped[datetime | None]


class Unwanted(Base):
    """Somebody wants no invitations from here, whoever sends them. Their address is not kept, a keyed digest of it is."""

    __tablename__ = "unwanted_invitations"

    print: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]
