"""The outbox: work asked for in the same transaction as the fact that needs it.

A row is written with the fact, handed to the queue after the commit, and goes only when the work is done. A queue that
was down, lost its memory or a worker that died delays work; it never loses any: the sweep sends again.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast

import structlog
from flask import current_app
from redis.exceptions import RedisError
from rq import Queue
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import clock
from app.foundation.db import Base, Id, db
from app.foundation.queue import QueueServer
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
        raise KeyError(f"no job is called {job}: add it to app/wiring/")
    now = clock.now()
    errand = Errand(job=job, ids=ids, queue=known[job].queue, asked_at=now, due_at=now + delay)
    db.session.add(errand)
    db.session.flush()
    if not delay:
        after_commit(partial(hand_over, [(errand.id, errand.queue, now)]))


def ask_once(job: str, *, delay: timedelta = timedelta(0), **ids: Any) -> None:
    """Asks for a job unless the same waits already, untaken: many facts of one step, or of a long import, need it once.

    One that waits keeps its hour, whatever `delay` this one would have.
    """
    same = (Errand.job == job, Errand.taken_until.is_(None), Errand.failed_at.is_(None))
    # Shared: whoever takes one of them waits for this step to end, and then sees what it wrote.
    waiting = db.session.scalars(select(Errand.ids).where(*same).with_for_update(read=True))
    if ids not in list(waiting):
        ask(job, delay=delay, **ids)


def hand_over(errands: Sequence[tuple[int, str, datetime]]) -> int:
    """Puts errands (number, queue, when they were asked for) into the queue. Returns how many.

    A queue that does not answer is logged and no error: the rows are there and the sweep comes again.
    """
    server = _server()
    sent = 0
    try:
        for number, queue, asked_at in () if server.rests else errands:
            Queue(queue, connection=server).enqueue_call(
                "app.foundation.jobs.run",
                (number,),
                job_id=job_id(number, asked_at),
                timeout=LONGEST_JOB,
                result_ttl=0,
                failure_ttl=60,
            )
            sent += 1
    except RedisError as error:
        _leave_alone(server, error)
    return sent


def sweep() -> int:
    """Sends again what is due, older than some seconds, in nobody's hands and not in the queue. Returns how many were sent."""
    now = clock.now()
    rows = db.session.execute(
        select(Errand.id, Errand.queue, Errand.asked_at)
        .where(Errand.failed_at.is_(None), Errand.due_at <= now)
        .where(or_(Errand.taken_until < now, Errand.taken_until.is_(None) & (Errand.due_at <= now - RESEND_AFTER)))
        .order_by(Errand.due_at, Errand.id)
        .limit(500)
    ).all()
    db.session.rollback()
    waiting = _waiting({row.queue for row in rows})
    return hand_over([(row.id, row.queue, row.asked_at) for row in rows if job_id(row.id, row.asked_at) not in waiting])


def _waiting(queues: Iterable[str]) -> set[str]:
    """The jobs that stand in line. What a job says of itself is not asked: one whose worker died still says that it waits."""
    server = _server()
    try:
        return set() if server.rests else {job for name in queues for job in Queue(name, connection=server).job_ids}
    except RedisError as error:
        _leave_alone(server, error)
    return set()


def _leave_alone(server: QueueServer, error: RedisError) -> None:
    server.rest()
    log.warning("the queue does not answer; the sweep will send again", error=type(error).__name__)


def _server() -> QueueServer:
    return cast(QueueServer, current_app.extensions["veche.redis"])


def job_id(number: int, asked_at: datetime) -> str:
    """What an errand is called in the queue.

    SQLite gives the number of a row that is gone to the next one, while the worker may still be clearing away the job of the
    first: under the same name it would clear away the second.
    """
    return f"errand-{number}-{round(asked_at.timestamp() * 1_000_000)}"


def take(number: int, lease: timedelta) -> Errand | None:
    """Takes an errand for the time of the lease; None where it is done, given up, not yet due or in other hands.

    One whose workers died over it as often as a failing job is tried is given up here: it may be what kills them.
    """
    now = clock.now()
    taken = db.session.execute(
        update(Errand)
        .where(Errand.id == number, Errand.failed_at.is_(None), Errand.due_at <= now)
        .where(or_(Errand.taken_until.is_(None), Errand.taken_until < now))
        .values(taken_until=now + lease, attempts=Errand.attempts + 1)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        return None
    errand = db.session.get_one(Errand, number, populate_existing=True)
    if errand.attempts <= ATTEMPTS:
        return errand
    errand.taken_until, errand.error = None, "the worker died"
    _give_up(errand)
    return None


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
        _give_up(errand)


def _give_up(errand: Errand) -> None:
    errand.failed_at = clock.now()
    log.error("a job is given up", job=errand.job, errand=errand.id, error=errand.error)
