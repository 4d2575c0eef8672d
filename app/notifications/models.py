"""Notices: one row a person and a fact."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class NoticeKind(StrEnum):
    """What a notice is about. The first group concerns one's own acts and is mailed at once, the second is gathered."""

    PUBLISHED = "published"
    RETURNED = "returned"
    REJECTED = "rejected"
    HIDDEN = "hidden"
    FOLLOWED_PUBLISHED = "followed published"
    TIMELINE_CHANGED = "timeline changed"
    RESULT_PUBLISHED = "result published"


class Notice(Base):
    """A person is told a fact once: `fact` names it, so that a job run twice adds nothing."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("account_id", "fact"),
        Index("ix_notices_account", "account_id", "id"),
    )

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    kind: Mapped[NoticeKind]
    fact: Mapped[str]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contributions.id"))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
