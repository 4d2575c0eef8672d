"""What happened waits to be told: one row, written with the fact, and one errand for all that wait."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from sqlalchemy import Select, func, select

from app.foundation import clock, outbox
from app.foundation.db import Base, db
from app.notifications.audiences import AT_ONCE
from app.notifications.domain.notices import Fact
from app.notifications.models import Teller, Telling

Row = TypeVar("Row", bound=Base)
TELL_WAITING = "notifications.tell_waiting"
# Whatever happens within so short a time is told by one job.
GATHERED_FOR = timedelta(seconds=2)


@dataclass(frozen=True)
class Next:
    """What is told after this: to others, of the same fact."""

    teller: Teller
    ids: dict[str, Any]


@dataclass(frozen=True)
class Portion:
    """Whom to tell what in one go; `after` is the last person where more may come; `then` is what comes after all of them."""

    people: Sequence[int] = ()
    fact: Fact | None = None
    after: int | None = None
    then: Next | None = None

    @property
    def is_last(self) -> bool:
        """Whether nothing of it is left to be told."""
        return self.after is None and self.then is None


class Reader:
    """Reads within one step: what many facts ask alike is read once."""

    def __init__(self) -> None:
        self._people: dict[Hashable, list[int]] = {}
        self._rows: dict[tuple[type[Base], int], Base] = {}

    @property
    def reads(self) -> int:
        """How often the database was asked."""
        return len(self._people) + len(self._rows)

    def people(self, query: Callable[..., Select[int]], *args: Hashable) -> list[int]:
        """The people of the query that `query` makes of these values."""
        key = (query, *args)
        if key not in self._people:
            self._people[key] = list(db.session.scalars(query(*args)))
        return self._people[key]

    def one(self, model: type[Row], id: int) -> Row:
        """The row with this number. Raises NoResultFound."""
        if (model, id) not in self._rows:
            self._rows[model, id] = db.session.get_one(model, id)
        return cast(Row, self._rows[model, id])


def put(teller: Teller, *, delay: timedelta = timedelta(0), **ids: Any) -> None:
    """Has it told, within the step of the fact itself. `ids` are plain JSON values, never texts of people.

    Thousands of facts ask for one job: it is due in a moment, and whatever comes until it is taken is told by it.
    """
    db.session.add(Telling(teller=teller, ids=ids, due_at=clock.now() + delay))
    db.session.flush()
    if delay:
        outbox.ask_once(TELL_WAITING, delay=delay, later=True)
    else:
        outbox.ask_once(TELL_WAITING, delay=GATHERED_FOR)


def portion(people: Sequence[int], fact: Fact, *, but: int | None = None, then: Next | None = None) -> Portion:
    """The next people are to be told, of whom there are at most `AT_ONCE`, but not the one who knows it already."""
    others = [one for one in people if one != but]
    if len(people) < AT_ONCE:
        return Portion(others, fact, None, then)
    return Portion(others, fact, people[-1])


def next_due(now: datetime) -> datetime | None:
    """When the next of those is due that wait for their time."""
    return db.session.scalar(select(func.min(Telling.due_at)).where(Telling.is_alone.is_(False), Telling.due_at > now))
