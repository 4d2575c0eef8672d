"""The schedule's words and its runner: however many nodes run it, each turn is asked for once."""

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import or_, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import clock, outbox
from app.foundation.db import Base, db
from app.foundation.unit_of_work import step

NAP = 0.1
log = structlog.get_logger("schedule")


@dataclass(frozen=True)
class Every:
    """A job of the wiring's table and the pause between two turns."""

    job: str
    pause: timedelta


class Turn(Base):
    """When a job of the schedule had its last turn."""

    __tablename__ = "schedule_turns"

    job: Mapped[str] = mapped_column(primary_key=True)
    last_at: Mapped[datetime | None]


def ask_for_due(schedule: Sequence[Every]) -> list[str]:
    """Asks for the jobs whose turn has come; another node that looked at the same moment gets none of them."""
    now = clock.now()
    asked = []
    for every in schedule:
        with step():
            _know(every.job)
            # A last turn far in the future was taken by a clock that was wrong; a near one by a node that is a little ahead.
            due = or_(Turn.last_at.is_(None), Turn.last_at <= now - every.pause, Turn.last_at > now + every.pause)
            taken = db.session.execute(update(Turn).where(Turn.job == every.job, due).values(last_at=now))
            if taken.rowcount:  # type: ignore[attr-defined]
                outbox.ask(every.job)
                asked.append(every.job)
    return asked


def _know(job: str) -> None:
    if db.session.get(Turn, job) is None:
        # Another node may see the job for the first time at the same moment.
        with contextlib.suppress(IntegrityError), db.session.begin_nested():
            db.session.add(Turn(job=job))


def run(schedule: Sequence[Every], goes_on: Callable[[], bool], pause: float = 2.0) -> None:
    """Runs until told to stop: the sweep of the outbox at each beat, due jobs every few beats."""
    beat = 0
    while goes_on():
        try:
            outbox.sweep()
            if beat % 5 == 0:
                ask_for_due(schedule)
        except SQLAlchemyError as error:
            log.warning("the database does not answer", error=type(error).__name__)
            db.session.rollback()
        finally:
            db.session.remove()
        beat += 1
        _wait(pause, goes_on)


def _wait(seconds: float, goes_on: Callable[[], bool]) -> None:
    # A sleep goes on after a signal: in short ones it is heeded soon.
    until = time.monotonic() + seconds
    while time.monotonic() < until and goes_on():
        time.sleep(NAP)
