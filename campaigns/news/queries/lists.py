"""Lists of news: the newest first, a page by key in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, literal, select, tuple_

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.paging import Page, pack, unpack
from campaigns.contributions.models import PUBLIC, Contribution, Kind, State
from campaigns.contributions.visibility import visible_to
from campaigns.news.models import NewsItem

PAGE, FRESH = 20, 2
EXCERPT = 300
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class NewsLine:
    """A piece of news as a list shows it."""

    id: int
    title: str
    beginning: str
    language: str
    published_at: datetime
    changed_at: datetime


def page_of(actor: Actor, campaign_id: int, key: str | None, size: int = PAGE) -> Page[NewsLine]:
    """A page of the campaign's public news that the actor may see. A broken key shows the first page."""
    place, query = _place(key), _listed(actor, campaign_id)
    if place is not None:
        here = tuple_(literal(place[0], Contribution.published_at.type), literal(place[1]))
        query = query.where(tuple_(Contribution.published_at, NewsItem.id) < here)
    rows = _lines(query.limit(size + 1))
    last = rows[size - 1] if len(rows) > size else None
    following = pack((last.published_at - EPOCH) // timedelta(microseconds=1), last.id) if last else None
    return Page(rows[:size], following, is_first=place is None)


def fresh(actor: Actor, campaign_id: int, most: int = FRESH) -> Sequence[NewsLine]:
    """The news that was published last."""
    return _lines(_listed(actor, campaign_id).limit(most))


def is_there(actor: Actor, campaign_id: int) -> bool:
    """Whether the campaign has news that the actor may read."""
    return db.session.scalar(_listed(actor, campaign_id).with_only_columns(NewsItem.id).limit(1)) is not None


@dataclass(frozen=True)
class Waiting:
    """News that is not public: it waits for a moderator, or came back."""

    id: int
    title: str
    state: State


def waiting(actor: Actor, campaign_id: int, most: int = 20) -> list[Waiting]:
    """News of the campaign that the actor may see and that is not public, the latest first; what was taken back is not told."""
    rows = db.session.execute(
        select(NewsItem.id, NewsItem.title, Contribution.state)
        .join(NewsItem.contribution)
        .join(Contribution.campaign)
        .where(
            visible_to(actor),
            NewsItem.campaign_id == campaign_id,
            Contribution.state.not_in(sorted({*PUBLIC, State.WITHDRAWN})),
        )
        .order_by(Contribution.changed_at.desc(), NewsItem.id.desc())
        .limit(most)
    )
    return [Waiting(*row) for row in rows]


def _listed(actor: Actor, campaign_id: int) -> Select[Any]:
    columns: tuple[Any, ...] = (
        NewsItem.id,
        NewsItem.title,
        func.substr(NewsItem.body, 1, EXCERPT),
        Contribution.language,
        Contribution.published_at,
        Contribution.changed_at,
    )
    return (
        select(*columns)
        .join(NewsItem.contribution)
        .join(Contribution.campaign)
        .where(
            Contribution.campaign_id == campaign_id,
            Contribution.kind == Kind.NEWS,
            Contribution.state == State.PUBLISHED,
            visible_to(actor),
        )
        .order_by(Contribution.published_at.desc(), NewsItem.id.desc())
    )


def _lines(query: Select[Any]) -> list[NewsLine]:
    return [NewsLine(*row) for row in db.session.execute(query)]


def _place(key: str | None) -> tuple[datetime, int] | None:
    parts = unpack(key, int, int)
    if parts is None:
        return None
    try:
        return EPOCH + timedelta(microseconds=parts[0]), parts[1]
    except OverflowError:
        return None
