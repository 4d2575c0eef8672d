"""How long a case waits and what was promised, in working time of the office."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.offices.hours import Calendar

NEAR = timedelta(hours=2)


@dataclass(frozen=True)
class Wait:
    """`waited` and `span` are working time: until `due_at`, or since then where it is over. `day` is what a working day holds.

    Nothing is promised where `due_at` is not reckoned yet.
    """

    waited: timedelta
    span: timedelta
    due_at: datetime | None
    is_overdue: bool
    day: timedelta

    @property
    def is_near(self) -> bool:
        """Whether little is left of what was promised."""
        return self.due_at is not None and not self.is_overdue and self.span < NEAR


def wait_of(opened_at: datetime, due_at: datetime | None, zone: str, days: Calendar, now: datetime) -> Wait:
    """How it stands with a case of a campaign in this time zone."""
    promised = due_at or now
    is_overdue = promised <= now and due_at is not None
    span = days.worked(promised, now, zone) if is_overdue else days.worked(now, promised, zone)
    return Wait(days.worked(opened_at, now, zone), span, due_at, is_overdue, days.hours.length)
