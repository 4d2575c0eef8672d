"""The table of files."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class MediaType(StrEnum):
    """What a kept file is."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    PDF = "application/pdf"


class Upload(Base):
    """A kept file. `digest` is the SHA-256 of the kept bytes in hex and names the file; `name` is what its owner called it."""

    __tablename__ = "uploads"
    __table_args__ = (CheckConstraint("size > 0", name="not_empty"),)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    digest: Mapped[str] = mapped_column(index=True)
    media_type: Mapped[MediaType]
    name: Mapped[str]
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    created_at: Mapped[datetime]
