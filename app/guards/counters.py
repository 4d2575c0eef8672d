"""Counters of what was done how often: shared by all nodes in the queue's server, this process's own where that does not answer.

What happened within the last window is reckoned of two stretches: the present one whole, and of the one before the part that is not
over yet. Two small numbers for each name, by the clock of the application.
"""

import hashlib
import hmac
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Protocol, TypeVar, cast

import structlog
from flask import Flask, current_app
from redis.exceptions import RedisError

from app.foundation import clock
from app.foundation.errors import Reason, TooMany
from app.foundation.queue import QueueServer

MOST_KEPT = 50_000
A_WEEK = 7 * 24 * 3600
REFUSED = "veche:refused"
Answer = TypeVar("Answer")
log = structlog.get_logger("guards")

# Counts in all stretches, or in none: of many at once no more get through than of many in a row.
SPEND = """
local fits, seen = 1, {}
for i = 1, #KEYS / 2 do
  local most, share, weight = tonumber(ARGV[4 * i - 2]), tonumber(ARGV[4 * i - 1]), tonumber(ARGV[4 * i])
  local now = tonumber(redis.call('GET', KEYS[2 * i - 1]) or 0)
  local before = tonumber(redis.call('GET', KEYS[2 * i]) or 0)
  seen[2 * i - 1], seen[2 * i] = now, before
  if now + before * share + weight > most then fits = 0 end
end
if fits == 1 and ARGV[1] == '1' then
  for i = 1, #KEYS / 2 do
    redis.call('INCRBY', KEYS[2 * i - 1], ARGV[4 * i])
    redis.call('EXPIRE', KEYS[2 * i - 1], ARGV[4 * i + 1])
  end
end
table.insert(seen, 1, fits)
return seen
"""


@dataclass(frozen=True)
class Limit:
    """`most` times within `seconds`."""

    name: str
    most: int
    seconds: int


@dataclass(frozen=True)
class Asked:
    """A limit with whose it is: words that nobody should read in the server of counters. `weight` is how many times it counts."""

    limit: Limit
    names: tuple[str, ...]
    weight: int = 1

    @property
    def counts(self) -> int:
        """How many times it counts; never more than there are."""
        return min(self.weight, self.limit.most)


@dataclass(frozen=True)
class Stretch:
    """What is counted under: the present stretch and the one before, and how much of that one is not over yet."""

    now: str
    before: str
    share: float
    left: float

    @classmethod
    def of(cls, asked: Asked, at: datetime) -> "Stretch":
        seconds = asked.limit.seconds
        number, gone = divmod(at.timestamp(), seconds)
        key = f"veche:{asked.limit.name}:{digest(asked.names)}"
        return cls(f"{key}:{int(number)}", f"{key}:{int(number) - 1}", 1 - gone / seconds, seconds - gone)


class Store(Protocol):
    """Where numbers are."""

    def spend(self, asked: Sequence[Asked], at: datetime, keeps: bool) -> list[int]:
        """1 where all of it fits, else 0; then for each the number of the present stretch and of the one before."""

    def take(self, key: str, seconds: int, at: datetime) -> bool:
        """Whether nobody has taken this before."""

    def drop(self, keys: Sequence[str]) -> None:
        """Forgets numbers."""

    def note(self, code: str) -> None:
        """One more refusal."""

    def noted(self) -> dict[str, int]:
        """How many refusals there were, by their code."""


class Shared:
    """In the queue's server."""

    def __init__(self, server: QueueServer) -> None:
        self._server = server
        self._spend = server.register_script(SPEND)

    def spend(self, asked: Sequence[Asked], at: datetime, keeps: bool) -> list[int]:
        keys: list[str] = []
        told: list[str | int | float] = [int(keeps)]
        for one in asked:
            stretch = Stretch.of(one, at)
            keys += [stretch.now, stretch.before]
            told += [one.limit.most, stretch.share, one.counts, 2 * one.limit.seconds]
        return [int(number) for number in cast(list[int], self._spend(keys=keys, args=told))]

    def take(self, key: str, seconds: int, at: datetime) -> bool:
        return bool(self._server.set(key, 1, ex=seconds, nx=True))

    def drop(self, keys: Sequence[str]) -> None:
        self._server.delete(*keys)

    def note(self, code: str) -> None:
        self._server.hincrby(REFUSED, code, 1)

    def noted(self) -> dict[str, int]:
        found = cast(Mapping[bytes, bytes], self._server.hgetall(REFUSED))
        return {code.decode(): int(number) for code, number in found.items()}


@dataclass
class Own:
    """In this process."""

    _numbers: dict[str, tuple[int, float]] = field(default_factory=dict)
    _noted: dict[str, int] = field(default_factory=dict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def spend(self, asked: Sequence[Asked], at: datetime, keeps: bool) -> list[int]:
        with self._turn:
            fits, seen = True, list[int]()
            stretches = [Stretch.of(one, at) for one in asked]
            for one, stretch in zip(asked, stretches, strict=True):
                now, before = self._number(stretch.now), self._number(stretch.before)
                seen += [now, before]
                fits = fits and now + before * stretch.share + one.counts <= one.limit.most
            if fits and keeps:
                for one, stretch in zip(asked, stretches, strict=True):
                    ends = at.timestamp() + 2 * one.limit.seconds
                    self._numbers[stretch.now] = (self._number(stretch.now) + one.counts, ends)
                self._forget_old(at)
            return [int(fits), *seen]

    def take(self, key: str, seconds: int, at: datetime) -> bool:
        with self._turn:
            is_taken = self._numbers.get(key, (0, 0.0))[1] > at.timestamp()
            self._numbers[key] = (1, at.timestamp() + seconds)
            self._forget_old(at)
            return not is_taken

    def drop(self, keys: Sequence[str]) -> None:
        with self._turn:
            for key in keys:
                self._numbers.pop(key, None)

    def note(self, code: str) -> None:
        with self._turn:
            self._noted[code] = self._noted.get(code, 0) + 1

    def noted(self) -> dict[str, int]:
        return dict(self._noted)

    def _number(self, key: str) -> int:
        return self._numbers.get(key, (0, 0.0))[0]

    def _forget_old(self, at: datetime) -> None:
        if len(self._numbers) <= MOST_KEPT:
            return
        # Nobody fills our memory with names: what ends soonest goes first.
        by_end = sorted(self._numbers.items(), key=lambda kept: kept[1][1])
        self._numbers = {key: kept for key, kept in by_end[MOST_KEPT // 2 :] if kept[1] > at.timestamp()}


@dataclass
class Counters:
    """The counters of all nodes, and this process's own for the time when those do not answer."""

    server: QueueServer
    shared: Store
    own: Own = field(default_factory=Own)

    def spend(self, asked: Sequence[Asked], at: datetime, *, keeps: bool = True) -> int:
        """Counts all of it and gives 0; where one of it does not fit, counts nothing and gives the seconds to wait."""
        told = self._ask(lambda store: store.spend(asked, at, keeps))
        if told[0]:
            return 0
        return max(_wait(one, Stretch.of(one, at), told[2 * n + 1], told[2 * n + 2]) for n, one in enumerate(asked))

    def number(self, asked: Asked, at: datetime) -> float:
        """How often it was done within the last window."""
        told = self._ask(lambda store: store.spend([asked], at, False))
        return told[1] + told[2] * Stretch.of(asked, at).share

    def take(self, what: str, seconds: int, at: datetime) -> bool:
        """Whether this is the first who takes a thing that is there once."""
        key = f"veche:once:{digest((what,))}"
        return self._ask(lambda store: store.take(key, seconds, at))

    def forget(self, asked: Asked, at: datetime) -> None:
        """Forgets what was counted."""
        stretch = Stretch.of(asked, at)
        self._ask(lambda store: store.drop([stretch.now, stretch.before]))

    def note(self, code: str) -> None:
        """One more refusal by this reason; who was refused is not kept."""
        self._ask(lambda store: store.note(code))

    def noted(self) -> dict[str, int]:
        """How many refusals there were, by their code, since the counters began."""
        return self._ask(lambda store: store.noted())

    def _ask(self, ask: Callable[[Store], Answer]) -> Answer:
        if self.server.rests:
            return ask(self.own)
        try:
            return ask(self.shared)
        except RedisError as error:
            log.warning("the shared counters do not answer; this process counts alone", error=type(error).__name__)
            self.server.rest()
            return ask(self.own)


def _wait(one: Asked, stretch: Stretch, now: int, before: int) -> int:
    """Seconds until it fits; 0 where it does."""
    room, seconds = one.limit.most - one.counts, one.limit.seconds
    if now + before * stretch.share <= room:
        return 0
    if now <= room:
        return max(1, ceil(seconds * (stretch.share - (room - now) / before)))
    return max(1, ceil(stretch.left + seconds * (1 - room / now)))


def digest(names: Sequence[str]) -> str:
    """What something is counted or compared under: keyed with the secret of this installation."""
    # What is counted is nobody's business: the server of counters holds no addresses.
    secret = str(current_app.extensions["veche.settings"].SECRET_KEY).encode()
    words = "\0".join(names).encode("utf-8", "replace")
    return hmac.new(secret, words, hashlib.sha256).hexdigest()[:24]


def counters() -> Counters:
    """The counters of the running application."""
    return cast(Counters, current_app.extensions["veche.counters"])


def require(asked: Sequence[Asked], reason: Reason) -> None:
    """Counts all of it. Raises TooMany, and counts nothing but the refusal, where one of it does not fit."""
    refuse(reason, counters().spend(asked, clock.now()))


def require_room(asked: Sequence[Asked], reason: Reason) -> None:
    """Raises TooMany where one of it would not fit; counts nothing."""
    refuse(reason, counters().spend(asked, clock.now(), keeps=False))


def refuse(reason: Reason, after: int) -> None:
    """Raises TooMany where there is anything to wait for."""
    if after:
        counters().note(reason.code)
        raise TooMany(reason, after)


def connect(app: Flask) -> None:
    """Gives the application its counters, in the queue's server."""
    server = app.extensions["veche.redis"]
    app.extensions["veche.counters"] = Counters(server, Shared(server))
