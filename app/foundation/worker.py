"""The background worker: RQ's, whose jobs end with it and begin with fresh connections."""

import os
from typing import Any

from flask import current_app
from rq import Queue, Worker

from app.foundation.db import db
from app.foundation.ties import die_with_parent

# What was published is to be found at once, however many checks and letters wait.
QUEUES = ("urgent", "index", "default")
# How long it listens before it asks whether the queue's server is still there: one that fell silent is noticed after it.
LISTENS = 60


class VecheWorker(Worker):
    """An RQ worker. A job runs in a process of its own, so that a job that breaks takes nothing with it."""

    # RQ's own longest pause before it looks for a lost server is a minute, which letters would wait.
    max_connection_wait_time = 4.0

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._own_id = os.getpid()

    def setup_work_horse_signals(self) -> None:
        """In the job's process: ends when the worker is killed, and shares no connection with it."""
        super().setup_work_horse_signals()  # type: ignore[no-untyped-call]
        die_with_parent(self._own_id)
        db.engine.dispose(close=False)


def work(names: tuple[str, ...] = QUEUES) -> None:
    """Works until told to stop; a job that has begun is finished first."""
    connection = current_app.extensions["veche.redis"]
    queues = [Queue(name, connection=connection) for name in names]
    worker = VecheWorker(queues, connection=connection, maintenance_interval=60, worker_ttl=LISTENS)
    # RQ's own lines tell of its housekeeping; what was done is said by our jobs.
    worker.work(logging_level="WARNING")
