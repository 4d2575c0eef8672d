"""Keyed digests: they tell whether two are the same, and nothing else without the secret of this copy."""

import hmac
import unicodedata
from hashlib import sha256

from flask import current_app


def _digest(*parts: str) -> str:
    secret = current_app.extensions["veche.settings"].IDENTITY_SECRET
    return hmac.new(f"veche.identity.{secret}".encode(), "\0".join(parts).encode(), sha256).hexdigest()


def of_person(kind: str, identifier: str) -> str:
    """What is kept of a verified identifier. A number is the same with blanks and hyphens in it as without; words stay as they are."""
    words = unicodedata.normalize("NFKC", identifier).strip()
    number = "".join(sign for sign in words if not sign.isspace() and unicodedata.category(sign) != "Pd")
    return _digest("person", kind, number if number.isdecimal() else words)


def of_subject(issuer: str, subject: str) -> str:
    """What is kept of whom a provider calls so."""
    return _digest("subject", issuer, subject)


def of_code(code: str) -> str:
    """What is kept of a printed code."""
    return _digest("code", code)


def of_state(state: str) -> str:
    """What is kept of the secret that comes back from a provider."""
    return _digest("state", state)
