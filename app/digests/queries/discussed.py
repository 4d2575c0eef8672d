"""What a snapshot tells of the discussion and of services: public texts alone, counted from rows and not from counters."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from app.foundation.db import db
from app.offices.models import Office
from campaigns.comments.models import Comment
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.discussion.models import AnswerCount, Conclusion, Problem, Question, QuestionKind, Topic
from campaigns.ideas.models import Idea
from campaigns.rounds.models import ResultRow
from campaigns.services.models import Service

Commented = aliased(Contribution)
Concluded = aliased(Contribution)


@dataclass
class OneService:
    """A service with what the campaign brought about it; `score` is the sum of `answers` on scales from 1 to 5."""

    id: int
    name: str
    department: str | None
    ideas: int = 0
    support: int = 0
    problems: int = 0
    score: int = 0
    answers: int = 0


@dataclass
class OneTopic:
    """A topic with the number of its comments and of the people who wrote them, and the problems that its conclusion names."""

    id: int
    title: str
    comments: int = 0
    people: int = 0
    answers: int = 0
    conclusion_id: int | None = None
    problems: list[tuple[int, int, str]] = field(default_factory=list)


def services(result_id: int, campaign_id: int) -> list[OneService]:
    """Services that ideas of the result, problems or answered scales are about; those with the most ideas first."""
    ideas = {id: (number, int(support)) for id, number, support in db.session.execute(_ideas(result_id))}
    problems = Counter(row.service_id for row in _problems(campaign_id) if row.service_id is not None)
    ratings = {id: (int(score), int(people)) for id, score, people in db.session.execute(_ratings(campaign_id))}
    found = [
        OneService(id, name, department, *ideas.get(id, (0, 0)), problems[id], *ratings.get(id, (0, 0)))
        for id, name, department in _named(ideas.keys() | problems.keys() | ratings.keys())
    ]
    return sorted(found, key=lambda one: (-one.ideas, -one.problems, -one.answers, one.name))


def first_of_service(result_id: int, service_id: int, most: int) -> list[int]:
    """Ids of the most supported ideas about a service."""
    query = select(Idea.id).join(ResultRow, ResultRow.idea_id == Idea.id)
    query = query.where(ResultRow.result_id == result_id, Idea.service_id == service_id)
    return list(db.session.scalars(query.order_by(ResultRow.rank).limit(most)))


def topics(campaign_id: int) -> list[OneTopic]:
    """The public topics of the campaign, those with the most comments first."""
    rows = db.session.execute(
        select(Topic.id, Topic.title).join(Topic.contribution).where(_of_campaign(Contribution, campaign_id))
    )
    found = {id: OneTopic(id, title) for id, title in rows}
    for id, comments, people in db.session.execute(_comments(campaign_id)):
        if id in found:
            found[id].comments, found[id].people = comments, people
    for id, answers in db.session.execute(_answered(campaign_id)):
        if id in found:
            found[id].answers = int(answers)
    for row in _problems(campaign_id):
        found[row.topic_id].conclusion_id = row.conclusion_id
        found[row.topic_id].problems.append((row.number, row.id, row.text))
    for one in found.values():
        one.problems.sort()
    return sorted(found.values(), key=lambda one: (-one.comments, -one.answers, one.title, one.id))


def speakers(campaign_id: int) -> int:
    """How many people wrote public comments under public topics."""
    query = _under_topics(select(func.count(func.distinct(Commented.author_id))), campaign_id)
    return db.session.scalar(query) or 0


def _of_campaign(common: Any, campaign_id: int) -> ColumnElement[bool]:
    return and_(common.campaign_id == campaign_id, common.state.in_(sorted(PUBLIC)))


def _named(ids: Iterable[int]) -> list[tuple[int, str, str | None]]:
    query = select(Service.id, Service.name, Office.name).outerjoin(Service.office).where(Service.id.in_(sorted(ids)))
    return [(id, name, department) for id, name, department in db.session.execute(query)]


def _ideas(result_id: int) -> Any:
    return (
        select(Idea.service_id, func.count(), func.sum(ResultRow.votes))
        .join(ResultRow, ResultRow.idea_id == Idea.id)
        .where(ResultRow.result_id == result_id, Idea.service_id.is_not(None))
        .group_by(Idea.service_id)
    )


def _ratings(campaign_id: int) -> Any:
    return (
        select(Topic.service_id, func.sum(AnswerCount.value * AnswerCount.people), func.sum(AnswerCount.people))
        .join(Question, Question.topic_id == Topic.id)
        .join(AnswerCount, AnswerCount.question_id == Question.id)
        .join(Topic.contribution)
        .where(
            _of_campaign(Contribution, campaign_id),
            Question.kind == QuestionKind.SCALE,
            Topic.service_id.is_not(None),
            AnswerCount.people > 0,
        )
        .group_by(Topic.service_id)
    )


def _answered(campaign_id: int) -> Any:
    return (
        select(Topic.id, func.sum(AnswerCount.people))
        .join(Question, Question.topic_id == Topic.id)
        .join(AnswerCount, AnswerCount.question_id == Question.id)
        .where(Topic.campaign_id == campaign_id)
        .group_by(Topic.id)
    )


def _comments(campaign_id: int) -> Any:
    counted = select(Comment.thread_id, func.count(), func.count(func.distinct(Commented.author_id)))
    return _under_topics(counted, campaign_id).group_by(Comment.thread_id)


def _under_topics(query: Any, campaign_id: int) -> Any:
    return (
        query.select_from(Comment)
        .join(Commented, Commented.id == Comment.id)
        .join(Topic, Topic.id == Comment.thread_id)
        .join(Topic.contribution)
        .where(_of_campaign(Contribution, campaign_id), _of_campaign(Commented, campaign_id))
    )


def _problems(campaign_id: int) -> list[Any]:
    """Problems that stand in public conclusions of public topics."""
    query = (
        select(
            Problem.id,
            Problem.number,
            Problem.text,
            Problem.service_id,
            Conclusion.topic_id,
            Problem.conclusion_id,
        )
        .join(Conclusion, Conclusion.id == Problem.conclusion_id)
        .join(Concluded, Concluded.id == Conclusion.id)
        .join(Topic, Topic.id == Conclusion.topic_id)
        .join(Topic.contribution)
        .where(
            _of_campaign(Contribution, campaign_id),
            _of_campaign(Concluded, campaign_id),
            Problem.dropped_at.is_(None),
        )
    )
    return list(db.session.execute(query))
