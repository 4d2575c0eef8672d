"""The outbox: work asked for in the same transaction as the fact that needs it.

A row is written with the fact, handed to the queue after the commit, and goes only when the work is done. A queue that
was down, lost its memory or a worker that died delays work; it never loses any: the sweep sends again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from flask import current_app
from redis.exceptions import RedisError
from rq import Queue
from rq.job import Job, JobStatus
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import clock
from app.foundation.db import Base, Id, db
from app.foundation.unit_of_work import after_commit

RESEND_AFTER = timedelta(seconds=5)
LONGEST_JOB = 1800
ATTEMPTS = 8
log = structlog.get_logger("outbox")


class Errand(Base):
    """A piece of background work that is still owed: which job, with which ids, since when, and who has it now."""

    __tablename__ = "outbox"

    id: Mapped[Id]
    job: Mapped[str]
    ids: Mapped[dict[str, Any]]
    queue: Mapped[str]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    taken_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None]
    error: Mapped[str | None]


def ask(job: str, *, delay: timedelta = timedelta(0), **ids: Any) -> None:
    """Asks for a job of the wiring's table within this step. `ids` are plain JSON values, never texts of people."""
    known = current_app.extensions["veche.jobs"]
    if job not in known:
        raise KeyError(f"no job is called {job}: add it to app/wiring.py")
    now = clock.now()
    errand = Errand(job=job, ids=ids, queue=known[job].queue, asked_at=now, due_at=now + delay)
    db.session.add(errand)
    db.session.flush()
    if not delay:
        number, queue = errand.id, errand.queue
        after_commit(partial(hand_over, [(number, queue)]))


def ask_once(job: str, **ids: Any) -> None:
    """Asks for a job unless the same waits already, untaken: many facts of one step, or of a long import, need it once."""
    same = (Errand.job == job, Errand.taken_until.is_(None), Errand.failed_at.is_(None))
    waiting = db.session.scalars(select(Errand.ids).where(*same))
    if ids not in list(waiting):
        ask(job, **ids)


def hand_over(errands: Sequence[tuple[int, str]]) -> int:
    """Puts errands (number, queue) into the queue, but those that wait in it already. Returns how many.

    A queue that does not answer is logged and no error: the rows are there and the sweep comes again.
    """
    sent = 0
    connection = current_app.extensions["veche.redis"]
    try:
        for number, queue in errands:
            job_id = f"errand-{number}"
            if _waits(job_id, connection):
                continue
            Queue(queue, connection=connection).enqueue_call(
                "app.foundation.jobs.run", (number,), job_id=job_id, timeout=LONGEST_JOB, result_ttl=0, failure_ttl=60
            )
            sent += 1
    except RedisError as error:
        log.warning("the queue does not answer; the sweep will send again", error=type(error).__name__)
    return sent


def _waits(job_id: str, connection: Any) -> bool:
    return Job.exists(job_id, connection) and Job.fetch(job_id, connection).get_status() == JobStatus.QUEUED


def sweep() -> int:
    """Sends again what is due, older than some seconds and in nobody's hands. Returns how many were sent."""
    now = clock.now()
    rows = db.session.execute(
        select(Errand.id, Errand.queue)
        .where(Errand.failed_at.is_(None), Errand.due_at <= now)
        .where(or_(Errand.taken_until < now, Errand.taken_until.is_(None) & (Errand.due_at <= now - RESEND_AFTER)))
        .order_by(Errand.due_at)
        .limit(500)
    ).all()
    db.session.rollback()
    return hand_over([(row.id, row.queue) for row in rows])


def take(number: int, lease: timedelta) -> Errand | None:
    """Takes an errand for the time of the lease; None where it is done, given up, not yet due or in other hands."""
    now = clock.now()
    taken = db.session.execute(
        update(Errand)
        .where(Errand.id == number, Errand.failed_at.is_(None), Errand.due_at <= now)
        .where(or_(Errand.taken_until.is_(None), Errand.taken_until < now))
        .values(taken_until=now + lease, attempts=Errand.attempts + 1)
    )
    return db.session.get(Errand, number, populate_existing=True) if taken.rowcount else None  # type: ignore[attr-defined]


def hold(number: int, lease: timedelta) -> None:
    """Lengthens the lease of an errand in our hands: a long job is alive."""
    db.session.execute(update(Errand).where(Errand.id == number).values(taken_until=clock.now() + lease))


def done(number: int) -> None:
    """The work is done: the row goes."""
    db.session.execute(delete(Errand).where(Errand.id == number))


def give_back(number: int, error: str) -> None:
    """The work failed: it is due again after a growing pause, and given up for a person to look at after some attempts."""
    errand = db.session.get(Errand, number)
    if errand is None:
        return
    errand.taken_until, errand.error = None, error
    errand.due_at = clock.now() + timedelta(seconds=5 * 2**errand.attempts)
    if errand.attempts >= ATTEMPTS:
        errand.failed_at = clock.now()
