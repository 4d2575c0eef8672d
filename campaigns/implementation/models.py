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

    `state` is where the undertaking stands since.
    """

    __tablename__ = "progress_reports"

    id: Mapped[Id]
    undertaking_id: Mapped[int] = mapped_column(ForeignKey("undertakings.id"), index=True)
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestones.id"))
    state: Mapped[WorkState]
    text: Mapped[str]
    link: Mapped[str] = mapped_column(default="")
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("uploads.id"), index=True)
    caption: Mapped[str] = mapped_column(default="")
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    reported_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reported_at: Mapped[datetime]


class Contest(Base):
    """A resident says that what is reported as done is not, once for each undertaking; beside its common row.

    `upheld` is None until the department or the owner has replied.
    """

    __tablename__ = "contests"
    __table_args__ = (CheckConstraint("upheld IS NULL OR reply <> ''", name="replied_with_words"),)

    id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    undertaking_id: Mapped[int] = mapped_column(ForeignKey("undertakings.id"), index=True)
    body: Mapped[str]
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("uploads.id"), index=True)
    reply: Mapped[str] = mapped_column(default="")
    upheld: Mapped[bool | None]
    replied_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    replied_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship(lazy="raise")
