"""Ideas and their supports."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, Id
from app.territories.models import Territory
from campaigns.contributions.models import Channel, Contribution
from campaigns.discussion.models import Problem
from campaigns.plan.models import Track
from campaigns.services.models import Service

RING = 1 << 31


class Outcome(StrEnum):
    """What becomes of a published idea after its cycle; each room above changes it by a verb of its own."""

    SHORTLISTED = "shortlisted"
    NOT_SELECTED = "not selected"
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly accepted"
    POSTPONED = "postponed"
    DECLINED = "declined"
    WORKS_ALREADY = "works already"
    IN_PROGRESS = "in progress"
    IMPLEMENTED = "implemented"
    GIVEN_UP = "given up"


class Idea(Base):
    """An idea beside its common row. `ring` is its random place, from 0 to RING, in the fair order.

    `number` is given at the first submission and never again. `supports` counts people on the site, `supports_elsewhere`
    those of support sheets, `comments` what everyone may read in its thread; all change in the act's own transaction.
    `draft_secret` is the digest of the secret that leads to a draft; `draft_waits_for` is a person who has registered but not
    signed in yet, and who gets the guest's draft then. `joined_to_id` is the idea in which a joined one goes on.
    """

    __tablename__ = "ideas"
    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        UniqueConstraint("campaign_id", "source_id"),
        Index("ix_ideas_ring", "campaign_id", "ring", "id"),
        Index("ix_ideas_support", "campaign_id", "support_total", "id"),
        Index("ix_ideas_discussed", "campaign_id", "comments", "id"),
        CheckConstraint("supports >= 0 AND supports_elsewhere >= 0", name="supports_counted"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    number: Mapped[int | None]
    title: Mapped[str]
    problem: Mapped[str] = mapped_column(default="")
    proposal: Mapped[str] = mapped_column(default="")
    effect: Mapped[str] = mapped_column(default="")
    elsewhere: Mapped[str] = mapped_column(default="")
    track_id: Mapped[int | None] = mapped_column(ForeignKey("tracks.id"), index=True)
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"), index=True)
    service_id: Mapped[int | None] = mapped_column(ForeignKey("services.id"), index=True)
    outcome: Mapped[Outcome | None]
    ring: Mapped[int]
    supports: Mapped[int] = mapped_column(default=0)
    supports_elsewhere: Mapped[int] = mapped_column(default=0)
    support_total: Mapped[int] = mapped_column(default=0)
    comments: Mapped[int] = mapped_column(default=0)
    source_id: Mapped[str | None]
    source_digest: Mapped[str | None]
    source_status: Mapped[str] = mapped_column(default="")
    draft_secret: Mapped[str | None] = mapped_column(unique=True)
    draft_until: Mapped[datetime | None] = mapped_column(index=True)
    draft_waits_for: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    withdrawn_why: Mapped[str] = mapped_column(default="")
    joined_to_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"), index=True)

    contribution: Mapped[Contribution] = relationship(lazy="raise")
    track: Mapped[Track | None] = relationship(lazy="raise")
    territory: Mapped[Territory | None] = relationship(lazy="raise")
    service: Mapped[Service | None] = relationship(lazy="raise")
    problems: Mapped[list[Problem]] = relationship(lazy="raise", secondary="idea_problems", order_by="Problem.number")


class Support(Base):
    """A person supports an idea: a set, so twice is once. `via_id` is the joined idea by which they came to this one."""

    __tablename__ = "supports"
    __table_args__ = (Index("ix_supports_account", "account_id"),)

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    since: Mapped[datetime]
    via_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"), index=True)


class SupportSheet(Base):
    """Supports of people without accounts, counted apart by channel: brought in with an import, or on paper."""

    __tablename__ = "support_sheets"
    __table_args__ = (UniqueConstraint("idea_id", "channel"), CheckConstraint("count >= 0", name="counted"))

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    channel: Mapped[Channel]
    count: Mapped[int]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class IdeaProblem(Base):
    """An idea answers a problem that a discussion has named."""

    __tablename__ = "idea_problems"

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    problem_id: Mapped[int] = mapped_column(ForeignKey("problems.id"), primary_key=True, index=True)


class CoAuthor(Base):
    """Somebody whom the author asked to write with them, by a link that is handed over: only the digest of its secret is kept.

    Without `account_id` nobody has accepted yet. One with `ended_at` was taken back, or has left.
    """

    __tablename__ = "co_authors"
    __table_args__ = (
        Index("ix_co_authors_idea", "idea_id"),
        Index("ix_co_authors_account", "account_id"),
        CheckConstraint("(account_id IS NULL) = (accepted_at IS NULL)", name="accepted_by_somebody"),
    )

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    secret: Mapped[str] = mapped_column(unique=True)
    invited_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class IdeaFile(Base):
    """A file that the author added to an idea, with a line that says what it shows."""

    __tablename__ = "idea_files"
    __table_args__ = (UniqueConstraint("idea_id", "upload_id"),)

    id: Mapped[Id]
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    upload_id: Mapped[int] = mapped_column(ForeignKey("uploads.id"), index=True)
    caption: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime]


class Entry(Base):
    """An idea that somebody of the team entered for its author: who did, and how the author agreed."""

    __tablename__ = "idea_entries"
    __table_args__ = (CheckConstraint("consent <> ''", name="with_consent"),)

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    entered_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    entered_at: Mapped[datetime]
    consent: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
