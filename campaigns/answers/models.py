"""Answers that are owed, and those that were given."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, Id
from campaigns.contributions.models import Contribution


class OwedState(StrEnum):
    """Where an answer that was asked for stands."""

    OWED = "owed"
    ANSWERED = "answered"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What the department says to an idea."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    POSTPONED = "postponed"
    NOT_ACCEPTED = "not accepted"
    WORKS_ALREADY = "works already"
    REFERRED = "referred"


class AnswerTerms(Base):
    """How a campaign has its ideas answered. A campaign without a row has the usual: 30 days, one signature, each at once.

    `days` are calendar days from the day of asking; `release_together` holds answers until the owner releases them all.
    """

    __tablename__ = "answer_terms"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    days: Mapped[int] = mapped_column(default=30)
    needs_second: Mapped[bool] = mapped_column(default=False)
    release_together: Mapped[bool] = mapped_column(default=False)
    released_at: Mapped[datetime | None]


class OwedAnswer(Base):
    """A department owes an answer to an idea until the end of `due_on`, a day in the zone of the campaign: `due_at` is the instant
    at which that day is over.

    `first_due_on` is the day that was set first: an extension moves `due_on` alone, a transfer moves neither. `ready_at` is when all
    had signed whose signature the answer needs; until it is released it is held. `answered_at` is the moment that counts: that of
    the release, or of the last signature where the answer was held. One closed without an answer has a public reason and was
    confirmed by a second person, or the database refuses it.
    """

    __tablename__ = "owed_answers"
    __table_args__ = (
        CheckConstraint(
            "state <> 'closed' OR (close_reason <> '' AND closed_at IS NOT NULL AND closed_by IS NOT NULL "
            "AND close_confirmed_by IS NOT NULL AND close_confirmed_by <> closed_by)",
            name="closed_by_two_with_reason",
        ),
        CheckConstraint("state <> 'answered' OR answered_at IS NOT NULL", name="answered_with_time"),
        Index("ix_owed_answers_of_office", "office_id", "state", "due_at"),
        Index("ix_owed_answers_of_campaign", "campaign_id", "state", "due_at"),
        Index("ix_owed_answers_due", "state", "due_at"),
    )

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), unique=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    due_on: Mapped[date]
    due_at: Mapped[datetime]
    first_due_on: Mapped[date]
    state: Mapped[OwedState] = mapped_column(default=OwedState.OWED)
    asked_at: Mapped[datetime]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    ready_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    close_reason: Mapped[str] = mapped_column(default="")
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    close_confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    closed_at: Mapped[datetime | None]


class CoExecutor(Base):
    """A department that works on the answer beside the one that owes it."""

    __tablename__ = "co_executors"

    owed_id: Mapped[int] = mapped_column(ForeignKey("owed_answers.id"), primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True, index=True)
    since: Mapped[datetime]


class Extension(Base):
    """The day was moved, for a reason that everyone reads. Rows are never changed."""

    __tablename__ = "answer_extensions"
    __table_args__ = (CheckConstraint("reason <> ''", name="has_reason"),)

    id: Mapped[Id]
    owed_id: Mapped[int] = mapped_column(ForeignKey("owed_answers.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date]
    reason: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class Transfer(Base):
    """Another department owes the answer from now on, until the same day. Rows are never changed."""

    __tablename__ = "answer_transfers"
    __table_args__ = (CheckConstraint("reason <> ''", name="has_reason"),)

    id: Mapped[Id]
    owed_id: Mapped[int] = mapped_column(ForeignKey("owed_answers.id"), index=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    reason: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class Answer(Base):
    """What a department says to an idea, beside its common row. `number` counts the answers to one idea: a later one takes the place
    of the one before, which stays readable.

    As a draft its state is `draft`; signed, and waiting for the second signature or for the joint release, `submitted`; released,
    `published`. `ready_at` is when all had signed whose signature it needs. `signer` and `post` are the name and the post of who
    signs, as in the letter.
    """

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("owed_id", "number"),
        CheckConstraint("signed_at IS NULL OR outcome <> 'works already' OR link <> ''", name="works_with_link"),
        CheckConstraint("signed_at IS NULL OR outcome <> 'referred' OR referred_to <> ''", name="referred_somewhere"),
        CheckConstraint("second_by IS NULL OR second_by <> signed_by", name="two_people_sign"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    owed_id: Mapped[int] = mapped_column(ForeignKey("owed_answers.id"))
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    number: Mapped[int]
    outcome: Mapped[Outcome]
    reasons: Mapped[str]
    link: Mapped[str] = mapped_column(default="")
    referred_to: Mapped[str] = mapped_column(default="")
    signer: Mapped[str]
    post: Mapped[str]
    letter_number: Mapped[str] = mapped_column(default="")
    letter_on: Mapped[date | None]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    signed_at: Mapped[datetime | None]
    second_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    second_at: Mapped[datetime | None]
    ready_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship(lazy="raise")


class AnswerSheet(Base):
    """A workbook of answers that an official has sent, between the look at it and the word to take it; gone after a day.

    `rows` are its rows as `campaigns.answers.sheets.rows` reads and writes them; `taken` says, once it is confirmed, by the place of
    each row what became of it: the code of a reason, or nothing where its words were kept.
    """

    __tablename__ = "answer_sheets"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    name: Mapped[str]
    rows: Mapped[list[Any]] = mapped_column(default=list)
    made_at: Mapped[datetime] = mapped_column(index=True)
    confirmed_at: Mapped[datetime | None]
    taken: Mapped[dict[str, Any]] = mapped_column(default=dict)
