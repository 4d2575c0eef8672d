"""Signed words for links in letters: what for, whose, and until when; nothing is stored."""

from typing import Any

from flask import current_app
from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer

from app.foundation import clock


class _Signer(TimestampSigner):
    """Stamps by the clock of the application."""

    def get_timestamp(self) -> int:
        return int(clock.now().timestamp())


def _signer(purpose: str) -> URLSafeTimedSerializer:
    secret = current_app.extensions["veche.settings"].SECRET_KEY
    return URLSafeTimedSerializer(secret, salt=f"veche.{purpose}", signer=_Signer)


def sign(purpose: str, value: Any) -> str:
    """A word that proves `value` came from us for this purpose."""
    return _signer(purpose).dumps(value)


def read(purpose: str, word: str, seconds: int) -> Any | None:
    """What the word holds, or None where it is forged, broken or older than `seconds`."""
    try:
        return _signer(purpose).loads(word, max_age=seconds)
    except BadSignature:
        return None
