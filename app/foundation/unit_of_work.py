"""Steps: the unit in which anything is kept. The only commit of the house is here.

A request is one step; a job or a command is as many as it needs. Reading needs nothing. Writing begins with
`begin_writing`, which ends the reads before it: what they loaded expires and reloads itself, and SQLite's one place for a
writer is taken as late as can be and held as briefly.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import structlog
from flask import current_app
from sqlalchemy import Connection, event
from sqlalchemy.orm import ORMExecuteState, Session

from app.foundation.db import WRITING, db
from app.foundation.locks import WriteLock

LONGEST_STEP = 0.1
log = structlog.get_logger("steps")


def _lock() -> WriteLock:
    return cast(WriteLock, current_app.extensions["veche.write_lock"])


def is_writing() -> bool:
    """Whether this step may write."""
    return "writing_since" in db.session().info


def begin_writing() -> None:
    """Ends the reads and begins the write of this step. Does nothing where it has begun already.

    Raises RuntimeError in a request that only reads: a GET keeps nothing.
    """
    session = db.session()
    if "writing_since" in session.info:
        return
    if session.info.get("reads_only"):
        raise RuntimeError("this request only reads; mark the route with writes=True if it must not")
    session.rollback()
    _lock().acquire()
    session.info["writing_since"] = time.monotonic()
    try:
        session.info["writing_on"] = session.connection(execution_options={WRITING: True})
    except BaseException:
        _end(session)
        raise


def writing() -> Connection:
    """The connection of this write, for statements of tables that are run so often that the session's part would be dear.

    Objects know nothing of what is done here. Raises RuntimeError outside a write, as the session itself does.
    """
    connection = db.session().info.get("writing_on")
    if connection is None:
        raise RuntimeError("a write outside a step: call begin_writing() first")
    return cast(Connection, connection)


def record(keep: Callable[[], object]) -> None:
    """Keeps something apart from the step, after its end, whether it was committed or rolled back: attempts, refusals."""
    db.session().info.setdefault("records", []).append(keep)


def after_commit(act: Callable[[], object]) -> None:
    """Runs `act` once this step is committed; never if it is rolled back. For what leaves the database (the queue)."""
    db.session().info.setdefault("after_commit", []).append(act)


@contextmanager
def step() -> Iterator[None]:
    """One step of a job or a command: writing from its start, committed at its end, rolled back when it raises."""
    begin_writing()
    with _step():
        yield


@contextmanager
def request_step(reads_only: bool) -> Iterator[None]:
    """The step of a request: commits what was written when the view returns, whatever the status."""
    db.session().info["reads_only"] = reads_only
    try:
        with _step():
            yield
    finally:
        db.session().info.pop("reads_only", None)


@contextmanager
def _step() -> Iterator[None]:
    session = db.session()
    try:
        yield
        if "writing_since" in session.info:
            session.commit()
    except BaseException:
        session.info.pop("after_commit", None)
        session.rollback()
        raise
    finally:
        _end(session)
        _keep_records(session)
    for act in session.info.pop("after_commit", []):
        act()


def _end(session: Session) -> None:
    session.info.pop("writing_on", None)
    since = session.info.pop("writing_since", None)
    if since is None:
        return
    _lock().release()
    held = time.monotonic() - since
    if held > LONGEST_STEP:
        log.warning("a step held the write lock too long", seconds=round(held, 3))


def _keep_records(session: Session) -> None:
    records = session.info.pop("records", [])
    reads_only = session.info.pop("reads_only", False)
    for keep in records:
        with step():
            keep()
    session.info["reads_only"] = reads_only


def _refuse_flush(session: Session, _context: Any, _instances: Any) -> None:
    if (session.new or session.dirty or session.deleted) and "writing_since" not in session.info:
        raise RuntimeError("a write outside a step: call begin_writing() first")


def _refuse_statement(state: ORMExecuteState) -> None:
    changes = state.is_insert or state.is_update or state.is_delete
    if changes and "writing_since" not in state.session.info:
        raise RuntimeError("a write outside a step: call begin_writing() first")


def guard() -> None:
    """Makes every write outside a step an error, however it is tried."""
    if not event.contains(Session, "before_flush", _refuse_flush):
        event.listen(Session, "before_flush", _refuse_flush)
        event.listen(Session, "do_orm_execute", _refuse_statement)
