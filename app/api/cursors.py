"""Cursors: a key of a list as a word that holds for that list alone, whatever was asked of it."""

import hashlib
import hmac
from typing import Any

from flask import current_app

from app.api.reasons import CURSOR
from app.foundation.canonical import spell
from app.foundation.errors import Invalid
from app.foundation.paging import pack, unpack


def _mark(key: str, of: tuple[Any, ...]) -> str:
    secret = str(current_app.extensions["veche.settings"].SECRET_KEY).encode()
    return hmac.new(secret, spell(["api.cursor", key, *of]), hashlib.sha256).hexdigest()[:16]


def made(key: str | None, *of: Any) -> str | None:
    """The cursor of a key of the list that `of` describes; None where the list ends."""
    return None if key is None else pack(key, _mark(key, of))


def given(word: str | None, *of: Any) -> str | None:
    """The key in a cursor, None where none was sent. Raises Invalid where it is not one of this list."""
    if word is None:
        return None
    parts = unpack(word, str, str)
    if parts is None or not hmac.compare_digest(_mark(parts[0], of).encode(), parts[1].encode()):
        raise Invalid(CURSOR)
    return str(parts[0])
