"""Days of a campaign's calendar as instants. Owners say first and last days; the timeline keeps half-open instants.

A day begins at its first instant on the wall clock, also where the clock is moved at midnight.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)
MIDNIGHT = time(0)


def start_of(day: date, zone: str, at: time = MIDNIGHT) -> datetime:
    """The instant at which the wall clock of the zone shows this day and time: the first one where it does so twice,
    the end of the gap where it never does."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def end_of(last_day: date, zone: str, at: time | None = None) -> datetime:
    """The exclusive instant that ends the last day: 00:00 of the next one, or the given time of that day."""
    return start_of(last_day, zone, at) if at else start_of(last_day + ONE_DAY, zone)


def first_day(opens_at: datetime, zone: str) -> date:
    """The day on which a window opens."""
    return local(opens_at, zone).date()


def last_day(closes_at: datetime, zone: str) -> date:
    """The last day of a window that closes at this exclusive instant, as people read «until the 16th»."""
    return local(closes_at - ONE_MINUTE, zone).date()


def opening_time(opens_at: datetime, zone: str) -> time | None:
    """The time of day of an opening that is not the start of its day."""
    return None if opens_at == start_of(first_day(opens_at, zone), zone) else _time(opens_at, zone)


def closing_time(closes_at: datetime, zone: str) -> time | None:
    """The time of day of a closing that is not the end of its last day."""
    return None if closes_at == end_of(last_day(closes_at, zone), zone) else _time(closes_at, zone)


def moved(at: datetime, before: str, after: str) -> datetime:
    """The instant at which another zone's wall clock shows what this zone's shows now."""
    wall = local(at, before)
    return start_of(wall.date(), after, wall.time())


def shifted(at: datetime, by: timedelta, zone: str) -> datetime:
    """The instant so many whole days later at which the wall clock of the zone shows the same time."""
    wall = local(at, zone)
    return start_of(wall.date() + by, zone, wall.time().replace(fold=0))


def local(at: datetime, zone: str) -> datetime:
    """The instant on the wall clock of the zone."""
    return at.astimezone(ZoneInfo(zone))


def _time(at: datetime, zone: str) -> time:
    return local(at, zone).time().replace(second=0, microsecond=0)
