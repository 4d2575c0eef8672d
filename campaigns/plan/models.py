"""Campaigns, their windows, tracks and the changes of a launched timeline."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, Id
from app.territories.models import Territory
from campaigns.plan.phases import Act, PhaseKind, Timeline, Window


class Audience(StrEnum):
    """Who may see and take part."""

    EVERYONE = "everyone"
    INVITED = "invited"


class Template(StrEnum):
    """What a campaign was planned from."""

    DISCUSSION_AND_IDEAS = "discussion and ideas"
    SELECTION_AND_VOTE = "selection and vote"
    DISCUSSION_ONLY = "discussion only"
    BUDGET = "budget"


class Campaign(Base):
    """A time-boxed campaign. Before `launched_at` only its owners see it."""

    __tablename__ = "campaigns"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    question: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="")
    organiser: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    time_zone: Mapped[str]
    template: Mapped[Template]
    audience: Mapped[Audience] = mapped_column(default=Audience.EVERYONE)
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"))
    ideas_checked_first: Mapped[bool] = mapped_column(default=True)
    voting_over_ideas: Mapped[bool] = mapped_column(default=False)
    winners: Mapped[int] = mapped_column(default=20)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    launched_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    ideas_numbered: Mapped[int] = mapped_column(default=0)

    windows: Mapped[list["PlannedWindow"]] = relationship(
        lazy="selectin", order_by="PlannedWindow.opens_at", cascade="all, delete-orphan"
    )
    tracks: Mapped[list["Track"]] = relationship(lazy="raise", order_by="Track.position")
    territory: Mapped[Territory | None] = relationship(lazy="raise")

    @property
    def timeline(self) -> Timeline:
        return Timeline.of(window.value for window in self.windows)


class PlannedWindow(Base):
    """A window of a campaign's timeline; half-open, whole minutes."""

    __tablename__ = "windows"
    __table_args__ = (CheckConstraint("opens_at < closes_at", name="forwards"),)

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    kind: Mapped[PhaseKind]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    added: Mapped[list[Any]] = mapped_column(default=list)
    removed: Mapped[list[Any]] = mapped_column(default=list)

    @property
    def value(self) -> Window:
        added, removed = (frozenset(Act(word) for word in words) for words in (self.added, self.removed))
        return Window(self.kind, self.opens_at, self.closes_at, added, removed, self.id)

    @classmethod
    def of(cls, window: Window) -> "PlannedWindow":
        row = cls()
        row.take(window)
        return row

    def take(self, window: Window) -> None:
        """Becomes the window, but for its id."""
        self.kind, self.opens_at, self.closes_at = window.kind, window.opens_at, window.closes_at
        self.added, self.removed = sorted(window.added), sorted(window.removed)


class TimelineChange(Base):
    """A change of a launched timeline, kept readable for everyone: what it was, what it became and why."""

    __tablename__ = "timeline_changes"
    __table_args__ = (CheckConstraint("reason <> ''", name="has_reason"),)

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    changed_at: Mapped[datetime]
    reason: Mapped[str]
    before: Mapped[list[Any]]
    after: Mapped[list[Any]]


class Track(Base):
    """A direction of thought that ideas are sorted into."""

    __tablename__ = "tracks"
    __table_args__ = (UniqueConstraint("campaign_id", "name"),)

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
