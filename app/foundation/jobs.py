"""Background jobs: what a worker does with an errand of the outbox."""

import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from flask import Flask, current_app

from app.foundation import meters, outbox, unit_of_work
from app.foundation.db import db

log = structlog.get_logger("jobs")
_current: ContextVar[int | None] = ContextVar("errand", default=None)


@dataclass(frozen=True)
class Job:
    """A job of the wiring's table: a function of ids that is safe to run twice, and the queue it waits in."""

    run: Callable[..., None]
    queue: str = "default"


def connect(app: Flask, jobs: Mapping[str, Job]) -> None:
    """Tells the application which jobs there are."""
    app.extensions["veche.jobs"] = jobs


def lease() -> timedelta:
    """How long an errand is ours between two signs of life."""
    return timedelta(seconds=current_app.config["JOB_LEASE"])


def still_at_it() -> None:
    """Called inside a step of a long job: the lease lengthens with the step's commit."""
    number = _current.get()
    if number is not None:
        outbox.hold(number, lease())


def run(number: int) -> None:
    """What the worker calls: does one errand, keeps its row until the work is committed, gives it back where it fails."""
    with unit_of_work.step():
        errand = outbox.take(number, lease())
        name, ids = (errand.job, dict(errand.ids)) if errand else ("", {})
    if not name:
        return
    token = _current.set(number)
    try:
        with structlog.contextvars.bound_contextvars(job=name, errand=number):
            _do(number, name, ids)
    finally:
        _current.reset(token)


def _do(number: int, name: str, ids: dict[str, Any]) -> None:
    began, counted = time.monotonic(), meters.present()
    try:
        _try(number, name, ids)
        counted.count("jobs", name, "done")
    except _Failed:
        counted.count("jobs", name, "failed")
    counted.measure("job_seconds", time.monotonic() - began)
    # The process of a job ends with it.
    counted.flush(now=True)


class _Failed(Exception):
    """The job was given back."""


def _try(number: int, name: str, ids: dict[str, Any]) -> None:
    try:
        current_app.extensions["veche.jobs"][name].run(**ids)
    except Exception as error:
        log.exception("a job failed and will be tried again")
        db.session.rollback()
        with unit_of_work.step():
            outbox.give_back(number, type(error).__name__)
        raise _Failed from error
    db.session.rollback()
    with unit_of_work.step():
        outbox.done(number)
    log.info("done")
