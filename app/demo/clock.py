"""A clock that tells the story's time while the demonstration is loaded."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import current_app


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


@contextmanager
def story_time(at: datetime) -> Iterator[StoryClock]:
    """While the block lasts the application goes by the story's clock, which begins at this instant."""
    kept = current_app.extensions["veche.clock"]
    story_clock = current_app.extensions["veche.clock"] = StoryClock(at)
    try:
        yield story_clock
    finally:
        current_app.extensions["veche.clock"] = kept
