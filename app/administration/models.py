"""Who was asked to work here."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.roles import Role
from app.foundation.db import Base, Id


class StaffInvitation(Base):
    """A role that waits for whoever confirms this address: it is given when they sign in. `scope` is the place as a word.

    It waits until `until`; `ended_at` says when it was used or taken back, `account_id` who used it.
    """

    __tablename__ = "staff_invitations"
    __table_args__ = (
        CheckConstraint("campaign_id IS NULL OR office_id IS NULL", name="one_scope"),
        Index(
            "uq_staff_invitations_live",
            "email_key",
            "role",
            "scope",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    email: Mapped[str]
    email_key: Mapped[str]
    language: Mapped[str]
    role: Mapped[Role]
    scope: Mapped[str]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    invited_at: Mapped[datetime]
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
