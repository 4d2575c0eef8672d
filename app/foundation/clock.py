"""What time it is. Aware UTC everywhere; local time exists only in template filters."""

from datetime import UTC, datetime
from typing import Protocol, cast

from flask import current_app
from sqlalchemy import func, select

from app.foundation.db import db

# Made once: each vote asks.
_OF_POSTGRESQL = select(func.clock_timestamp())


class Clock(Protocol):
    """Where the present comes from: the machine in production, a hand that tests move."""

    def now(self) -> datetime:
        """The present instant, aware UTC."""

    def by_database(self) -> datetime:
        """The present instant by the database's clock, the one that all nodes share."""


class SystemClock:
    """The clock of the machine and of its database."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def by_database(self) -> datetime:
        connection = db.session.connection()
        if connection.dialect.name == "postgresql":
            return cast(datetime, connection.scalar(_OF_POSTGRESQL)).astimezone(UTC)
        # SQLite works inside of this process, and asks the clock of the machine as we do.
        return self.now()


def _clock() -> Clock:
    return cast(Clock, current_app.extensions["veche.clock"])


def now() -> datetime:
    """The present instant of the running application, aware UTC."""
    return _clock().now()


def by_database() -> datetime:
    """The present instant by the database's clock: what decides at a bell, whichever node asks."""
    return _clock().by_database()
