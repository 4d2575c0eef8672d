"""What all processes of a copy have done, counted together: each adds what it counted to one hash of the queue's server, from time
to time, so that a request pays for nothing. A count that did not arrive yet waits in its process; no name of a person is in any.
"""

import threading
import time
from collections import defaultdict

from flask import Flask, current_app
from redis.exceptions import RedisError

from app.foundation.queue import QueueServer

HASH = "veche:meters"
FLUSH_SECONDS = 5.0
# Seconds; a request or a job counts in each that it does not exceed.
BOUNDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Meters:
    """The counts of this process that have not been added yet."""

    def __init__(self, server: QueueServer) -> None:
        self._server = server
        self._lock = threading.Lock()
        self._counts: dict[str, float] = defaultdict(float)
        self._flushed_at = time.monotonic()

    def count(self, name: str, *labels: str, by: float = 1.0) -> None:
        """Adds to a counter. Labels are few in kind: names of endpoints, of jobs, of statuses."""
        with self._lock:
            self._counts["|".join((name, *labels))] += by

    def measure(self, name: str, seconds: float) -> None:
        """Adds a duration to a histogram."""
        with self._lock:
            for bound in BOUNDS:
                if seconds <= bound:
                    self._counts[f"{name}_bucket|{bound}"] += 1
            self._counts[f"{name}_bucket|+Inf"] += 1
            self._counts[f"{name}_sum"] += seconds

    def flush(self, *, now: bool = False) -> None:
        """Adds what was counted to what all have counted, some seconds after the last time or at once."""
        if not now and time.monotonic() - self._flushed_at < FLUSH_SECONDS:
            return
        with self._lock:
            self._flushed_at = time.monotonic()
            counts, self._counts = self._counts, defaultdict(float)
        if not counts or self._server.rests:
            self._keep(counts)
            return
        try:
            pipe = self._server.pipeline(transaction=False)
            for field, value in counts.items():
                pipe.hincrbyfloat(HASH, field, value)
            pipe.execute()
        except RedisError:
            self._server.rest()
            self._keep(counts)

    def _keep(self, counts: dict[str, float]) -> None:
        with self._lock:
            for field, value in counts.items():
                self._counts[field] += value

    def totals(self) -> dict[tuple[str, ...], float]:
        """What all processes have counted, by name and labels. Raises RedisError."""
        self.flush(now=True)
        found: dict[bytes, bytes] = self._server.hgetall(HASH)  # type: ignore[assignment]
        return {tuple(field.decode().split("|")): float(value) for field, value in found.items()}


def connect(app: Flask, server: QueueServer) -> None:
    """Gives the application its meters."""
    app.extensions["veche.meters"] = Meters(server)


def present() -> Meters:
    """The meters of this process."""
    meters: Meters = current_app.extensions["veche.meters"]
    return meters
