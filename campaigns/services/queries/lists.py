"""Lists of the catalogue: a page of rows by key, and how many each filter would leave."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, func, literal, select, tuple_

from app.foundation.db import db
from app.foundation.paging import Page, pack, unpack
from app.offices.models import Office
from app.territories.models import Territory
from campaigns.services.keys import roots
from campaigns.services.models import Service

PAGE = 30
IN_NAME, IN_WORDS = 3, 1


@dataclass(frozen=True)
class Asked:
    """What list is asked for; with `ended` what has left the catalogue is in it, too. `after` is a key of `page_of`."""

    q: str = ""
    office_id: int | None = None
    territory_id: int | None = None
    after: str | None = None
    ended: bool = False


@dataclass(frozen=True)
class ServiceLine:
    """A service as a list shows it."""

    id: int
    name: str
    description: str
    link: str
    office: str | None
    territory: str | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Counts:
    """How many services each department and each place has, (id, name) to number, by name; `found` fit all that is chosen."""

    offices: dict[tuple[int, str], int]
    territories: dict[tuple[int, str], int]
    found: int


def page_of(asked: Asked, size: int = PAGE) -> Page[ServiceLine]:
    """A page of services, those that fit the words best first, then by name. A broken key shows the first page."""
    query, place = _lines().where(*_chosen(asked)), unpack(asked.after, int, str, int)
    unfit = -_fit(asked.q)
    if place:
        here = tuple_(literal(place[0], Integer), literal(place[1]), literal(place[2]))
        query = query.where(tuple_(unfit, Service.name_key, Service.id) > here)
    ordered = select(query.add_columns(unfit.label("unfit"), Service.name_key).subquery())
    found = ordered.selected_columns
    rows = db.session.execute(ordered.order_by(found.unfit, found.name_key, found.id).limit(size + 1)).all()
    following = pack(rows[size - 1].unfit, rows[size - 1].name_key, rows[size - 1].id) if len(rows) > size else None
    return Page([ServiceLine(*row[:-2]) for row in rows[:size]], following, is_first=place is None)


def counts(asked: Asked) -> Counts:
    """What the filters would leave: departments within the chosen place, places within the chosen department."""
    rows = db.session.execute(
        select(Office.id, Office.name, Territory.id, Territory.name, func.count())
        .select_from(Service)
        .outerjoin(Service.office)
        .outerjoin(Service.territory)
        .where(*_chosen(Asked(q=asked.q)))
        .group_by(Office.id, Office.name, Territory.id, Territory.name)
        .order_by(Office.name, Territory.name)
    ).all()
    offices: Counter[tuple[int, str]] = Counter()
    territories: Counter[tuple[int, str]] = Counter()
    found = 0
    for office_id, office, territory_id, territory, number in rows:
        in_office, in_place = asked.office_id in {None, office_id}, asked.territory_id in {None, territory_id}
        found += number if in_office and in_place else 0
        if office_id is not None and in_place:
            offices[office_id, office] += number
        if territory_id is not None and in_office:
            territories[territory_id, territory] += number
    return Counts(dict(offices), dict(territories), found)


def is_empty() -> bool:
    """Whether no service is on offer."""
    return db.session.scalar(select(Service.id).where(Service.ended_at.is_(None)).limit(1)) is None


def everything() -> Sequence[ServiceLine]:
    """The whole catalogue by name, what has left it included."""
    rows = db.session.execute(_lines().order_by(Service.name_key, Service.id))
    return [ServiceLine(*row) for row in rows]


def _lines() -> Select[Any]:
    columns: tuple[Any, ...] = (
        Service.id,
        Service.name,
        Service.description,
        Service.link,
        Office.name.label("office"),
        Territory.name.label("territory"),
        Service.ended_at,
    )
    return select(*columns).outerjoin(Service.office).outerjoin(Service.territory)


def _chosen(asked: Asked) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = [] if asked.ended else [Service.ended_at.is_(None)]
    if asked.q:
        words = roots(asked.q)
        # Half of the words are enough: people ask in sentences. Words too short to look for find nothing.
        chosen.append(_number_found(words) >= (len(words) + 1) // 2 if words else literal(False))
    if asked.office_id is not None:
        chosen.append(Service.office_id == asked.office_id)
    if asked.territory_id is not None:
        chosen.append(Service.territory_id == asked.territory_id)
    return chosen


def _begins(column: Any, root: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = (" " + column).contains(f" {root}", autoescape=True)
    return found


def _number_found(words: Sequence[str]) -> ColumnElement[int]:
    return sum((case((_begins(Service.words_key, word), 1), else_=0) for word in words), literal(0, Integer))


def _fit(asked: str) -> ColumnElement[int]:
    """How well a service fits the words: those of its name weigh more than those of its description."""
    weights = (
        case((_begins(Service.name_key, word), IN_NAME), (_begins(Service.words_key, word), IN_WORDS), else_=0)
        for word in roots(asked)
    )
    return sum(weights, literal(0, Integer))
