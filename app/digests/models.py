"""Frozen snapshots."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class Snapshot(Base):
    """The numbers and texts of a closed cycle as they stood. `fingerprint` is the SHA-256 of the canonical JSON of `body`."""

    __tablename__ = "snapshots"

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("results.id"), unique=True)
    taken_at: Mapped[datetime]
    fingerprint: Mapped[str]
    body: Mapped[dict[str, Any]]
