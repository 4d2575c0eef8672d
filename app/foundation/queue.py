"""The connection to the queue's server."""

import time
from typing import cast

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

PATIENCE = 2.0
REST = 5.0


class QueueServer(redis.Redis):
    """A client of the queue's server that knows when it is better left alone: of many requests one finds out that it is down."""

    _rests_until = 0.0

    @property
    def rests(self) -> bool:
        """Whether it did not answer a moment ago."""
        return time.monotonic() < self._rests_until

    def rest(self) -> None:
        """It did not answer: nobody asks it for some seconds."""
        self._rests_until = time.monotonic() + REST


def connect(url: str) -> QueueServer:
    """A client that gives up soon: a request must not wait for a queue that is down."""
    client = QueueServer.from_url(url, socket_connect_timeout=1, socket_timeout=PATIENCE, retry=Retry(NoBackoff(), 0))
    return cast(QueueServer, client)
