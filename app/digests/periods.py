"""Days, weeks, months or years, whichever makes a row of bars that one can read. Standard library only."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

MOST_DAYS = 35
MOST_WEEKS = 35 * 7
MOST_MONTHS = 36 * 31


class Unit(StrEnum):
    """What one row of participation covers."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


def unit_for(first: date, last: date) -> Unit:
    """The unit for a span, both days included."""
    days = (last - first).days + 1
    if days <= MOST_DAYS:
        return Unit.DAY
    if days <= MOST_WEEKS:
        return Unit.WEEK
    return Unit.MONTH if days <= MOST_MONTHS else Unit.YEAR


def start_of(day: date, unit: Unit) -> date:
    """The first day of the unit that holds the day; weeks begin on Monday."""
    match unit:
        case Unit.DAY:
            return day
        case Unit.WEEK:
            return day - timedelta(days=day.weekday())
        case Unit.MONTH:
            return day.replace(day=1)
        case Unit.YEAR:
            return day.replace(month=1, day=1)


def after(start: date, unit: Unit) -> date:
    """The first day of the next unit."""
    longest = {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 31, Unit.YEAR: 366}[unit]
    return start_of(start + timedelta(days=longest), unit)


def starts(first: date, last: date, unit: Unit) -> Iterator[date]:
    """The first days of all units from the one of `first` to the one of `last`."""
    start = start_of(first, unit)
    while start <= last:
        yield start
        start = after(start, unit)
