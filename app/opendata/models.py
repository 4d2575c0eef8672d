"""The open data of a campaign, as they were made last."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base


class Form(StrEnum):
    """In which form all tables are given out, in the order in which they are offered."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


class OpenPack(Base):
    """The files of a campaign. `files` are the SHA-256 and the size in bytes by form, `tables` the rows by table; `fingerprint` is
    that of all they say but for the moment at which the rows were read, `taken_at`.

    `asked` is counted up when a text of the campaign may not be shown any more, and `made` is what it was before the rows were
    read: nobody gets files while the two differ. `looked_at` is when it was last seen whether anything else has changed.
    """

    __tablename__ = "open_packs"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    asked: Mapped[int] = mapped_column(default=1)
    made: Mapped[int] = mapped_column(default=0)
    fingerprint: Mapped[str] = mapped_column(default="")
    files: Mapped[dict[str, Any]] = mapped_column(default=dict)
    tables: Mapped[dict[str, Any]] = mapped_column(default=dict)
    taken_at: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]

    @property
    def is_current(self) -> bool:
        """Whether there are files, and they say nothing that may not be shown."""
        return self.made == self.asked and bool(self.files)
