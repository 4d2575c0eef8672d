"""What is done about an accepted idea: the undertaking, its milestones, what was reported, and who contests it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, Id
from campaigns.contributions.models import Contribution


class WorkState(StrEnum):
    """How far an undertaking has come."""

    PLANNED = "planned"
    IN_PROGRESS = "in progress"
    DONE = "done"
    GIVEN_UP = "given up"


class Undertaking(Base):
    """What a department does about an idea. One given up says why, or the database refuses it."""

    __tablename__ = "undertakings"
    __table_args__ = (
        CheckConstraint("state <> 'given up' OR reason <> ''", name="given_up_with_reason"),
        CheckConstraint("state NOT IN ('done', 'given up') OR ended_at IS NOT NULL", name="ended_with_time"),
        Index("ix_undertakings_of_office", "office_id", "state"),
        Index("ix_undertakings_of_campaign", "campaign_id", "state"),
        Index("ix_undertakings_changed", "changed_at", "id"),
    )

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), unique=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    state: Mapped[WorkState] = mapped_column(default=WorkState.PLANNED)
    due_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")
    begun_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Milestone(Base):
    """A step on the way, in order of `place`, with the day by which it is meant to be reached."""

    __tablename__ = "milestones"
    __table_args__ = (UniqueConstraint("undertaking_id", "place"),)

    id: Mapped[Id]
    undertaking_id: Mapped[int] = mapped_column(ForeignKey("undertakings.id"))
    place: Mapped[int]
    title: Mapped[str]
    due_on: Mapped[date | None]
    reached_at: Mapped[datetime | None]


class Progress(Base):
    """What was reported, with its evidence: a picture, a link or both. Rows are never changed.

    `state` is where the undertaking stands since, `due_on` the day by which it is meant to be done since; without evidence nothing
    is done, or the database refuses it. `caption` says what the picture shows. `contest_id` is the contest that this answers.
    """

    __tablename__ = "progress_reports"
    __table_args__ = (
        CheckConstraint("state <> 'done' OR link <> '' OR upload_id IS NOT NULL", name="done_with_evidence"),
        Index("ix_progress_reports_of_undertaking", "undertaking_id", "id"),
    )

    id: Mapped[Id]
    undertaking_id: Mapped[int] = mapped_column(ForeignKey("undertakings.id"))
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestones.id"), index=True)
    contest_id: Mapped[int | None] = mapped_column(ForeignKey("contests.id"))
    state: Mapped[WorkState]
    due_on: Mapped[date | None]
    text: Mapped[str]
    link: Mapped[str] = mapped_column(default="")
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("uploads.id"), index=True)
    caption: Mapped[str] = mapped_column(default="")
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    reported_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reported_at: Mapped[datetime]


class Contest(Base):
    """A resident (`account_id`) says that what is reported as done is not, once for each undertaking; beside its common row.

    `caption` says what the picture shows. `upheld` is None until the department or the owner has replied.
    """

    __tablename__ = "contests"
    __table_args__ = (
        UniqueConstraint("undertaking_id", "account_id"),
        CheckConstraint("upheld IS NULL OR (reply <> '' AND replied_at IS NOT NULL)", name="replied_with_words"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    undertaking_id: Mapped[int] = mapped_column(ForeignKey("undertakings.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    body: Mapped[str]
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("uploads.id"), index=True)
    caption: Mapped[str] = mapped_column(default="")
    reply: Mapped[str] = mapped_column(default="")
    upheld: Mapped[bool | None]
    replied_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    replied_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship(lazy="raise")
