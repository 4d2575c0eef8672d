"""What is owed, by whom and until when; and how departments keep their word, in numbers."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from app.foundation import clock
from app.foundation.db import db
from app.offices.models import Office
from campaigns.answers.models import CoExecutor, Extension, OwedAnswer, OwedState, Transfer
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.contributions.visibility import public
from campaigns.plan.models import Campaign


class Standing(StrEnum):
    """How an answer that was asked for stands, as the board sorts it."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    HELD = "held"
    IN_TIME = "in-time"
    LATE = "late"
    CLOSED = "closed"


@dataclass(frozen=True)
class Moved:
    """The day was moved, and why."""

    from_on: date
    to_on: date
    reason: str
    made_at: datetime


@dataclass(frozen=True)
class Passed:
    """Another department took it over, and why."""

    from_name: str
    to_name: str
    reason: str
    made_at: datetime


@dataclass(frozen=True)
class OwedRead:
    """An answer that was asked for, with the department that owes it and those beside it, and all that was moved or passed on."""

    id: int
    idea_id: int
    campaign_id: int
    office_id: int
    office: str
    state: OwedState
    due_on: date
    due_at: datetime
    first_due_on: date
    asked_at: datetime
    ready_at: datetime | None
    answered_at: datetime | None
    close_reason: str
    closed_at: datetime | None
    co_executors: Sequence[str] = ()
    extensions: Sequence[Moved] = ()
    transfers: Sequence[Passed] = ()

    def standing(self, now: datetime) -> Standing:
        """How it stands at an instant."""
        if self.state == OwedState.CLOSED:
            return Standing.CLOSED
        if self.state == OwedState.ANSWERED and self.answered_at is not None:
            return Standing.IN_TIME if self.answered_at < self.due_at else Standing.LATE
        if self.ready_at is not None:
            return Standing.HELD
        return Standing.WAITING if now < self.due_at else Standing.OVERDUE


@dataclass(frozen=True)
class OfficeNumbers:
    """How one department keeps its word. `asked` is the sum of the others."""

    office_id: int
    name: str
    asked: int
    waiting: int
    overdue: int
    in_time: int
    late: int
    closed: int
    held: int


@dataclass(frozen=True)
class Numbers:
    """All that was asked for, by how it stands; and by department, in the order of their names."""

    asked: int
    waiting: int
    overdue: int
    in_time: int
    late: int
    closed: int
    held: int
    by_office: Sequence[OfficeNumbers]

    @property
    def answered(self) -> int:
        return self.in_time + self.late

    @property
    def owed(self) -> int:
        """Those of which nothing can be read yet: waiting, overdue, held."""
        return self.waiting + self.overdue + self.held


def standing_at(now: datetime) -> ColumnElement[str]:
    """The twin of `OwedRead.standing` for a query of OwedAnswer."""
    is_owed = OwedAnswer.state == OwedState.OWED
    return case(
        (OwedAnswer.state == OwedState.CLOSED, Standing.CLOSED.value),
        (and_(OwedAnswer.state == OwedState.ANSWERED, OwedAnswer.answered_at < OwedAnswer.due_at), Standing.IN_TIME),
        (OwedAnswer.state == OwedState.ANSWERED, Standing.LATE.value),
        (and_(is_owed, OwedAnswer.ready_at.is_not(None)), Standing.HELD.value),
        (OwedAnswer.due_at > now, Standing.WAITING.value),
        else_=Standing.OVERDUE.value,
    )


def numbers(campaign_id: int | None, now: datetime | None = None) -> Numbers:
    """The numbers of one campaign, or of all that everyone may see. Answers to ideas that nobody may read now are not counted,
    those that were closed without an answer are. One statement.
    """
    found = standing_at(now or clock.now()).label("standing")
    query = (
        select(OwedAnswer.office_id, Office.name, found, func.count().label("times"))
        .join(Office, Office.id == OwedAnswer.office_id)
        .join(Contribution, Contribution.id == OwedAnswer.idea_id)
        .join(Campaign, Campaign.id == OwedAnswer.campaign_id)
        .where(_counted(campaign_id))
        .group_by(OwedAnswer.office_id, Office.name, found)
    )
    counts: dict[tuple[str, int], dict[str, int]] = defaultdict(lambda: dict.fromkeys(Standing, 0))
    for row in db.session.execute(query):
        counts[row.name, row.office_id][row.standing] += row.times
    by_office = [OfficeNumbers(id, name, **_fields(found)) for (name, id), found in sorted(counts.items())]
    whole = {field: sum(getattr(one, field) for one in by_office) for field in _fields(dict.fromkeys(Standing, 0))}
    return Numbers(**whole, by_office=by_office)


def _counted(campaign_id: int | None) -> ColumnElement[bool]:
    if campaign_id is None:
        return public()
    return and_(OwedAnswer.campaign_id == campaign_id, Contribution.state.in_(sorted(PUBLIC)))


def _fields(counts: dict[Any, int]) -> dict[str, int]:
    return {"asked": sum(counts.values()), **{one.value.replace("-", "_"): counts[one] for one in Standing}}


def of_idea(idea_id: int) -> OwedRead | None:
    """What is owed, or was, to the idea; None where nobody was asked. One statement, and three where somebody was."""
    return of_ideas([idea_id]).get(idea_id)


def of_ideas(idea_ids: Collection[int]) -> dict[int, OwedRead]:
    """The same of many ideas: whoever shows them looks first whether these may be seen. Four statements at most."""
    return {one.idea_id: one for one in _read(_owed().where(OwedAnswer.idea_id.in_(sorted(idea_ids))))}


def by_id(owed_id: int) -> OwedRead | None:
    """The same by its own id."""
    return next(iter(_read(_owed().where(OwedAnswer.id == owed_id))), None)


def _owed() -> Select[Any]:
    columns: tuple[Any, ...] = (OwedAnswer, Office.name)
    return select(*columns).join(Office, Office.id == OwedAnswer.office_id).order_by(OwedAnswer.id)


def _read(query: Select[Any]) -> list[OwedRead]:
    rows = db.session.execute(query).all()
    ids = [row.OwedAnswer.id for row in rows]
    beside, moved, passed = (_beside(ids), _moved(ids), _passed(ids)) if ids else ({}, {}, {})
    return [
        OwedRead(
            id=one.id,
            idea_id=one.idea_id,
            campaign_id=one.campaign_id,
            office_id=one.office_id,
            office=name,
            state=one.state,
            due_on=one.due_on,
            due_at=one.due_at,
            first_due_on=one.first_due_on,
            asked_at=one.asked_at,
            ready_at=one.ready_at,
            answered_at=one.answered_at,
            close_reason=one.close_reason,
            closed_at=one.closed_at,
            co_executors=beside.get(one.id, ()),
            extensions=moved.get(one.id, ()),
            transfers=passed.get(one.id, ()),
        )
        for one, name in rows
    ]


def _beside(ids: Sequence[int]) -> dict[int, list[str]]:
    query = (
        select(CoExecutor.owed_id, Office.name)
        .join(Office, Office.id == CoExecutor.office_id)
        .where(CoExecutor.owed_id.in_(ids))
        .order_by(Office.name)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for owed_id, name in db.session.execute(query):
        found[owed_id].append(name)
    return found


def _moved(ids: Sequence[int]) -> dict[int, list[Moved]]:
    found: dict[int, list[Moved]] = defaultdict(list)
    for one in db.session.scalars(select(Extension).where(Extension.owed_id.in_(ids)).order_by(Extension.id)):
        found[one.owed_id].append(Moved(one.from_on, one.to_on, one.reason, one.made_at))
    return found


def _passed(ids: Sequence[int]) -> dict[int, list[Passed]]:
    rows = db.session.scalars(select(Transfer).where(Transfer.owed_id.in_(ids)).order_by(Transfer.id)).all()
    concerned = {id for one in rows for id in (one.from_id, one.to_id)}
    names = (
        dict(db.session.execute(select(Office.id, Office.name).where(Office.id.in_(sorted(concerned)))).all())
        if rows
        else {}
    )
    found: dict[int, list[Passed]] = defaultdict(list)
    for one in rows:
        found[one.owed_id].append(Passed(names[one.from_id], names[one.to_id], one.reason, one.made_at))
    return found
