"""Score-cards, who assesses which idea, and what experts wrote."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class ScoreCard(Base):
    """What experts are asked about each idea of a campaign. `criteria` are rows of code, title, weight and anchors (words by score).

    `asks` are the codes of what is asked besides: feasible, cost, term, competence. From `begun_at`, when ideas were given out by
    `seed`, the card is fixed; at `opened_at` all was in (or the owner went on without the rest, for a `reason`), and everyone reads it.
    """

    __tablename__ = "score_cards"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    criteria: Mapped[list[Any]] = mapped_column(default=list)
    asks: Mapped[list[Any]] = mapped_column(default=list)
    lowest: Mapped[int] = mapped_column(default=1)
    highest: Mapped[int] = mapped_column(default=5)
    experts_per_idea: Mapped[int] = mapped_column(default=3)
    version: Mapped[int] = mapped_column(default=1)
    seed: Mapped[str] = mapped_column(default="")
    begun_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(default="")


class Assessment(Base):
    """An idea given to an expert, and what they wrote about it. Blind: until the card is opened nobody else reads it.

    `scores` are numbers by the code of the criterion; `told` are codes by what was asked besides. One with `conflict_at` is taken
    back: the expert has an interest of their own, and somebody else assesses the idea.
    """

    __tablename__ = "assessments"
    __table_args__ = (
        UniqueConstraint("idea_id", "account_id"),
        CheckConstraint("submitted_at IS NULL OR reasons <> ''", name="submitted_with_reasons"),
        CheckConstraint("submitted_at IS NULL OR conflict_at IS NULL", name="no_conflict_once_submitted"),
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
    conflict_at: Mapped[datetime | None]
    conflict_reason: Mapped[str] = mapped_column(default="")
