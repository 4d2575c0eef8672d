"""Checks of what works behind the pages: database, queue, worker, schedule, outbox, search."""

from collections.abc import Sequence
from datetime import timedelta

from flask import current_app
from redis.exceptions import RedisError
from rq import Worker
from sqlalchemy import func, select

from app.foundation import clock, schema
from app.foundation.checks import Check, failure, fine, warning
from app.foundation.db import db
from app.foundation.outbox import Errand
from app.foundation.timetable import Turn
from search import engines
from search.engine import Shelf
from search.queries import marks
from search.queries.documents import ids_of

LATE, VERY_LATE = timedelta(minutes=5), timedelta(hours=1)
SILENT = timedelta(minutes=7)
AHEAD = timedelta(minutes=2)


def database() -> Sequence[Check]:
    """It answers and is of this release."""
    found = schema.standing()
    if not found.fits:
        return [failure("database", found.sentence)]
    return [
        fine("database", f"{db.engine.dialect.name} answers; its schema is {found.present}, as this release wants it")
    ]


def queue() -> Sequence[Check]:
    """Redis answers."""
    try:
        current_app.extensions["veche.redis"].ping()
    except (RedisError, OSError) as error:
        return [
            failure("redis", f"the queue does not answer ({type(error).__name__}): see whether it runs, and REDIS_URL")
        ]
    return [fine("redis", "the queue answers")]


def worker() -> Sequence[Check]:
    """Somebody does the background work."""
    try:
        workers = Worker.all(connection=current_app.extensions["veche.redis"])
    except (RedisError, OSError):
        return [failure("worker", "nobody knows whether a worker runs: the queue does not answer")]
    now = clock.now()
    alive = [one for one in workers if one.last_heartbeat and now - one.last_heartbeat < SILENT]
    if not alive:
        return [failure("worker", "no worker runs, so that letters wait: start `flask worker`")]
    return [fine("worker", f"workers that run: {len(alive)}")]


def schedule() -> Sequence[Check]:
    """Somebody asks for what is due."""
    last = db.session.scalar(select(func.max(Turn.last_at)))
    if last is None:
        return [failure("schedule", "the schedule has never run: start `flask scheduler`")]
    if last < clock.now() - LATE:
        return [failure("schedule", f"the schedule ran last at {last:%Y-%m-%d %H:%M} UTC: start `flask scheduler`")]
    return [fine("schedule", "the schedule runs")]


def outbox() -> Sequence[Check]:
    """Work is done soon after it was asked for, and none is given up."""
    now = clock.now()
    waits = (Errand.failed_at.is_(None), Errand.due_at <= now)
    count, oldest = db.session.execute(select(func.count(), func.min(Errand.due_at)).where(*waits)).one()
    failed = db.session.scalar(select(func.count()).where(Errand.failed_at.is_not(None))) or 0
    found = []
    if oldest is not None and now - oldest > LATE:
        minutes = int((now - oldest).total_seconds() // 60)
        told = f"{count} jobs wait, the oldest for {minutes} minutes: see whether the worker keeps up"
        found.append((failure if now - oldest > VERY_LATE else warning)("outbox", told))
    if failed:
        found.append(warning("outbox", f"{failed} jobs were given up after many attempts: the log says why"))
    return found or [fine("outbox", f"{count} jobs wait")]


def search() -> Sequence[Check]:
    """The index can be read, and follows what people write."""
    behind = marks.lag()
    found = []
    if behind.oldest is not None and clock.now() - behind.oldest > LATE:
        minutes = int((clock.now() - behind.oldest).total_seconds() // 60)
        found.append(warning("search", f"the index is {minutes} minutes behind: see whether the worker runs"))
    found += [
        failure("search", f"the index of {shelf.value} cannot be read: run `flask search rebuild`")
        for shelf in Shelf
        if not engines.of(shelf).status().is_ready
    ]
    return found or [fine("search", f"the index can be read, {behind.marks} texts wait")]


def search_drift() -> Sequence[Check]:
    """The index knows each text that people wrote, and no other. Reads which texts there are, however many."""
    waiting, found = marks.waiting(), []
    for shelf in Shelf:
        index, texts = engines.of(shelf).status(), frozenset(ids_of(shelf))
        drift = len(texts - index.ids - waiting) + len(index.ids - texts - waiting)
        if index.is_ready and drift:
            found.append(
                warning("search", f"the index of {shelf.value} differs in {drift} texts: run `flask search rebuild`")
            )
    return found


def time() -> Sequence[Check]:
    """The clock goes right: it agrees with the database's and was not set back."""
    now, there, found = clock.now(), clock.by_database(), []
    if abs(there - now) > AHEAD:
        found.append(
            failure("clock", f"the clock of the database is {int((there - now).total_seconds())} seconds off ours")
        )
    last = db.session.scalar(select(func.max(Turn.last_at)))
    if last is not None and last > clock.now() + AHEAD:
        found.append(
            failure("clock", f"the clock was set back: something happened at {last:%Y-%m-%d %H:%M} UTC already")
        )
    return found or [fine("clock", f"it is {now:%Y-%m-%d %H:%M} UTC; let the machine keep time by NTP")]
