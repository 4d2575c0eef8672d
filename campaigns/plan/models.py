"""Campaigns, their windows, tracks and the changes of a launched timeline."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
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
    """A time-boxed campaign. Before `launched_at` only its owners see it.

    `winners` are selected by support and up to `expert_picks` more by experts. `ideas_per_person` is the most one person may
    send, 0 for as many as they like. For a campaign by invitation: confirmed addresses of `domains` may join, and who holds
    the link whose secret's digest is `invite_secret`.

    How it is moderated: `checks` are what its owner changed of the checks (code, off, hold_from); a text that `reports_hide_from`
    people report is hidden for a while (0 never); somebody with `trusted_from` published texts and none refused in `trusted_days`
    days is published at once (0 never); `reviewer_id` decides what nobody of the team may.

    `levels` says for an act (a word of `Act`) how sure it must be who somebody is (a word of `identity.levels.Level`); an act that it
    does not name asks for an account alone.

    `least_age` is how many years somebody must have to take part, 0 where nobody is asked.

    While `is_arriving` it comes in from an archive and is not whole yet: nobody sees it.
    """

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
    expert_picks: Mapped[int] = mapped_column(default=0)
    ideas_per_person: Mapped[int] = mapped_column(default=0)
    comments_checked_first: Mapped[bool] = mapped_column(default=False)
    checks: Mapped[list[Any]] = mapped_column(default=list)
    reports_hide_from: Mapped[int] = mapped_column(default=0)
    trusted_from: Mapped[int] = mapped_column(default=0)
    trusted_days: Mapped[int] = mapped_column(default=90)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    levels: Mapped[dict[str, Any]] = mapped_column(default=dict)
    least_age: Mapped[int] = mapped_column(default=0)
    domains: Mapped[list[Any]] = mapped_column(default=list)
    invite_secret: Mapped[str | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    is_arriving: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    launched_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    ideas_numbered: Mapped[int] = mapped_column(default=0)
    problems_numbered: Mapped[int] = mapped_column(default=0)

    windows: Mapped[list["PlannedWindow"]] = relationship(
        lazy="selectin", order_by="PlannedWindow.opens_at", cascade="all, delete-orphan"
    )
    tracks: Mapped[list["Track"]] = relationship(lazy="raise", order_by="Track.position")
    territory: Mapped[Territory | None] = relationship(lazy="raise")

    def __init__(self, **values: Any) -> None:
        # Rules are asked about a campaign before its row is written, too, and the defaults of columns come with the row.
        super().__init__(**{"levels": {}, "least_age": 0, **values})

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


class CampaignText(Base):
    """A campaign in another language than its own; a field left empty is read in the campaign's language, marked so."""

    __tablename__ = "campaign_texts"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(default="")
    question: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="")


class Rules(Base):
    """The owner's own rules of a campaign, in one language; a new version takes the place of the one before and both stay."""

    __tablename__ = "campaign_rules"
    __table_args__ = (
        UniqueConstraint("campaign_id", "language", "number"),
        CheckConstraint("number = 1 OR reason <> ''", name="changed_with_reason"),
    )

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    language: Mapped[str]
    number: Mapped[int]
    body: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    since: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class Joining(StrEnum):
    """How somebody came into a campaign by invitation."""

    LIST = "list"
    LINK = "link"
    DOMAIN = "domain"


class Member(Base):
    """A person whom a campaign by invitation is open to. One with `ended_at` was removed: only an owner lets them in again."""

    __tablename__ = "members"
    __table_args__ = (Index("ix_members_account", "account_id"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    joined_by: Mapped[Joining]
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Invitation(Base):
    """An address on the list of a campaign by invitation. Whoever confirms it as theirs is a member."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("campaign_id", "email_key"), Index("ix_invitations_email", "email_key"))

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    email: Mapped[str]
    email_key: Mapped[str]
    invited_at: Mapped[datetime]
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    mailed_at: Mapped[datetime | None]
