"""Cases and statements of reasons."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, Id
from campaigns.contributions.models import Contribution


class Decision(StrEnum):
    """What a moderator may decide about a text."""

    PUBLISH = "publish"
    RETURN = "return"
    REJECT = "reject"
    HIDE = "hide"


class Case(Base):
    """A text that waits for a moderator. `version` goes up with each claim and decision: nothing is decided twice."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (decision IS NULL)", name="decided_whole"),
        Index("ix_cases_open", "campaign_id", "opened_at", "id", sqlite_where=text("decided_at IS NULL"), postgresql_where=text("decided_at IS NULL")),
        Index(
            "uq_cases_open_of_contribution",
            "contribution_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL AND closed_at IS NULL"),
            postgresql_where=text("decided_at IS NULL AND closed_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), index=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    opened_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    findings: Mapped[list[Any]] = mapped_column(default=list)
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    claimed_until: Mapped[datetime | None]
    decision: Mapped[Decision | None]
    decided_at: Mapped[datetime | None] = mapped_column(index=True)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    closed_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship(lazy="raise")


class Statement(Base):
    """Why a text was restricted, as data: what, by which rule, in which facts, whether automatic, until when to ask for a review."""

    __tablename__ = "statements"
    __table_args__ = (CheckConstraint("facts <> '' AND rule <> ''", name="says_why"),)

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    decision: Mapped[Decision]
    rule: Mapped[str]
    facts: Mapped[str]
    language: Mapped[str]
    is_automatic: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    review_until: Mapped[datetime]
