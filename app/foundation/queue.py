"""The connection to the queue's server."""

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry


def connect(url: str) -> "redis.Redis":
    """A client that gives up soon: a request must not wait for a queue that is down."""
    return redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=5, retry=Retry(NoBackoff(), 0))
