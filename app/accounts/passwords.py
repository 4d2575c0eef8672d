"""Passwords: hashed by Argon2id, slowly and always for as long. Never called inside a write."""

import hashlib
import unicodedata
from functools import lru_cache
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from flask_babel import lazy_gettext as _l

from app.accounts.common_passwords import COMMON
from app.foundation.errors import Reason

SHORTEST, LONGEST = 8, 200

TOO_SHORT = Reason("password-short", _l("Make it at least 8 characters long. Three words in a row are good."))
TOO_LONG = Reason("password-long", _l("At most 200 characters fit here."))
TOO_COMMON = Reason("password-common", _l("Many people use this password, so it is tried first. Choose another one."))
IS_EMAIL = Reason("password-email", _l("A password that is the e-mail address is easily guessed. Choose another one."))


@lru_cache(maxsize=4)
def _hasher(memory: int, time: int) -> PasswordHasher:
    return PasswordHasher(time_cost=time, memory_cost=memory, parallelism=1)


@lru_cache(maxsize=4)
def _nobody(memory: int, time: int) -> str:
    return _hasher(memory, time).hash("nobody's password")


def _costs() -> tuple[int, int]:
    settings = current_app.extensions["veche.settings"]
    return settings.PASSWORD_MEMORY_KIB, settings.PASSWORD_TIME


def _normal(password: str) -> bytes:
    # Keyboards differ in how they write й and ї: the same word must open the same door.
    return unicodedata.normalize("NFKC", password[: LONGEST + 1]).encode("utf-8", "replace")


def fault(password: str, email: str) -> Reason | None:
    """Why this cannot be the password of the person with this address, or None where it can."""
    word = password.casefold().strip()
    if len(password) < SHORTEST:
        return TOO_SHORT
    if len(password) > LONGEST:
        return TOO_LONG
    if email and word in {email.casefold(), email.casefold().partition("@")[0]}:
        return IS_EMAIL
    return TOO_COMMON if word in COMMON or len(set(word)) < 3 or _is_run(word) else None


def _is_run(word: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(word)}
    return steps in ({1}, {-1})


def hash_of(password: str) -> str:
    """What is kept of a password. Takes tens of milliseconds and much memory, on purpose."""
    return _hasher(*_costs()).hash(_normal(password))


def fits(password: str, kept: str) -> bool:
    """Whether this is the password. As slow where nothing is kept: the time tells nobody who has an account."""
    nobody = _nobody(*_costs())
    try:
        return _hasher(*_costs()).verify(kept or nobody, _normal(password)) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether the settings have changed since this was kept, so that it should be hashed anew."""
    return _hasher(*_costs()).check_needs_rehash(kept)


def mark_of(kept: str) -> str:
    """A word that changes with the password and does not betray it: for links that work once."""
    return hashlib.sha256(kept.encode()).hexdigest()[:20]
