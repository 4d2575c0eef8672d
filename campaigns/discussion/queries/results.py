"""What people answered: counted, and the reader's own answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.accounts.roles import Actor
from app.foundation.db import db
from campaigns.contributions.models import Contribution
from campaigns.contributions.visibility import visible_to
from campaigns.discussion.models import AnswerCount, Question, QuestionAnswer, QuestionKind, Topic
from campaigns.discussion.texts import MOST_OF_SCALE, most_of


@dataclass(frozen=True)
class Counted:
    """How many people gave each answer, from the first to the last; `value` times `people` is what a scale adds up."""

    people: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.people)

    @property
    def mean(self) -> float | None:
        """The mean of a scale; None where nobody has answered."""
        added = sum(value * people for value, people in enumerate(self.people, 1))
        return added / self.total if self.total else None


@dataclass(frozen=True)
class QuestionRead:
    """A question with its counts and the reader's own answer."""

    question: Question
    counted: Counted
    own: int | None

    @property
    def is_scale(self) -> bool:
        return self.question.kind == QuestionKind.SCALE


def questions_of(topic_id: int, actor: Actor) -> list[QuestionRead]:
    """The questions of a topic in their order. Two statements, and one for a reader who is signed in."""
    query = select(Question).where(Question.topic_id == topic_id).order_by(Question.position)
    questions: Sequence[Question] = db.session.scalars(query).all()
    if not questions:
        return []
    ids = [question.id for question in questions]
    counts = {
        (row.question_id, row.value): row.people
        for row in db.session.execute(
            select(AnswerCount.question_id, AnswerCount.value, AnswerCount.people).where(
                AnswerCount.question_id.in_(ids)
            )
        )
    }
    own = _own(ids, actor)
    return [QuestionRead(one, _counted(counts, one.id, most_of(one)), own.get(one.id)) for one in questions]


def _counted(counts: dict[tuple[int, int], int], question_id: int, most: int) -> Counted:
    return Counted(tuple(counts.get((question_id, value), 0) for value in range(1, most + 1)))


def _own(question_ids: Sequence[int], actor: Actor) -> dict[int, int]:
    if actor.id is None:
        return {}
    mine = select(QuestionAnswer.question_id, QuestionAnswer.value).where(
        QuestionAnswer.account_id == actor.id, QuestionAnswer.question_id.in_(question_ids)
    )
    return {row.question_id: row.value for row in db.session.execute(mine)}


def ratings_of(service_id: int, actor: Actor) -> Counted:
    """All answers on scales under the topics about a service that the actor may read."""
    rows = db.session.execute(
        select(AnswerCount.value, func.sum(AnswerCount.people).label("people"))
        .join(Question, Question.id == AnswerCount.question_id)
        .join(Topic, Topic.id == Question.topic_id)
        .join(Topic.contribution)
        .join(Contribution.campaign)
        .where(Topic.service_id == service_id, Question.kind == QuestionKind.SCALE, visible_to(actor))
        .group_by(AnswerCount.value)
    )
    people = {row.value: int(row.people) for row in rows}
    return Counted(tuple(people.get(value, 0) for value in range(1, MOST_OF_SCALE + 1)))
