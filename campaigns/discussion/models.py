"""Topics, closed questions, conclusions and problems."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, Id
from campaigns.contributions.models import Contribution
from campaigns.services.models import Service


class Topic(Base):
    """A topic of a discussion beside its common row: a question and its background, as a rule about a service.

    `position` orders the topics of a campaign. `closed_at`: its facilitator closed it, nobody comments any more.
    `takes_stands`: there is something to be for or against in it, and people can say so.
    """

    __tablename__ = "topics"
    __table_args__ = (Index("ix_topics_of_campaign", "campaign_id", "position", "id"),)

    id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    title: Mapped[str]
    background: Mapped[str] = mapped_column(default="")
    service_id: Mapped[int | None] = mapped_column(ForeignKey("services.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    takes_stands: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship(lazy="raise")
    service: Mapped[Service | None] = relationship(lazy="raise")
    questions: Mapped[list["Question"]] = relationship(
        lazy="raise", order_by="Question.position", cascade="all, delete-orphan"
    )


class TopicText(Base):
    """A topic in another language than its own."""

    __tablename__ = "topic_texts"

    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    background: Mapped[str] = mapped_column(default="")


class QuestionKind(StrEnum):
    """How a closed question is answered."""

    SCALE = "scale"
    CHOICE = "choice"


class Question(Base):
    """A closed question of a topic. A scale is answered from 1 to 5, a choice with the place of an option, from 1.

    `options` are the words of the choices, or the words at both ends of a scale.
    """

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("topic_id", "position"),)

    id: Mapped[Id]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"))
    position: Mapped[int]
    kind: Mapped[QuestionKind]
    text: Mapped[str]
    options: Mapped[list[Any]] = mapped_column(default=list)


class QuestionAnswer(Base):
    """What a person answered; another answer takes the place of the first."""

    __tablename__ = "question_answers"
    __table_args__ = (Index("ix_question_answers_account", "account_id"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    value: Mapped[int]
    answered_at: Mapped[datetime]


class AnswerCount(Base):
    """How many people gave an answer; changes in the transaction of the answer."""

    __tablename__ = "answer_counts"
    __table_args__ = (CheckConstraint("people >= 0", name="counted"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    value: Mapped[int] = mapped_column(primary_key=True)
    people: Mapped[int] = mapped_column(default=0)


class Conclusion(Base):
    """What came out of a topic, beside its common row; one for each topic."""

    __tablename__ = "conclusions"

    id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), unique=True)
    body: Mapped[str]

    contribution: Mapped[Contribution] = relationship(lazy="raise")
    problems: Mapped[list["Problem"]] = relationship(lazy="raise", order_by="Problem.number")


class Problem(Base):
    """A point of a conclusion that ideas can answer. `number` counts through the campaign and is never given again.

    Ideas refer to it for good: one that no longer stands has `dropped_at`.
    """

    __tablename__ = "problems"
    __table_args__ = (UniqueConstraint("campaign_id", "number"),)

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    conclusion_id: Mapped[int] = mapped_column(ForeignKey("conclusions.id"), index=True)
    number: Mapped[int]
    text: Mapped[str]
    service_id: Mapped[int | None] = mapped_column(ForeignKey("services.id"), index=True)
    dropped_at: Mapped[datetime | None]
