"""Answers to closed questions: one a person and question. Who answered what and the counters change together."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select, update

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, NotAllowed, Reason
from app.foundation.upserts import upsert
from campaigns.contributions.models import State
from campaigns.discussion import reasons
from campaigns.discussion.domain import rows
from campaigns.discussion.models import AnswerCount, Question, QuestionAnswer, Topic
from campaigns.discussion.texts import fingerprint_of, most_of
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act

# By question and value: how many people more.
Changes = Counter[tuple[int, int]]


def refusal(actor: Actor, topic: Topic, state: State, campaign: Campaign, now: datetime) -> Reason | None:
    """Why the actor may not answer, or take an answer back, now; None where they may."""
    if state != State.PUBLISHED:
        return reasons.NOT_PUBLIC
    if topic.closed_at is not None:
        return reasons.CLOSED
    return permissions.refusal(actor, Act.ANSWER_QUESTIONS, campaign, now)


def give(actor: Actor, topic_id: int, values: Mapping[int, int], now: datetime, *, seen: str = "") -> bool:
    """The actor's answers, by the id of the question; those to other questions of the topic stay. Returns whether any is new.

    `seen` is the fingerprint of the questions that the actor had before their eyes, nothing where it is not known. Raises
    Missing, NotAllowed, Invalid where a value is none that is offered, Conflict where the questions are others by now.
    """
    _guard(actor, topic_id, now)
    query = select(Question).where(Question.topic_id == topic_id).order_by(Question.position)
    asked = {one.id: one for one in db.session.scalars(query)}
    if not values:
        raise Invalid(reasons.NO_ANSWER)
    if not values.keys() <= asked.keys() or seen not in {"", fingerprint_of(asked.values())}:
        raise Conflict(reasons.QUESTIONS_CHANGED)
    if not all(1 <= value <= most_of(asked[id]) for id, value in values.items()):
        raise Invalid(reasons.NO_SUCH_OPTION)
    changes: Changes = Counter()
    for question_id, value in sorted(values.items()):
        _put(actor, question_id, value, now, changes)
    _count(changes)
    return bool(changes)


def take_back(actor: Actor, topic_id: int, now: datetime) -> bool:
    """The actor's answers to the questions of the topic go. Returns whether there were any. Raises Missing, NotAllowed."""
    _guard(actor, topic_id, now)
    of_topic = select(Question.id).where(Question.topic_id == topic_id)
    gone = db.session.execute(
        delete(QuestionAnswer)
        .where(QuestionAnswer.account_id == actor.id, QuestionAnswer.question_id.in_(of_topic))
        .returning(QuestionAnswer.question_id, QuestionAnswer.value)
    ).all()
    _count(Counter({(row.question_id, row.value): -1 for row in gone}))
    return bool(gone)


def _guard(actor: Actor, topic_id: int, now: datetime) -> None:
    topic = rows.topic_or_missing(actor, topic_id, shared=True)
    contribution = topic.contribution
    reason = refusal(actor, topic, contribution.state, contribution.campaign, now)
    if reason:
        raise NotAllowed(reason)


def _put(actor: Actor, question_id: int, value: int, now: datetime, changes: Changes) -> None:
    row = upsert(QuestionAnswer).values(question_id=question_id, account_id=actor.id, value=value, answered_at=now)
    if db.session.execute(row.on_conflict_do_nothing().returning(QuestionAnswer.value)).all():
        changes[question_id, value] += 1
        return
    own = (QuestionAnswer.question_id == question_id, QuestionAnswer.account_id == actor.id)
    before = db.session.scalar(select(QuestionAnswer.value).where(*own).with_for_update())
    if before is None:
        # It was taken back from another tab between the two statements: there is room for it again.
        _put(actor, question_id, value, now, changes)
    elif before != value:
        db.session.execute(update(QuestionAnswer).where(*own).values(value=value, answered_at=now))
        changes[question_id, before] -= 1
        changes[question_id, value] += 1


def _count(changes: Changes) -> None:
    # Always in one order: two people who change their minds at once never wait for each other in a circle.
    for (question_id, value), change in sorted(changes.items()):
        if change > 0:
            row = upsert(AnswerCount).values(question_id=question_id, value=value, people=change)
            more = {"people": AnswerCount.people + change}
            db.session.execute(row.on_conflict_do_update(index_elements=["question_id", "value"], set_=more))
        elif change < 0:
            db.session.execute(
                update(AnswerCount)
                .where(AnswerCount.question_id == question_id, AnswerCount.value == value)
                .values(people=AnswerCount.people + change)
            )
