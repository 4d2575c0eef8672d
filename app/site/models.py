"""Words of the operator in versions, what was set in the browser, and the picture beside the name."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class TextVersion(Base):
    """A text of the operator as it was kept once, in Markdown. Insert only, by trigger: people have agreed to such words.

    `number` counts the versions of one text through all its languages; what the platform itself says is version 1.
    """

    __tablename__ = "site_texts"
    __table_args__ = (
        UniqueConstraint("name", "number"),
        CheckConstraint("number > 1", name="after_the_first"),
        CheckConstraint("title <> '' AND body <> ''", name="says_something"),
        Index("ix_site_texts_present", "name", "language", "number"),
    )

    id: Mapped[Id]
    name: Mapped[str]
    number: Mapped[int]
    language: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    why: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class SiteSettings(Base):
    """What was set in the browser, over the settings of the environment: one row, the first. `version` grows with each change."""

    __tablename__ = "site_settings"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[Id]
    version: Mapped[int]
    chosen: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class SitePicture(Base):
    """A logo that was drawn anew, under the digest of its bytes; `media_type` is image/png or image/svg+xml."""

    __tablename__ = "site_pictures"

    id: Mapped[Id]
    digest: Mapped[str] = mapped_column(unique=True)
    media_type: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime]
