"""Selections, their rows and what experts chose."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class Way(StrEnum):
    """How an idea got into the selection, or that it did not."""

    SUPPORT = "support"
    EXPERTS = "experts"
    NOT_SELECTED = "not selected"


class ExpertPick(Base):
    """An expert takes an idea into the selection, with a reason that everyone will read."""

    __tablename__ = "expert_picks"
    __table_args__ = (CheckConstraint("reason <> ''", name="has_reason"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str]
    picked_at: Mapped[datetime]


class Selection(Base):
    """The selection of a campaign, made once from a published result. `rule` is a copy of the rule it followed.

    Until `made_at` is set it is unfinished: nobody sees it, and no expert may pick any more. `ideas` are all of the result.
    """

    __tablename__ = "selections"

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), unique=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("results.id"), unique=True)
    rule: Mapped[dict[str, Any]]
    ideas: Mapped[int] = mapped_column(default=0)
    selected: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class SelectionRow(Base):
    """What became of one idea: its rank among all, its votes, the way it got in, and the expert's reason."""

    __tablename__ = "selection_rows"
    __table_args__ = (
        Index("ix_selection_rows_idea", "idea_id"),
        CheckConstraint("way <> 'experts' OR reason <> ''", name="experts_say_why"),
    )

    selection_id: Mapped[int] = mapped_column(ForeignKey("selections.id"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    rank: Mapped[int]
    votes: Mapped[int]
    way: Mapped[Way]
    reason: Mapped[str] = mapped_column(default="")
    picked_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
