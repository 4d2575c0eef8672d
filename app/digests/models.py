"""Frozen snapshots."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class Snapshot(Base):
    """A closed cycle as it stood when its result was frozen. `fingerprint` is the SHA-256 of the canonical JSON of `body`.

    `body` holds numbers and what the organiser wrote, and cites ideas, topics and problems by id and number. Their words stand
    beside it in `titles`, by id as text, so that what may not be shown any more can go without breaking the fingerprint.
    """

    __tablename__ = "snapshots"

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("results.id"), unique=True)
    taken_at: Mapped[datetime]
    fingerprint: Mapped[str]
    body: Mapped[dict[str, Any]]
    titles: Mapped[dict[str, Any]]
