"""Conclusions and the numbered problems they name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, case, func, select
from sqlalchemy.orm import aliased, contains_eager

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.paging import Page, pack, unpack
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.contributions.visibility import public, visible_to
from campaigns.discussion.models import Conclusion, Problem, Topic, TopicText
from campaigns.discussion.queries.topics import language_of_reader
from campaigns.discussion.slots import PROBLEM_IDEAS, Answering
from campaigns.plan.models import Campaign
from campaigns.services.models import Service

PAGE = 8
of_topic = aliased(Contribution)


@dataclass(frozen=True)
class ProblemLine:
    """A problem as lists show it, with the topic it came from. `language` is that of its words."""

    id: int
    number: int
    text: str
    language: str
    service: str | None
    service_id: int | None
    topic_id: int
    topic: str
    topic_language: str
    slug: str
    dropped_at: datetime | None

    @property
    def after(self) -> str | None:
        """The key of a page of problems that has this one on it."""
        return key_before(self.number)


@dataclass(frozen=True)
class ConclusionRead:
    """A conclusion with its common row, its problems and the ideas that answer them."""

    conclusion: Conclusion
    problems: Sequence[ProblemLine]
    ideas: dict[int, tuple[Answering, ...]]

    @property
    def standing(self) -> list[ProblemLine]:
        return [problem for problem in self.problems if problem.dropped_at is None]

    @property
    def dropped(self) -> list[ProblemLine]:
        return [problem for problem in self.problems if problem.dropped_at is not None]


def conclusion_of(topic_id: int, actor: Actor) -> Conclusion | None:
    """The conclusion of the topic as far as the actor may see it, its common row loaded."""
    return db.session.scalar(
        select(Conclusion)
        .join(Conclusion.contribution)
        .join(Contribution.campaign)
        .options(contains_eager(Conclusion.contribution))
        .where(Conclusion.topic_id == topic_id, visible_to(actor))
    )


def read(topic_id: int, actor: Actor) -> ConclusionRead | None:
    """The same with its problems and ideas."""
    conclusion = conclusion_of(topic_id, actor)
    if conclusion is None:
        return None
    query = _problems().where(Problem.conclusion_id == conclusion.id).order_by(Problem.number)
    lines = [_line(row) for row in db.session.execute(query)]
    return ConclusionRead(conclusion, lines, ideas_for([line.id for line in lines]))


def ideas_for(problem_ids: Sequence[int]) -> dict[int, tuple[Answering, ...]]:
    """The public ideas that answer each of the problems, the most supported first."""
    given = PROBLEM_IDEAS.fill(tuple(problem_ids)) if problem_ids else []
    return {id: tuple(idea for part in given for idea in part.get(id, ())) for id in problem_ids}


def page_of(actor: Actor, campaign_id: int, after: str | None, size: int = PAGE) -> Page[ProblemLine]:
    """A page of the problems of the campaign that stand, by number. A broken key shows the first page."""
    key = unpack(after, int)
    query = _standing(actor).where(Problem.campaign_id == campaign_id).order_by(Problem.number).limit(size + 1)
    if key:
        query = query.where(Problem.number > key[0])
    rows = db.session.execute(query).all()
    following = pack(rows[size - 1].number) if len(rows) > size else None
    return Page([_line(row) for row in rows[:size]], following, is_first=key is None)


def key_before(number: int) -> str | None:
    """The key of a page of problems that has the one with this number on it; None for the first page."""
    return pack(number - 1) if number > PAGE else None


def about_service(service_id: int, actor: Actor, most: int = 20) -> list[ProblemLine]:
    """The problems of a service that stand, the latest first."""
    query = _standing(actor).where(Problem.service_id == service_id)
    return [_line(row) for row in db.session.execute(query.order_by(Problem.id.desc()).limit(most))]


def of_services(service_ids: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
    """How many topics and how many problems everyone may read about each of the services. Two statements."""
    topics = (
        select(Topic.service_id, func.count())
        .join(Topic.contribution)
        .join(Contribution.campaign)
        .where(Topic.service_id.in_(service_ids), public())
        .group_by(Topic.service_id)
    )
    return _counts(topics), _counts(_problems_of(service_ids))


def _problems_of(service_ids: Sequence[int]) -> Select[int | None, int]:
    return (
        select(Problem.service_id, func.count())
        .join(Conclusion, Conclusion.id == Problem.conclusion_id)
        .join(of_topic, of_topic.id == Conclusion.topic_id)
        .join(Contribution, Contribution.id == Conclusion.id)
        .join(Contribution.campaign)
        .where(
            Problem.service_id.in_(service_ids),
            Problem.dropped_at.is_(None),
            public(),
            of_topic.state.in_(sorted(PUBLIC)),
        )
        .group_by(Problem.service_id)
    )


def _counts(query: Select[int | None, int]) -> dict[int, int]:
    return {id: count for id, count in db.session.execute(query) if id is not None}


def _standing(actor: Actor) -> Select[Any]:
    """Problems that stand, of public conclusions under public topics, as far as the actor may see them."""
    return _problems().where(
        Problem.dropped_at.is_(None),
        Contribution.state.in_(sorted(PUBLIC)),
        of_topic.state.in_(sorted(PUBLIC)),
        visible_to(actor),
    )


def _problems() -> Select[Any]:
    is_given = TopicText.language.is_not(None)
    in_language = and_(TopicText.topic_id == Topic.id, TopicText.language == language_of_reader())
    return (
        select(
            Problem.id,
            Problem.number,
            Problem.text,
            Contribution.language,
            Problem.service_id,
            Problem.dropped_at,
            Service.name.label("service"),
            Topic.id.label("topic_id"),
            case((is_given, TopicText.title), else_=Topic.title).label("topic"),
            case((is_given, TopicText.language), else_=of_topic.language).label("topic_language"),
            Campaign.slug,
        )
        .select_from(Problem)
        .join(Conclusion, Conclusion.id == Problem.conclusion_id)
        .join(Contribution, Contribution.id == Conclusion.id)
        .join(Contribution.campaign)
        .join(Topic, Topic.id == Conclusion.topic_id)
        .join(of_topic, of_topic.id == Topic.id)
        .outerjoin(TopicText, in_language)
        .outerjoin(Service, Service.id == Problem.service_id)
    )


def _line(row: Row[Any]) -> ProblemLine:
    return ProblemLine(
        row.id,
        row.number,
        row.text,
        row.language,
        row.service,
        row.service_id,
        row.topic_id,
        row.topic,
        row.topic_language,
        row.slug,
        row.dropped_at,
    )


@dataclass(frozen=True)
class ToEdit:
    """A conclusion as its form shows it: its common row loaded, the problems that stand."""

    conclusion: Conclusion
    problems: Sequence[Problem]


def to_edit(topic_id: int) -> ToEdit | None:
    """The conclusion of a topic for those who write it, in whatever state."""
    conclusion = db.session.scalar(
        select(Conclusion)
        .join(Conclusion.contribution)
        .options(contains_eager(Conclusion.contribution))
        .where(Conclusion.topic_id == topic_id)
    )
    if conclusion is None:
        return None
    standing = select(Problem).where(Problem.conclusion_id == conclusion.id, Problem.dropped_at.is_(None))
    return ToEdit(conclusion, db.session.scalars(standing.order_by(Problem.number)).all())
