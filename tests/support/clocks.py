"""A clock moved by hand."""

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 4, 12, 0, tzinfo=UTC)


class MovingClock:
    """Stands still until moved; the database's clock moves with it."""

    def __init__(self) -> None:
        self._now = NOON

    def now(self) -> datetime:
        return self._now

    def by_database(self) -> datetime:
        return self._now

    def move_to(self, at: datetime) -> None:
        self._now = at

    def move_by(self, **parts: float) -> None:
        self._now += timedelta(**parts)

    def reset(self) -> None:
        self._now = NOON
