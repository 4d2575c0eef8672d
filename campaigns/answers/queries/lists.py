"""Lists of what is owed and what was answered: a page by key, in one statement."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from app.foundation.db import db
from app.foundation.paging import Page, pack, unpack
from app.offices.models import Office
from campaigns.answers.models import Answer, CoExecutor, Outcome, OwedAnswer, OwedState
from campaigns.answers.queries.owed import Standing, standing_at
from campaigns.contributions.models import PUBLIC, Contribution, State
from campaigns.contributions.visibility import public
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign

PAGE = 30
FEED = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Which(StrEnum):
    """What a list shows. OWED is all of which nothing can be read yet, ANSWERED all of which something can."""

    OWED = "owed"
    WAITING = "waiting"
    OVERDUE = "overdue"
    HELD = "held"
    ANSWERED = "answered"
    IN_TIME = "in-time"
    LATE = "late"
    CLOSED = "closed"


OF: dict[Which, tuple[Standing, ...]] = {
    Which.OWED: (Standing.WAITING, Standing.OVERDUE, Standing.HELD),
    Which.WAITING: (Standing.WAITING,),
    Which.OVERDUE: (Standing.OVERDUE,),
    Which.HELD: (Standing.HELD,),
    Which.ANSWERED: (Standing.IN_TIME, Standing.LATE),
    Which.IN_TIME: (Standing.IN_TIME,),
    Which.LATE: (Standing.LATE,),
    Which.CLOSED: (Standing.CLOSED,),
}
STATES: dict[Which, OwedState] = {
    **dict.fromkeys((Which.OWED, Which.WAITING, Which.OVERDUE, Which.HELD), OwedState.OWED),
    **dict.fromkeys((Which.ANSWERED, Which.IN_TIME, Which.LATE), OwedState.ANSWERED),
    Which.CLOSED: OwedState.CLOSED,
}


@dataclass(frozen=True)
class Line:
    """An idea and what is owed to it. `outcome` is that of the answer that stands; `draft` is how far the department's own text is."""

    id: int
    idea_id: int
    number: int | None
    title: str
    language: str
    campaign: str
    slug: str
    zone: str
    office: str
    due_on: date
    due_at: datetime
    standing: Standing
    answered_at: datetime | None
    closed_at: datetime | None
    outcome: Outcome | None
    draft: State | None = None


def page_of(
    which: Which,
    now: datetime,
    *,
    campaign_id: int | None = None,
    office_id: int | None = None,
    after: str | None = None,
    size: int = PAGE,
) -> Page[Line]:
    """A page of the board: what waits by its last day, what is answered or closed the latest first. Ideas that nobody may read are
    left out, and without a campaign those of projects that not everyone may see.
    """
    whole = public() if campaign_id is None else _of(campaign_id)
    query = _lines(now).where(whole, *_which(which, now))
    if office_id is not None:
        query = query.where(OwedAnswer.office_id == office_id)
    return _paged(query, which, after, size)


def of_offices(
    office_ids: Collection[int], which: Which, now: datetime, after: str | None = None, size: int = PAGE
) -> Page[Line]:
    """A page of what these departments owe or work on, for their officials, with how far each draft is."""
    beside = select(CoExecutor.owed_id).where(CoExecutor.office_id.in_(sorted(office_ids)))
    theirs = or_(OwedAnswer.office_id.in_(sorted(office_ids)), OwedAnswer.id.in_(beside))
    query = _lines(now, _draft()).where(theirs, Contribution.state.in_(sorted(PUBLIC)), *_which(which, now))
    return _paged(query, which, after, size)


def dated(campaign_id: int | None, office_id: int | None, now: datetime, most: int) -> list[Line]:
    """What is still owed, by its last day: for calendars."""
    found = page_of(Which.OWED, now, campaign_id=campaign_id, office_id=office_id, size=most)
    return list(found.rows)


def campaigns_asked() -> list[tuple[str, str]]:
    """The projects everyone may see in which departments were asked: address and title, the newest first."""
    asked = select(OwedAnswer.campaign_id)
    query = select(Campaign.slug, Campaign.title, Campaign.id).join(
        Contribution, Contribution.campaign_id == Campaign.id
    )
    query = query.where(Campaign.id.in_(asked), public()).distinct().order_by(Campaign.id.desc()).limit(50)
    return [(row.slug, row.title) for row in db.session.execute(query)]


def _of(campaign_id: int) -> ColumnElement[bool]:
    return and_(OwedAnswer.campaign_id == campaign_id, Contribution.state.in_(sorted(PUBLIC)))


def _which(which: Which, now: datetime) -> tuple[ColumnElement[bool], ...]:
    # The state first: it has an index. What remains is sorted by the clock.
    standings = [standing.value for standing in OF[which]]
    return OwedAnswer.state == STATES[which], standing_at(now).in_(standings)


def _lines(now: datetime, *more: Any) -> Select[Any]:
    columns: tuple[Any, ...] = (
        OwedAnswer.id,
        OwedAnswer.idea_id,
        Idea.number,
        Idea.title,
        Contribution.language,
        Campaign.title.label("campaign"),
        Campaign.slug,
        Campaign.time_zone.label("zone"),
        Office.name.label("office"),
        OwedAnswer.due_on,
        OwedAnswer.due_at,
        standing_at(now).label("standing"),
        OwedAnswer.answered_at,
        OwedAnswer.closed_at,
        _outcome().label("outcome"),
    )
    return (
        select(*columns, *more)
        .join(Office, Office.id == OwedAnswer.office_id)
        .join(Idea, Idea.id == OwedAnswer.idea_id)
        .join(Contribution, Contribution.id == Idea.id)
        .join(Campaign, Campaign.id == Contribution.campaign_id)
    )


def _outcome() -> Any:
    """The outcome of the answer that stands."""
    common = aliased(Contribution)
    return (
        select(Answer.outcome)
        .join(common, common.id == Answer.id)
        .where(Answer.owed_id == OwedAnswer.id, common.state.in_(sorted(PUBLIC)))
        .order_by(Answer.number.desc())
        .limit(1)
        .correlate(OwedAnswer)
        .scalar_subquery()
    )


def _draft() -> Any:
    """How far the text is that nobody reads yet."""
    common = aliased(Contribution)
    return (
        select(common.state)
        .join(Answer, Answer.id == common.id)
        .where(Answer.owed_id == OwedAnswer.id, common.state.in_([State.DRAFT, State.SUBMITTED]))
        .order_by(Answer.number.desc())
        .limit(1)
        .correlate(OwedAnswer)
        .scalar_subquery()
        .label("draft")
    )


def _paged(query: Select[Any], which: Which, after: str | None, size: int) -> Page[Line]:
    state, place = STATES[which], place_of(after)
    column: Any = {
        OwedState.OWED: OwedAnswer.due_at,
        OwedState.ANSWERED: OwedAnswer.answered_at,
        OwedState.CLOSED: OwedAnswer.closed_at,
    }[state]
    forwards = state == OwedState.OWED
    if place is not None:
        here, key = tuple_(literal(place[0], column.type), literal(place[1])), tuple_(column, OwedAnswer.id)
        query = query.where(key > here if forwards else key < here)
    order = (column, OwedAnswer.id) if forwards else (column.desc(), OwedAnswer.id.desc())
    found = db.session.execute(query.order_by(*order).limit(size + 1)).all()
    rows = [Line(**{**row._asdict(), "standing": Standing(row.standing)}) for row in found]
    return Page(rows[:size], _key(rows[size - 1], state) if len(rows) > size else None, is_first=place is None)


def _key(last: Line, state: OwedState) -> str:
    at = {OwedState.OWED: last.due_at, OwedState.ANSWERED: last.answered_at, OwedState.CLOSED: last.closed_at}[state]
    return key_of(at or EPOCH, last.id)


def key_of(at: datetime, id: int) -> str:
    """The key of a row, by an instant and its number."""
    return pack((at - EPOCH) // timedelta(microseconds=1), id)


def place_of(key: str | None) -> tuple[datetime, int] | None:
    """The instant and the number that a key names; None where it is none."""
    parts = unpack(key, int, int)
    if parts is None:
        return None
    try:
        return EPOCH + timedelta(microseconds=parts[0]), parts[1]
    except OverflowError:
        return None


@dataclass(frozen=True)
class Released:
    """An answer of a feed."""

    id: int
    idea_id: int
    title: str
    language: str
    campaign: str
    office: str
    outcome: Outcome
    reasons: str
    published_at: datetime
    changed_at: datetime


def released(campaign_id: int | None, office_id: int | None, most: int = FEED) -> list[Released]:
    """The answers that came out last, where everyone may read them."""
    answer, idea = aliased(Contribution), Contribution
    columns: tuple[Any, ...] = (
        Answer.id,
        Answer.idea_id,
        Idea.title,
        answer.language,
        Campaign.title.label("campaign"),
        Office.name.label("office"),
        Answer.outcome,
        Answer.reasons,
        answer.published_at,
        answer.changed_at,
    )
    query = (
        select(*columns)
        .join(answer, answer.id == Answer.id)
        .join(Idea, Idea.id == Answer.idea_id)
        .join(idea, idea.id == Idea.id)
        .join(Campaign, Campaign.id == idea.campaign_id)
        .join(Office, Office.id == Answer.office_id)
        .where(public(), answer.state.in_(sorted(PUBLIC)))
        .order_by(answer.published_at.desc(), Answer.id.desc())
        .limit(most)
    )
    if campaign_id is not None:
        query = query.where(Answer.campaign_id == campaign_id)
    if office_id is not None:
        query = query.where(Answer.office_id == office_id)
    return [Released(**row._asdict()) for row in db.session.execute(query)]
