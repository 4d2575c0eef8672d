"""Topics in lists and on their own pages, in the language of the reader where they are given in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import get_locale
from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, false, func, literal, select, tuple_
from sqlalchemy.orm import aliased, contains_eager

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from app.foundation.paging import Page, pack, unpack
from app.territories.models import Territory
from campaigns.comments.models import Thread
from campaigns.contributions.bylines import byline, byline_columns
from campaigns.contributions.models import PUBLIC, Contribution, Follow, State
from campaigns.contributions.visibility import public, visible_to
from campaigns.discussion.models import AnswerCount, Conclusion, Question, Topic, TopicText
from campaigns.plan.models import Campaign
from campaigns.plan.visibility import campaigns_not_shut_to
from campaigns.services.models import Service

PAGE = 20
BEGINNING = 240
of_conclusion = aliased(Contribution)


def language_of_reader() -> str:
    """The code of the language that pages are shown in."""
    locale = get_locale()
    return str(locale.language) if locale else ""


def people_answering() -> ColumnElement[Any]:
    """How many people have answered the question of the topic that most have answered."""
    by_question = (
        select(func.sum(AnswerCount.people).label("people"))
        .join(Question, Question.id == AnswerCount.question_id)
        .where(Question.topic_id == Topic.id)
        .group_by(AnswerCount.question_id)
        .correlate(Topic)
        .subquery()
    )
    return func.coalesce(select(func.max(by_question.c.people)).scalar_subquery(), 0)


@dataclass(frozen=True)
class TopicLine:
    """A topic as a list shows it. `language` is that of the words, which may be another than the reader's."""

    id: int
    title: str
    beginning: str
    language: str
    service: str | None
    service_id: int | None
    opinions: int
    is_concluded: bool
    is_closed: bool
    state: State
    slug: str


def page_of(actor: Actor, campaign_id: int, after: str | None, size: int = PAGE) -> Page[TopicLine]:
    """A page of the campaign's public topics in their order; one statement. A broken key shows the first page."""
    key = unpack(after, int, int)
    query = _listed(actor).where(Topic.campaign_id == campaign_id, Contribution.state.in_(sorted(PUBLIC)))
    if key:
        point = tuple_(literal(key[0], Topic.position.type), literal(key[1], Topic.id.type))
        query = query.where(tuple_(Topic.position, Topic.id) > point)
    rows = db.session.execute(query.order_by(Topic.position, Topic.id).limit(size + 1)).all()
    following = pack(rows[size - 1].position, rows[size - 1].id) if len(rows) > size else None
    return Page([_line(row) for row in rows[:size]], following, is_first=key is None)


def waiting_for(actor: Actor, campaign_id: int, most: int = 20) -> Sequence[TopicLine]:
    """The actor's own topics that wait in the campaign: for a check, or to be mended."""
    if actor.id is None:
        return ()
    waiting = Contribution.state.in_([State.SUBMITTED, State.RETURNED])
    mine = _listed(actor).where(Topic.campaign_id == campaign_id, Contribution.author_id == actor.id, waiting)
    return [_line(row) for row in db.session.execute(mine.order_by(Topic.id.desc()).limit(most))]


def discussed(actor: Actor, campaign_id: int, most: int = 3) -> list[TopicLine]:
    """The first of the topics that are still open, with the most opinions first."""
    query = _listed(actor).where(
        Topic.campaign_id == campaign_id, Contribution.state.in_(sorted(PUBLIC)), Topic.closed_at.is_(None)
    )
    return [_line(row) for row in db.session.execute(query.order_by(*_most_opinions()).limit(most))]


def about_service(actor: Actor, service_id: int, most: int = 20) -> list[TopicLine]:
    """The topics about a service that the actor may read, the latest first."""
    query = _listed(actor).where(Topic.service_id == service_id, Contribution.state.in_(sorted(PUBLIC)))
    return [_line(row) for row in db.session.execute(query.order_by(Topic.id.desc()).limit(most))]


def _most_opinions() -> tuple[ColumnElement[Any], ...]:
    return (_opinions().desc(), Topic.position.asc(), Topic.id.asc())


def _opinions() -> ColumnElement[Any]:
    return func.coalesce(Thread.comments, 0) + people_answering()


def _concluded() -> ColumnElement[bool]:
    return exists().where(
        Conclusion.topic_id == Topic.id,
        of_conclusion.id == Conclusion.id,
        of_conclusion.state.in_(sorted(PUBLIC)),
    )


def _in_language() -> ColumnElement[bool]:
    return and_(TopicText.topic_id == Topic.id, TopicText.language == language_of_reader())


def _listed(actor: Actor) -> Select[Any]:
    is_given = TopicText.language.is_not(None)
    return (
        select(
            Topic.id,
            Topic.position,
            case((is_given, TopicText.title), else_=Topic.title).label("title"),
            func.substr(case((is_given, TopicText.background), else_=Topic.background), 1, BEGINNING).label(
                "beginning"
            ),
            case((is_given, TopicText.language), else_=Contribution.language).label("language"),
            Service.name.label("service"),
            Topic.service_id,
            Topic.closed_at,
            Contribution.state,
            Campaign.slug,
            _opinions().label("opinions"),
            _concluded().label("is_concluded"),
        )
        .select_from(Topic)
        .join(Topic.contribution)
        .join(Contribution.campaign)
        .outerjoin(TopicText, _in_language())
        .outerjoin(Topic.service)
        .outerjoin(Thread, Thread.id == Topic.id)
        .where(visible_to(actor))
    )


def _line(row: Row[Any]) -> TopicLine:
    return TopicLine(
        row.id,
        row.title,
        row.beginning,
        row.language,
        row.service,
        row.service_id,
        int(row.opinions),
        row.is_concluded,
        row.closed_at is not None,
        row.state,
        row.slug,
    )


@dataclass(frozen=True)
class TopicRead:
    """A topic as one person may read it, with its common row, campaign and service loaded; words in `language`."""

    topic: Topic
    title: str
    background: str
    language: str
    byline: str
    is_followed: bool
    opinions: int

    @property
    def contribution(self) -> Contribution:
        return self.topic.contribution

    @property
    def campaign(self) -> Campaign:
        return self.topic.contribution.campaign

    @property
    def state(self) -> State:
        return self.topic.contribution.state


def topic_or_missing(actor: Actor, slug: str, topic_id: int) -> TopicRead:
    """The topic at this address. Raises Missing where there is none or the actor may not know of it."""
    place = aliased(Territory)
    followed = exists().where(Follow.contribution_id == Topic.id, Follow.account_id == actor.id)
    row = db.session.execute(
        select(
            Topic,
            TopicText,
            (followed if actor.id else false()).label("is_followed"),
            _opinions().label("opinions"),
            *byline_columns(place),
        )
        .join(Topic.contribution)
        .join(Contribution.campaign)
        .outerjoin(Contribution.author)
        .outerjoin(place, place.id == Account.territory_id)
        .outerjoin(Topic.service)
        .outerjoin(TopicText, _in_language())
        .outerjoin(Thread, Thread.id == Topic.id)
        .options(
            contains_eager(Topic.contribution).contains_eager(Contribution.campaign), contains_eager(Topic.service)
        )
        .where(Topic.id == topic_id, Campaign.slug == slug, visible_to(actor))
    ).one_or_none()
    if row is None:
        raise Missing()
    text: Topic | TopicText = row.TopicText or row.Topic
    language = row.TopicText.language if row.TopicText else row.Topic.contribution.language
    name = byline(row.written, row.given_name, row.family_name, row.place)
    return TopicRead(row.Topic, text.title, text.background, language, name, row.is_followed, int(row.opinions))


def texts_of(topic_id: int) -> Sequence[TopicText]:
    """The topic in the languages that are not its own."""
    return db.session.scalars(select(TopicText).where(TopicText.topic_id == topic_id)).all()


def place_of(topic: Topic) -> int:
    """The place of the topic in the list of its campaign, counted from 1."""
    before = tuple_(Topic.position, Topic.id) < tuple_(
        literal(topic.position, Topic.position.type), literal(topic.id, Topic.id.type)
    )
    query = select(func.count()).select_from(Topic).join(Topic.contribution)
    same = (Topic.campaign_id == topic.campaign_id, Contribution.state == State.PUBLISHED)
    return int(db.session.scalar(query.where(*same, before)) or 0) + 1


@dataclass(frozen=True)
class Sum:
    """Public topics and the opinions under them."""

    topics: int
    opinions: int


def count_of(actor: Actor, campaign_id: int) -> int:
    """How many public topics of the campaign the actor may read."""
    query = select(func.count()).select_from(Topic).join(Topic.contribution).join(Contribution.campaign)
    seen = (Topic.campaign_id == campaign_id, Contribution.state.in_(sorted(PUBLIC)), visible_to(actor))
    return int(db.session.scalar(query.where(*seen)) or 0)


def published(campaign_ids: Sequence[int]) -> dict[int, Sum]:
    """What everyone may count, by campaign; those without a public topic are absent."""
    rows = db.session.execute(
        select(Topic.campaign_id, func.count(), func.sum(_opinions()))
        .select_from(Topic)
        .join(Topic.contribution)
        .join(Contribution.campaign)
        .outerjoin(Thread, Thread.id == Topic.id)
        .where(Topic.campaign_id.in_(campaign_ids), public())
        .group_by(Topic.campaign_id)
    )
    return {campaign: Sum(topics, int(opinions)) for campaign, topics, opinions in rows}


@dataclass(frozen=True)
class Proposed:
    """A line of a person's own list."""

    id: int
    title: str
    state: State
    slug: str
    campaign: str
    changed_at: datetime


def followed_by(account_id: int, most: int = 50) -> list[Proposed]:
    """The topics a person follows that everyone may read now, the latest followed first."""
    rows = db.session.execute(
        select(Topic.id, Topic.title, Contribution.state, Campaign.slug, Campaign.title, Contribution.changed_at)
        .join(Topic.contribution)
        .join(Contribution.campaign)
        .join(Follow, Follow.contribution_id == Contribution.id)
        .where(Follow.account_id == account_id, public())
        .order_by(Follow.since.desc(), Follow.id.desc())
        .limit(most)
    )
    return [Proposed(*row) for row in rows]


def proposed_by(account_id: int, most: int = 50) -> list[Proposed]:
    """The topics a person has brought, the last changed first."""
    rows = db.session.execute(
        select(Topic.id, Topic.title, Contribution.state, Campaign.slug, Campaign.title, Contribution.changed_at)
        .join(Topic.contribution)
        .join(Contribution.campaign)
        .where(Contribution.author_id == account_id, campaigns_not_shut_to(account_id))
        .order_by(Contribution.changed_at.desc(), Topic.id.desc())
        .limit(most)
    )
    return [Proposed(*row) for row in rows]
