"""The closed questions of a topic. They may change only while nobody has answered."""

from collections.abc import Sequence

from sqlalchemy import delete, exists, select

from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid
from campaigns.discussion import reasons
from campaigns.discussion.models import AnswerCount, Question, QuestionAnswer, QuestionKind
from campaigns.discussion.texts import ENDS, FEWEST_OPTIONS, MOST_OPTIONS, MOST_QUESTIONS, Asked


def set_all(topic_id: int, asked: Sequence[Asked]) -> None:
    """The topic asks these questions in this order. Raises Invalid, and Conflict where others have answers already.

    Called inside the write that holds the row of the topic, so that nobody answers meanwhile.
    """
    require_sound(asked)
    if not differ(topic_id, asked):
        return
    if are_answered(topic_id):
        raise Conflict(reasons.ANSWERED)
    present = select(Question.id).where(Question.topic_id == topic_id)
    db.session.execute(delete(AnswerCount).where(AnswerCount.question_id.in_(present)))
    db.session.execute(delete(Question).where(Question.topic_id == topic_id))
    db.session.add_all(
        Question(topic_id=topic_id, position=position, kind=one.kind, text=one.text, options=list(one.options))
        for position, one in enumerate(asked, 1)
    )
    db.session.flush()


def require_sound(asked: Sequence[Asked]) -> None:
    """Raises Invalid where there are too many questions, or one has a shape that cannot be answered."""
    if len(asked) > MOST_QUESTIONS:
        raise Invalid(reasons.TOO_MANY_QUESTIONS)
    if not all(_is_sound(one) for one in asked):
        raise Invalid(reasons.NOT_A_QUESTION)


def differ(topic_id: int, asked: Sequence[Asked]) -> bool:
    """Whether the topic asks other questions by now."""
    present = db.session.scalars(select(Question).where(Question.topic_id == topic_id).order_by(Question.position))
    return [Asked.of(question) for question in present] != list(asked)


def are_answered(topic_id: int) -> bool:
    """Whether anybody has answered a question of the topic."""
    answers = exists().where(Question.topic_id == topic_id, QuestionAnswer.question_id == Question.id)
    return bool(db.session.scalar(select(answers)))


def _is_sound(one: Asked) -> bool:
    if not one.text or not all(one.options) or len(set(one.options)) != len(one.options):
        return False
    if one.kind == QuestionKind.SCALE:
        return len(one.options) in {0, ENDS}
    return FEWEST_OPTIONS <= len(one.options) <= MOST_OPTIONS
