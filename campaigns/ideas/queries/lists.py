"""Lists of ideas: a page of rows by key in one statement, whatever the order; and the counts of the filters in another."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, literal, select, tuple_, union_all

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.paging import pack, unpack
from app.territories.models import Territory
from campaigns.contributions.bylines import byline, byline_columns
from campaigns.contributions.models import PUBLIC, Contribution, Kind, State
from campaigns.contributions.visibility import visible_to
from campaigns.ideas.models import Idea, IdeaProblem, Outcome
from campaigns.ideas.queries import ring
from campaigns.ideas.queries.authors import co_authors_counted
from campaigns.plan.models import Campaign, Track

PAGE = 20
EXCERPT = 240
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Order(StrEnum):
    """How a list is sorted."""

    FAIR = "fair"
    NEW = "new"
    SUPPORT = "support"
    DISCUSSED = "discussed"


@dataclass(frozen=True)
class Asked:
    """What list is asked for. `day` gives the fair order its start. `after` and `before` are keys of `lists.page_of`.

    `of_theme` says which ideas the theme has.
    """

    day: date
    order: Order = Order.FAIR
    track_id: int | None = None
    territory_id: int | None = None
    service_id: int | None = None
    problem_id: int | None = None
    theme_id: int | None = None
    of_theme: ColumnElement[bool] | None = field(default=None, compare=False)
    outcome: Outcome | None = None
    state: State = State.PUBLISHED
    after: str | None = None
    before: str | None = None


@dataclass(frozen=True)
class IdeaLine:
    """An idea as a list shows it."""

    id: int
    number: int
    title: str
    beginning: str
    byline: str
    track: str | None
    state: State
    published_at: datetime | None
    supports: int
    comments: int
    outcome: Outcome | None
    co_authors: int = 0


@dataclass(frozen=True)
class IdeaPage:
    """One page of a list, and the keys of the pages before and after it."""

    rows: Sequence[IdeaLine]
    before: str | None
    after: str | None


def page_of(actor: Actor, campaign_id: int, asked: Asked, size: int = PAGE) -> IdeaPage:
    """A page of the campaign's ideas that the actor may see. A key that is broken shows the first page."""
    backwards = asked.after is None and _place(asked, asked.before) is not None
    place = _place(asked, asked.before if backwards else asked.after)
    query = _walk(actor, campaign_id, asked, place, backwards, size + 1)
    rows = list(db.session.execute(query).all())
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_before, has_after = (more, True) if backwards else (place is not None, more)
    return IdeaPage(
        [_line(row) for row in rows],
        _key(asked, rows[0]) if rows and has_before else None,
        _key(asked, rows[-1]) if rows and has_after else None,
    )


def fresh(actor: Actor, campaign_id: int, most: int = 3) -> list[IdeaLine]:
    """The ideas that were published last."""
    asked = Asked(date.min, Order.NEW)
    return [_line(row) for row in db.session.execute(_walk(actor, campaign_id, asked, None, False, most))]


def about_service(actor: Actor, service_id: int, most: int = 5) -> list[IdeaLine]:
    """The most supported ideas about a service, of whatever campaign."""
    query = _lines(State.PUBLISHED).where(
        Idea.service_id == service_id, Contribution.state == State.PUBLISHED, visible_to(actor)
    )
    return [
        _line(row) for row in db.session.execute(query.order_by(Idea.support_total.desc(), Idea.id.desc()).limit(most))
    ]


def campaigns_about(actor: Actor, service_id: int) -> list[tuple[str, str, int]]:
    """The campaigns that have ideas about a service: slug, title and how many, the most first."""
    count = func.count().label("ideas")
    rows = db.session.execute(
        select(Campaign.slug, Campaign.title, count)
        .select_from(Idea)
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .where(Idea.service_id == service_id, Contribution.state == State.PUBLISHED, visible_to(actor))
        .group_by(Campaign.id, Campaign.slug, Campaign.title)
        .order_by(count.desc(), Campaign.id.desc())
    )
    return [(slug, title, ideas) for slug, title, ideas in rows]


def _moment(state: State) -> Any:
    """The time that a list of such ideas is sorted by: only what was published once has a time of that."""
    return Contribution.published_at if state in {*PUBLIC, State.HIDDEN} else Contribution.changed_at


def _point(column: Any, at: tuple[Any, int]) -> Any:
    return tuple_(literal(at[0], column.type), literal(at[1], Idea.id.type))


def _walk(actor: Actor, campaign_id: int, asked: Asked, place: Any, backwards: bool, size: int) -> Select[Any]:
    base = _listed(actor, campaign_id, asked)
    if asked.order == Order.FAIR:
        return _round(base, ring.start_of(campaign_id, asked.day), place, backwards, size)
    columns = {Order.SUPPORT: Idea.support_total, Order.DISCUSSED: Idea.comments}
    column = columns.get(asked.order, _moment(asked.state))
    key = tuple_(column, Idea.id)
    if place is not None:
        base = base.where(key > _point(column, place) if backwards else key < _point(column, place))
    return base.order_by(*(part.asc() if backwards else part.desc() for part in (column, Idea.id))).limit(size)


def _round(base: Select[Any], start: int, place: ring.Place | None, backwards: bool, size: int) -> Select[Any]:
    """A stretch of the ring: up to two ranges of its index, joined at the place where the round begins anew."""
    arcs = ring.behind(start, place) if backwards and place else ring.ahead(start, place)
    key = tuple_(Idea.ring, Idea.id)

    def way(*columns: Any) -> list[Any]:
        return [column.desc() if backwards else column.asc() for column in columns]

    ranges = []
    for arc in arcs:
        there = base.add_columns(literal(arc.lap).label("lap")).where(
            key > _point(Idea.ring, arc.above), key < _point(Idea.ring, arc.below)
        )
        ranges.append(select(there.order_by(*way(Idea.ring, Idea.id)).limit(size).subquery()))
    both = union_all(*ranges).subquery()
    return select(both).order_by(*way(both.c.lap, both.c.ring, both.c.id)).limit(size)


def _filters(actor: Actor, campaign_id: int, asked: Asked) -> ColumnElement[bool]:
    chosen = [
        # Said of the table whose index has the order, so that a page is walked and nothing is sorted.
        (Contribution if asked.order == Order.NEW else Idea).campaign_id == campaign_id,
        Contribution.kind == Kind.IDEA,
        Contribution.state == asked.state,
        visible_to(actor),
    ]
    if asked.track_id is not None:
        chosen.append(Idea.track_id == asked.track_id)
    if asked.territory_id is not None:
        chosen.append(Idea.territory_id == asked.territory_id)
    if asked.service_id is not None:
        chosen.append(Idea.service_id == asked.service_id)
    if asked.outcome is not None:
        chosen.append(Idea.outcome == asked.outcome)
    if asked.problem_id is not None:
        answers = (IdeaProblem.idea_id == Idea.id, IdeaProblem.problem_id == asked.problem_id)
        chosen.append(exists().where(*answers))
    if asked.of_theme is not None:
        chosen.append(asked.of_theme)
    return and_(*chosen)


def _listed(actor: Actor, campaign_id: int, asked: Asked) -> Select[Any]:
    return _lines(asked.state).where(_filters(actor, campaign_id, asked))


def _lines(state: State) -> Select[Any]:
    return (
        select(
            Idea.id,
            Idea.number,
            Idea.title,
            func.substr(Idea.problem, 1, EXCERPT).label("beginning"),
            Idea.ring,
            Idea.support_total,
            Idea.outcome,
            Idea.comments,
            Contribution.state,
            Contribution.published_at,
            _moment(state).label("moment"),
            Track.name.label("track"),
            co_authors_counted().label("co_authors"),
            *byline_columns(),
        )
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .outerjoin(Contribution.author)
        .outerjoin(Territory, Territory.id == Account.territory_id)
        .outerjoin(Idea.track)
    )


def _line(row: Row[Any]) -> IdeaLine:
    return IdeaLine(
        row.id,
        row.number,
        row.title,
        row.beginning,
        byline(row.written, row.given_name, row.family_name, row.place),
        row.track,
        row.state,
        row.published_at,
        row.support_total,
        row.comments,
        row.outcome,
        row.co_authors,
    )


def _key(asked: Asked, row: Row[Any]) -> str:
    if asked.order == Order.FAIR:
        return pack(row.lap, row.ring, row.id)
    if asked.order == Order.NEW:
        return pack((row.moment - EPOCH) // timedelta(microseconds=1), row.id)
    return pack(row.comments if asked.order == Order.DISCUSSED else row.support_total, row.id)


def _place(asked: Asked, word: str | None) -> Any:
    if asked.order == Order.FAIR:
        parts = unpack(word, int, int, int)
        return ring.Place(parts[0], (parts[1], parts[2])) if parts and parts[0] in {0, 1} else None
    parts = unpack(word, int, int)
    if parts is None or asked.order in {Order.SUPPORT, Order.DISCUSSED}:
        return parts
    try:
        return EPOCH + timedelta(microseconds=parts[0]), parts[1]
    except OverflowError:
        return None
