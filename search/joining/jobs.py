"""Background work on joinings."""

from collections.abc import Callable, Sequence
from datetime import datetime

from app.foundation import clock
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from search.joining.domain import sets
from search.joining.queries import due

AT_ONCE = 50


def settle(joining_id: int) -> None:
    """Joins two ideas where their authors agreed, or drops what cannot be joined any more."""
    with step():
        sets.settle(joining_id, clock.now())


def look() -> None:
    """Joins what nobody objected to within the term, and parts what went on in an idea that is gone."""
    now = clock.now()
    _each(due.to_settle, sets.settle, now)
    _each(due.to_part, sets.release, now)


def _each(
    found: Callable[[datetime, int, int], Sequence[int]], deal: Callable[[int, datetime], object], now: datetime
) -> None:
    ids, after = found(now, 0, AT_ONCE), 0
    while ids:
        for joining_id in ids:
            with step():
                still_at_it()
                deal(joining_id, now)
        after = ids[-1]
        ids = found(now, after, AT_ONCE)
