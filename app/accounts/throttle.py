"""Patience with attempts: only failures count, and those of one person never bar the others of a shared network."""

import hashlib
import hmac
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import structlog
from flask import Flask, current_app
from flask_babel import lazy_gettext as _l
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError

from app.foundation.errors import Reason, TooMany

WAIT = Reason(
    "too-many-attempts", _l("There were many attempts in a row. Wait a little and try again; nothing is lost.")
)
LETTERS = Reason(
    "too-many-letters",
    _l("Several letters have gone to this address already. Look among the spam, or ask again in an hour."),
)

HERE = RateLimitItemPerMinute(5, 5, "sign-in-here")
ADDRESS = RateLimitItemPerHour(20, 1, "sign-in-address")
NETWORK = RateLimitItemPerHour(300, 1, "sign-in-network")
LETTER = RateLimitItemPerHour(3, 1, "letter-address")
LETTERS_OF_NETWORK = RateLimitItemPerHour(100, 1, "letter-network")
DRAFTS_OF_NETWORK = RateLimitItemPerHour(300, 1, "draft-network")
FILES_OF_PERSON = RateLimitItemPerHour(60, 1, "file-person")
COMMENTS_OF_PERSON = RateLimitItemPerMinute(6, 1, "comment-person")
WRONG_LINKS_OF_NETWORK = RateLimitItemPerHour(60, 1, "wrong-link-network")
WRONG_CODES_OF_NETWORK = RateLimitItemPerHour(100, 1, "wrong-code-network")

DRAFTS = Reason(
    "too-many-drafts",
    _l(
        "Very many texts were begun from your network within an hour. Sign in to keep yours, or try again a little later."
    ),
)
COMMENTS = Reason(
    "too-many-comments",
    _l("You have sent several comments within a minute. Your words are kept here: send them a little later."),
)

CODES = Reason(
    "too-many-codes",
    _l(
        "Many wrong codes came from your network within an hour. Compare yours with the sheet; a right one is taken at once."
    ),
)

FILES = Reason("too-many-files", _l("You have sent very many files within an hour. Try again a little later."))

Limit = tuple[RateLimitItem, tuple[str, ...]]
FORGET_FAULT = 10.0
log = structlog.get_logger("throttle")


@dataclass
class Counters:
    """The counters shared by all nodes, and this process's own for the time when the shared ones do not answer."""

    shared: MovingWindowRateLimiter
    own: MovingWindowRateLimiter
    down_until: float = 0.0

    def wait(self, item: RateLimitItem, *names: str) -> int:
        """Seconds to wait before the next attempt; 0 where it may be now."""
        limiter = self._limiter()
        try:
            return _wait(limiter, item, names)
        except RedisError as error:
            return _wait(self._fall_back(error), item, names)

    def count(self, item: RateLimitItem, *names: str) -> bool:
        """Counts an attempt; False where the last that was free went to somebody else this very moment."""
        limiter = self._limiter()
        try:
            return limiter.hit(item, *names)
        except RedisError as error:
            return self._fall_back(error).hit(item, *names)

    def forget(self, item: RateLimitItem, *names: str) -> None:
        """Forgets what was counted."""
        limiter = self._limiter()
        try:
            limiter.clear(item, *names)
        except RedisError as error:
            self._fall_back(error).clear(item, *names)

    def _limiter(self) -> MovingWindowRateLimiter:
        return self.own if time.monotonic() < self.down_until else self.shared

    def _fall_back(self, error: RedisError) -> MovingWindowRateLimiter:
        log.warning("the shared counters do not answer; this process counts alone", error=type(error).__name__)
        self.down_until = time.monotonic() + FORGET_FAULT
        return self.own


def _wait(limiter: MovingWindowRateLimiter, item: RateLimitItem, names: tuple[str, ...]) -> int:
    if limiter.test(item, *names):
        return 0
    return max(1, round(limiter.get_window_stats(item, *names).reset_time - time.time()))


def connect(app: Flask) -> None:
    """Gives the application its counters, in the queue's server."""
    pool = app.extensions["veche.redis"].connection_pool
    shared = RedisStorage("redis://", connection_pool=pool, key_prefix="veche")
    app.extensions["veche.throttle"] = Counters(
        MovingWindowRateLimiter(shared), MovingWindowRateLimiter(MemoryStorage())
    )


def _counters() -> Counters:
    return cast(Counters, current_app.extensions["veche.throttle"])


def _hidden(name: str) -> str:
    # What is counted is nobody's business: the server of counters holds no addresses.
    secret = str(current_app.extensions["veche.settings"].SECRET_KEY).encode()
    return hmac.new(secret, name.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:24]


def _attempts(email_key: str, network: str) -> list[Limit]:
    address, place = _hidden(email_key), _hidden(network)
    return [(HERE, (address, place)), (ADDRESS, (address,)), (NETWORK, (place,))]


def _letters(email_key: str, network: str) -> list[Limit]:
    return [(LETTER, (_hidden(email_key),)), (LETTERS_OF_NETWORK, (_hidden(network),))]


def _require(limits: Sequence[Limit], reason: Reason) -> None:
    counters = _counters()
    after = max(counters.wait(item, *names) for item, names in limits)
    if after:
        raise TooMany(reason, after)


def _spend(limits: Sequence[Limit], reason: Reason) -> None:
    _require(limits, reason)
    if not all(_counters().count(item, *names) for item, names in limits):
        raise TooMany(reason, max(_counters().wait(item, *names) for item, names in limits) or 1)


def require_attempt(email_key: str, network: str) -> None:
    """Raises TooMany where this address has failed too often: from here, from anywhere, or this network with all addresses.

    Counts the attempt from here before anybody knows how it ends: many at once are no more than many in a row.
    """
    here, *others = _attempts(email_key, network)
    _require(others, WAIT)
    _spend([here], WAIT)


def forgive(email_key: str, network: str) -> None:
    """The password was right: what was counted from here is forgotten."""
    item, names = _attempts(email_key, network)[0]
    _counters().forget(item, *names)


def count_failure(email_key: str, network: str) -> None:
    """Counts an attempt that has failed against its address and its network."""
    for item, names in _attempts(email_key, network)[1:]:
        _counters().count(item, *names)


def require_letter(email_key: str, network: str) -> None:
    """Raises TooMany where too many letters were asked for, whether or not the address is known to us; counts this one."""
    _spend(_letters(email_key, network), LETTERS)


def require_draft(network: str) -> None:
    """Raises TooMany where guests of this network have begun very many drafts; counts this one."""
    _spend([(DRAFTS_OF_NETWORK, (_hidden(network),))], DRAFTS)


def require_file(account_id: int) -> None:
    """Raises TooMany where this person has sent very many files within an hour; counts this one."""
    _spend([(FILES_OF_PERSON, (_hidden(str(account_id)),))], FILES)


def count_wrong_link(network: str) -> None:
    """Counts a link of an invitation that leads nowhere. Raises TooMany where this network tries many; right ones never come here."""
    _spend([(WRONG_LINKS_OF_NETWORK, (_hidden(network),))], WAIT)


def count_wrong_code(network: str) -> None:
    """Counts a code to vote with that is none. Raises TooMany where this network tries many; right ones never come here."""
    _spend([(WRONG_CODES_OF_NETWORK, (_hidden(network),))], CODES)


def require_comment(account_id: int) -> None:
    """Raises TooMany where this person has sent several comments within a minute; counts this one."""
    _spend([(COMMENTS_OF_PERSON, (_hidden(str(account_id)),))], COMMENTS)
