"""Working time: arithmetic of days, hours and zones. Standard library only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SATURDAY = 5
NONE = timedelta(0)
LAST = date(9000, 1, 1)


@dataclass(frozen=True)
class WorkingHours:
    """When a usual working day begins and ends, by the clocks of the place."""

    opens: time
    closes: time

    @property
    def length(self) -> timedelta:
        """How much work a usual day holds."""
        return datetime.combine(date.min, self.closes) - datetime.combine(date.min, self.opens)


@dataclass(frozen=True)
class OtherDay:
    """A day that differs from its usual self: a holiday, a working Saturday, a day that ends early."""

    is_working: bool
    closes_at: time | None = None


@dataclass(frozen=True)
class Calendar:
    """The working days of the office: Monday to Friday, but for `others`. Instants are aware UTC, zones names of the tz database."""

    hours: WorkingHours
    others: Mapping[date, OtherDay] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Whether the office works on this day."""
        other = self.others.get(day)
        return other.is_working if other else day.weekday() < SATURDAY

    def shift(self, day: date, zone: str) -> tuple[datetime, datetime] | None:
        """From when until when the office works on this day; None where it does not."""
        if not self.is_working(day):
            return None
        other = self.others.get(day)
        return _shift(self.hours.opens, other.closes_at if other and other.closes_at else self.hours.closes, day, zone)

    def worked(self, start: datetime, end: datetime, zone: str) -> timedelta:
        """How much working time lies between two instants; none where the second comes first."""
        shifts = self._shifts(_local(start, zone), _local(end, zone), zone)
        return sum((max(NONE, min(closes, end) - max(opens, start)) for opens, closes in shifts), NONE)

    def due(self, opened_at: datetime, zone: str, working_days: int = 1) -> datetime:
        """The first instant by which as much working time has gone by since `opened_at` as so many usual days hold."""
        owed = self.hours.length * working_days
        for opens, closes in self._shifts(_local(opened_at, zone), LAST, zone):
            start = max(opens, opened_at)
            if closes - start >= owed:
                return start + owed
            owed -= max(NONE, closes - start)
        raise OverflowError("the calendar has no working day left")

    def _shifts(self, first: date, last: date, zone: str) -> Iterator[tuple[datetime, datetime]]:
        for number in range(first.toordinal(), last.toordinal() + 1):
            shift = self.shift(date.fromordinal(number), zone)
            if shift:
                yield shift


def _local(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=10_000)
def _shift(opens: time, closes: time, day: date, zone: str) -> tuple[datetime, datetime] | None:
    # In a gap of the clocks, or where the day ends before its usual beginning, nothing is left of it.
    start, end = (datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC) for at in (opens, closes))
    return (start, end) if start < end else None
