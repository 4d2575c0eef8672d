"""Signed words for links in letters: what for, whose, and until when; nothing is stored."""

from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.extensions["veche.settings"].SECRET_KEY, salt=f"veche.{purpose}")


def sign(purpose: str, value: Any) -> str:
    """A word that proves `value` came from us for this purpose."""
    return _signer(purpose).dumps(value)


def read(purpose: str, word: str, seconds: int) -> Any | None:
    """What the word holds, or None where it is forged, broken or older than `seconds`."""
    try:
        return _signer(purpose).loads(word, max_age=seconds)
    except BadSignature:
        return None
