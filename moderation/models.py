"""Cases and statements of reasons."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, Id
from campaigns.contributions.models import Contribution

OPEN = text("closed_at IS NULL")


class Decision(StrEnum):
    """What a moderator may decide about a text."""

    PUBLISH = "publish"
    RETURN = "return"
    REJECT = "reject"
    HIDE = "hide"


class Case(Base):
    """A text that waits for a moderator. `version` goes up with each claim and decision: nothing is decided twice.

    It is open until `closed_at`: by a decision, or without one where the text left by itself. `findings` are what the checks
    found (moderation/checks), `found` how many, `held` whether one of them says that nobody should read it before a person did;
    `checked_version` is the version of the contribution they looked at, None until they have.
    """

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (decision IS NULL)", name="decided_whole"),
        CheckConstraint("decided_at IS NULL OR closed_at IS NOT NULL", name="decided_is_closed"),
        CheckConstraint("(claimed_by IS NULL) = (claimed_until IS NULL)", name="claimed_whole"),
        Index("ix_cases_queue", "opened_at", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_cases_queue_of_campaign", "campaign_id", "opened_at", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_cases_decided", "campaign_id", "decided_at"),
        Index("ix_cases_decided_by", "decided_by"),
        Index(
            "uq_cases_open_of_contribution", "contribution_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        ),
    )

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), index=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    opened_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    findings: Mapped[list[Any]] = mapped_column(default=list)
    found: Mapped[int] = mapped_column(default=0)
    held: Mapped[bool] = mapped_column(default=False)
    checked_version: Mapped[int | None]
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    claimed_until: Mapped[datetime | None]
    decision: Mapped[Decision | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    closed_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship(lazy="raise")

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_claimed(self, now: datetime) -> bool:
        """Whether somebody works on it at this moment."""
        return self.claimed_until is not None and now < self.claimed_until


class Statement(Base):
    """Why a text was restricted, as data: what, by which rule, in which words, whether automatic, until when to ask for a review.

    `rule` is a code of moderation/reasons.py, `facts` are the exact words the author reads, in `language`.
    """

    __tablename__ = "statements"
    __table_args__ = (
        CheckConstraint("facts <> '' AND rule <> ''", name="says_why"),
        CheckConstraint("decision <> 'publish'", name="of_a_restriction"),
        CheckConstraint("is_automatic OR made_by IS NOT NULL", name="somebody_or_automatic"),
    )

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
