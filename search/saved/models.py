"""Searches that people keep."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class SavedSearch(Base):
    """A search that a person keeps. `asked` are the arguments of its address, sorted and without pages; `told_until` is the time
    of publication up to which the person has heard of what it finds.
    """

    __tablename__ = "saved_searches"
    __table_args__ = (UniqueConstraint("account_id", "asked_digest"),)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    text: Mapped[str]
    asked: Mapped[dict[str, Any]]
    asked_digest: Mapped[str]
    saved_at: Mapped[datetime]
    told_until: Mapped[datetime]
