"""What a snapshot tells of the discussion and of services: public texts alone, counted from rows and not from counters."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from app.digests.rows import ProblemRow, QuestionRow, ServiceRow, Split, TopicRow
from app.foundation.db import db
from app.offices.models import Office
from campaigns.comments.models import Comment, Stand, StandTaken
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.discussion.models import AnswerCount, Conclusion, Problem, Question, QuestionKind, Topic
from campaigns.services.models import Service

Commented = aliased(Contribution)
Concluded = aliased(Contribution)


def topics(campaign_id: int, problems: Iterable[ProblemRow]) -> list[TopicRow]:
    """The public topics of the campaign with their public conclusions."""
    rows = db.session.execute(
        select(Topic.id, Topic.title).join(Topic.contribution).where(_of_campaign(Contribution, campaign_id))
    )
    found = {id: TopicRow(id, title) for id, title in rows}
    named: defaultdict[int, list[ProblemRow]] = defaultdict(list)
    for problem in problems:
        named[problem.topic_id].append(problem)
    more: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    for id, comments, people in db.session.execute(_comments(campaign_id)):
        more[id] |= {"comments": comments, "people": people}
    for id, answers in db.session.execute(_answered(campaign_id)):
        more[id] |= {"answers": int(answers)}
    for id, conclusion_id, body in db.session.execute(_conclusions(campaign_id)):
        more[id] |= {"conclusion_id": conclusion_id, "conclusion": body}
    return [replace(one, **more[id], problems=tuple(named[id])) for id, one in found.items()]


def stands(campaign_id: int) -> list[Split]:
    """How people stand in the public topics that take stands."""
    rows = db.session.execute(
        select(
            Topic.id,
            func.count().filter(StandTaken.stand == Stand.FOR),
            func.count().filter(StandTaken.stand == Stand.AGAINST),
        )
        .join(StandTaken, StandTaken.thread_id == Topic.id)
        .join(Topic.contribution)
        .where(_of_campaign(Contribution, campaign_id))
        .group_by(Topic.id)
    )
    return [Split(id, None, given_for, against) for id, given_for, against in rows]


def questions(campaign_id: int) -> list[QuestionRow]:
    """The closed questions of public topics with how many people gave each answer."""
    people: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for id, value, count in db.session.execute(_of_questions(AnswerCount.question_id, campaign_id)):
        people[id][value] = count
    asked = select(Question, Topic.service_id).join(Topic, Topic.id == Question.topic_id).join(Topic.contribution)
    rows = db.session.execute(asked.where(_of_campaign(Contribution, campaign_id))).all()
    return [_question(one, service_id, people[one.id]) for one, service_id in rows]


def _of_questions(id: Any, campaign_id: int) -> Any:
    return (
        select(id, AnswerCount.value, AnswerCount.people)
        .join(Question, Question.id == AnswerCount.question_id)
        .join(Topic, Topic.id == Question.topic_id)
        .where(Topic.campaign_id == campaign_id, AnswerCount.people > 0)
    )


def _question(one: Question, service_id: int | None, people: dict[int, int]) -> QuestionRow:
    is_scale = one.kind == QuestionKind.SCALE
    options = [str(option) for option in one.options]
    return QuestionRow(one.id, one.topic_id, service_id, one.position, is_scale, one.text, options, people)


def services(ids: Iterable[int], campaign_id: int) -> list[ServiceRow]:
    """These services, and those whose scales were answered, with the answers."""
    rated = {id: (int(score), int(people)) for id, score, people in db.session.execute(_ratings(campaign_id))}
    wanted = sorted({*ids, *rated})
    rows = db.session.execute(
        select(Service.id, Service.name, Office.name).outerjoin(Service.office).where(Service.id.in_(wanted))
    )
    return [ServiceRow(id, name, department, *rated.get(id, (0, 0))) for id, name, department in rows]


def speakers(campaign_id: int) -> int:
    """How many people wrote public comments under public topics."""
    query = _under_topics(select(func.count(func.distinct(Commented.author_id))), campaign_id)
    return db.session.scalar(query) or 0


def problems(campaign_id: int) -> list[ProblemRow]:
    """Problems that stand in public conclusions of public topics."""
    query = (
        select(Problem.id, Problem.number, Problem.text, Conclusion.topic_id, Problem.conclusion_id, Problem.service_id)
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
    return [ProblemRow(*row) for row in db.session.execute(query)]


def _of_campaign(common: Any, campaign_id: int) -> ColumnElement[bool]:
    return and_(common.campaign_id == campaign_id, common.state.in_(sorted(PUBLIC)))


def _conclusions(campaign_id: int) -> Any:
    return (
        select(Conclusion.topic_id, Conclusion.id, Conclusion.body)
        .join(Concluded, Concluded.id == Conclusion.id)
        .where(_of_campaign(Concluded, campaign_id))
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


def topic_titles(ids: Iterable[int]) -> dict[str, str]:
    """The titles of topics, by id as text."""
    query = select(Topic.id, Topic.title).where(Topic.id.in_(sorted(set(ids)))).order_by(Topic.id)
    return {str(id): title for id, title in db.session.execute(query)}
