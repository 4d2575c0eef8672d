"""Frozen snapshots, the draft of a report, and its editions."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id

WEEKLY = text("kind = 'weekly'")


class SnapshotKind(StrEnum):
    """What a snapshot tells of: a counted round, a whole campaign, one week of it."""

    ROUND = "round"
    FINAL = "final"
    WEEKLY = "weekly"


class Snapshot(Base):
    """What a campaign stood like at a moment. `fingerprint` is the SHA-256 of the canonical JSON of `body`.

    `body` holds numbers and what the organiser wrote, and cites ideas, topics and problems by id and number. Their words stand
    beside it in `titles`, by key as text, so that what may not be shown any more can go without breaking the fingerprint.
    One of a round has its result, one of a week its first and last day in the campaign's calendar.
    """

    __tablename__ = "snapshots"
    __table_args__ = (
        Index(
            "uq_snapshots_week",
            "campaign_id",
            "period_from",
            unique=True,
            sqlite_where=WEEKLY,
            postgresql_where=WEEKLY,
        ),
        Index("ix_snapshots_fingerprint", "fingerprint"),
    )

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    kind: Mapped[SnapshotKind] = mapped_column(default=SnapshotKind.ROUND)
    result_id: Mapped[int | None] = mapped_column(ForeignKey("results.id"), unique=True)
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    taken_at: Mapped[datetime]
    fingerprint: Mapped[str]
    body: Mapped[dict[str, Any]]
    titles: Mapped[dict[str, Any]]


class ReportDraft(Base):
    """What the owner of a campaign writes for its final report: foreword, pictures, and who approves it.

    `pictures` are rows of source (idea, progress, own), id and caption; `approval` rows of post and name. `version` counts the
    times it was kept, so that nobody writes over another's words. While `freezing_version` is set, a job makes an edition of that
    version; keeping the draft again takes that back. `trouble` is the code of what kept the last one from being made.
    """

    __tablename__ = "report_drafts"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
    foreword: Mapped[str] = mapped_column(default="")
    pictures: Mapped[list[Any]] = mapped_column(default=list)
    approval: Mapped[list[Any]] = mapped_column(default=list)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    freezing_version: Mapped[int | None]
    freezing_reason: Mapped[str] = mapped_column(default="")
    freezing_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    trouble: Mapped[str] = mapped_column(default="")


class ReportPicture(Base):
    """A picture of the organiser's own for the report. `alt` says what can be seen in it. `shown_at` is when an edition with it was
    frozen: everyone may see it since. One that is taken back goes with its row, from frozen editions too."""

    __tablename__ = "report_pictures"
    __table_args__ = (CheckConstraint("alt <> ''", name="with_words"),)

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("uploads.id"), unique=True)
    alt: Mapped[str]
    added_at: Mapped[datetime]
    shown_at: Mapped[datetime | None]


class ReportEdition(Base):
    """An edition of a campaign's final report. A later one needs a reason and leaves those before it as they are."""

    __tablename__ = "report_editions"
    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        CheckConstraint("number = 1 OR reason <> ''", name="again_with_reason"),
    )

    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshots.id"), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class Form(StrEnum):
    """In which form a digest is kept as a file, in the order in which they are offered."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    HTML = "html"
    JSON = "json"
    MAIL = "mail"

    @property
    def ending(self) -> str:
        """How the name of such a file ends."""
        return "eml" if self == Form.MAIL else self.value


class DigestFile(Base):
    """A file of a snapshot. `digest` is the SHA-256 of its bytes in hex and names it, empty where making it failed; `grounds` is the
    fingerprint of all that it follows from besides the snapshot's body."""

    __tablename__ = "digest_files"

    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshots.id"), primary_key=True)
    form: Mapped[Form] = mapped_column(primary_key=True)
    grounds: Mapped[str]
    digest: Mapped[str] = mapped_column(default="", index=True)
    size: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
