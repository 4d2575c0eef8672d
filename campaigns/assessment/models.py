"""Score-cards, who assesses which idea, and what experts wrote."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class ScoreCard(Base):
    """What experts are asked about each idea of a campaign, as the owner set it.

    `criteria` are rows of code, title, weight and anchors (words by score); `asks` rows of the code of what is asked besides, and
    for the cost its ranges in words. Assessed are the ideas that were selected or, where `first_by_support` is not 0, so many
    with the most support. From `begun_at`, when ideas were given out by `seed` from what `giving` holds, the card is fixed. At
    `opened_at` all was in (or the owner went on without the rest, for a `reason`): everyone reads it from then on, and `result`
    holds a row an idea in the order of their means.
    """

    __tablename__ = "score_cards"
    __table_args__ = (
        CheckConstraint("begun_at IS NULL OR seed <> ''", name="begun_with_seed"),
        CheckConstraint("opened_at IS NULL OR begun_at IS NOT NULL", name="opened_when_begun"),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    criteria: Mapped[list[Any]] = mapped_column(default=list)
    asks: Mapped[list[Any]] = mapped_column(default=list)
    lowest: Mapped[int] = mapped_column(default=1)
    highest: Mapped[int] = mapped_column(default=5)
    experts_per_idea: Mapped[int] = mapped_column(default=3)
    first_by_support: Mapped[int] = mapped_column(default=0)
    names_experts: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    seed: Mapped[str] = mapped_column(default="")
    giving: Mapped[dict[str, Any]] = mapped_column(default=dict)
    begun_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(default="")
    result: Mapped[list[Any]] = mapped_column(default=list)


class Assessor(Base):
    """An expert of a campaign whose assessment has begun, by the number that was drawn for them."""

    __tablename__ = "assessors"
    __table_args__ = (UniqueConstraint("campaign_id", "number"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    number: Mapped[int]


class Assessment(Base):
    """An idea given to an expert, and what they wrote about it. Blind: until the card is opened nobody else reads it.

    `scores` are numbers by the code of the criterion; `told` are codes by what was asked besides. One with `stepped_back_at` is
    given to somebody else: the expert has an interest of their own, or an owner took it from one who is gone (`taken_back_by`).
    """

    __tablename__ = "assessments"
    __table_args__ = (
        UniqueConstraint("idea_id", "account_id"),
        CheckConstraint("submitted_at IS NULL OR reasons <> ''", name="submitted_with_reasons"),
        CheckConstraint("submitted_at IS NULL OR stepped_back_at IS NULL", name="no_stepping_back_once_submitted"),
        CheckConstraint("stepped_back_at IS NULL OR stepped_back_why <> ''", name="stepped_back_with_reason"),
        Index("ix_assessments_of_expert", "account_id", "campaign_id"),
        Index("ix_assessments_of_campaign", "campaign_id", "idea_id"),
    )

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    given_at: Mapped[datetime]
    place: Mapped[int]
    scores: Mapped[dict[str, Any]] = mapped_column(default=dict)
    told: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reasons: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    stepped_back_at: Mapped[datetime | None]
    stepped_back_why: Mapped[str] = mapped_column(default="")
    taken_back_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
