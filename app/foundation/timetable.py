"""The schedule's words and its runner: however many nodes run it, each turn is asked for once."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import or_, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import clock, outbox
from app.foundation.db import Base, db
from app.foundation.unit_of_work import step

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
            due = or_(Turn.last_at.is_(None), Turn.last_at <= now - every.pause)
            taken = db.session.execute(update(Turn).where(Turn.job == every.job, due).values(last_at=now))
            if taken.rowcount:  # type: ignore[attr-defined]
                outbox.ask(every.job)
                asked.append(every.job)
    return asked


def _know(job: str) -> None:
    if db.session.get(Turn, job) is None:
        db.session.add(Turn(job=job))
        db.session.flush()


def run(schedule: Sequence[Every], goes_on: Callable[[], bool], pause: float = 2.0) -> None:
    """Runs until told to stop: the sweep of the outbox at each beat, due jobs every few beats."""
    beat = 0
    while goes_on():
        try:
            outbox.sweep()
            if beat % 5 == 0:
                ask_for_due(schedule)
        except OperationalError as error:
            log.warning("the database does not answer", error=type(error).__name__)
            db.session.rollback()
        finally:
            db.session.remove()
        beat += 1
        time.sleep(pause)
