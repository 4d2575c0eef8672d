"""Ideas and their supports."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, Id
from app.territories.models import Territory
from campaigns.contributions.models import Channel, Contribution
from campaigns.plan.models import Track

RING = 1 << 31


class Idea(Base):
    """An idea beside its common row. `ring` is its random place, from 0 to RING, in the fair order.

    `number` is given at the first submission and never again. `supports` counts people on the site, `supports_elsewhere`
    those of support sheets; both change in the act's own transaction. `draft_secret` is the digest of the secret that leads to
    a draft; `draft_waits_for` is a person who has registered but not signed in yet, and who gets the guest's draft then.
    """

    __tablename__ = "ideas"
    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        UniqueConstraint("campaign_id", "source_id"),
        Index("ix_ideas_ring", "campaign_id", "ring", "id"),
        Index("ix_ideas_support", "campaign_id", "support_total", "id"),
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
    ring: Mapped[int]
    supports: Mapped[int] = mapped_column(default=0)
    supports_elsewhere: Mapped[int] = mapped_column(default=0)
    support_total: Mapped[int] = mapped_column(default=0)
    source_id: Mapped[str | None]
    source_digest: Mapped[str | None]
    source_status: Mapped[str] = mapped_column(default="")
    draft_secret: Mapped[str | None] = mapped_column(unique=True)
    draft_until: Mapped[datetime | None] = mapped_column(index=True)
    draft_waits_for: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    withdrawn_why: Mapped[str] = mapped_column(default="")

    contribution: Mapped[Contribution] = relationship(lazy="raise")
    track: Mapped[Track | None] = relationship(lazy="raise")
    territory: Mapped[Territory | None] = relationship(lazy="raise")


class Support(Base):
    """A person supports an idea: a set, so twice is once."""

    __tablename__ = "supports"
    __table_args__ = (Index("ix_supports_account", "account_id"),)

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    since: Mapped[datetime]


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
