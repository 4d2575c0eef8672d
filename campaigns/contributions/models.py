"""The common row, its history, follows and what each state means."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.foundation.db import Base, Id
from campaigns.plan.models import Campaign


class Kind(StrEnum):
    """What kind of text a contribution is; each kind has a table of its own beside the common row."""

    IDEA = "idea"
    TOPIC = "topic"
    COMMENT = "comment"
    ANSWER = "answer"
    CONCLUSION = "conclusion"
    NEWS = "news"
    CONTEST = "contest"


class State(StrEnum):
    """Where a text is on its way."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    JOINED = "joined"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"
    REJECTED = "rejected"


PUBLIC = frozenset({State.PUBLISHED, State.JOINED})
RESTRICTED = frozenset({State.RETURNED, State.HIDDEN, State.REJECTED})


class Channel(StrEnum):
    """How a text or a support came in."""

    SITE = "site"
    PAPER = "paper"
    MEETING = "meeting"
    TOLD = "told"
    IMPORT = "import"


class Contribution(Base):
    """A text somebody brought. A restricted one carries its statement of reasons, or the database refuses it.

    `byline` names the author of a text that came from elsewhere and has no account behind it; a draft may have neither.
    """

    __tablename__ = "contributions"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('returned', 'hidden', 'rejected') OR statement_id IS NOT NULL",
            name="restricted_with_statement",
        ),
        CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name="published_with_time"),
        CheckConstraint(
            "state = 'draft' OR author_id IS NOT NULL OR byline <> '' OR channel = 'import'", name="somebody_wrote_it"
        ),
        Index("ix_contributions_of_campaign", "campaign_id", "kind", "state", "published_at"),
        Index("ix_contributions_of_author", "author_id", "kind", "state"),
    )

    id: Mapped[Id]
    kind: Mapped[Kind]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    byline: Mapped[str] = mapped_column(default="")
    channel: Mapped[Channel] = mapped_column(default=Channel.SITE)
    state: Mapped[State]
    language: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statements.id", use_alter=True))

    campaign: Mapped[Campaign] = relationship(lazy="raise")
    author: Mapped[Account | None] = relationship(lazy="raise")


class Weight(StrEnum):
    """How much an edit changed; what was mended, moderators changed: a slip, or a choice."""

    FIRST = "first"
    MINOR = "minor"
    MENDED = "mended"
    MATERIAL = "material"


class Version(Base):
    """A text as it stood after an edit that everyone may look back at; `number` counts from 1 within the text.

    `fields` are the words by the name of their field. `supports_before` is how many supports a material edit took off.
    """

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("contribution_id", "number"),)

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"))
    number: Mapped[int]
    weight: Mapped[Weight]
    fields: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime]
    kept_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    supports_before: Mapped[int] = mapped_column(default=0)


class Thing(StrEnum):
    """What a person may follow beside campaigns and texts, as addresses have it."""

    TRACK = "track"
    SERVICE = "service"
    PLACE = "place"
    DEPARTMENT = "department"


# What a person may follow: exactly one of these columns is set.
FOLLOWED = ("campaign_id", "contribution_id", "track_id", "service_id", "territory_id", "office_id")


class Follow(Base):
    """A person follows one thing: a campaign, a text in one, a track of one; a service, a place or a department wherever it is met.

    A follow of a place is one of all places within it, too.
    """

    __tablename__ = "follows"
    __table_args__ = (
        CheckConstraint(
            " + ".join(f"(CASE WHEN {column} IS NULL THEN 0 ELSE 1 END)" for column in FOLLOWED) + " = 1",
            name="one_thing",
        ),
        *(Index(f"uq_follows_{column.removesuffix('_id')}", column, "account_id", unique=True) for column in FOLLOWED),
        Index("ix_follows_account", "account_id"),
    )

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contributions.id"))
    track_id: Mapped[int | None] = mapped_column(ForeignKey("tracks.id"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("services.id"))
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    since: Mapped[datetime]


THINGS: dict[Thing, InstrumentedAttribute[int | None]] = {
    Thing.TRACK: Follow.track_id,
    Thing.SERVICE: Follow.service_id,
    Thing.PLACE: Follow.territory_id,
    Thing.DEPARTMENT: Follow.office_id,
}
