"""A clock that tells the story's time while the demonstration is loaded."""

from datetime import datetime


class StoryClock:
    """Shows the instant of the event that is told."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def by_database(self) -> datetime:
        return self._at

    def move_to(self, at: datetime) -> None:
        self._at = at
