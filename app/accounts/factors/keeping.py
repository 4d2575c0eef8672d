"""How secrets of factors are kept: with keys made of SECRET_KEY, so that the database alone gives nothing away.

Where SECRET_KEY changes, apps and backup codes that were set up before are worth nothing any more; passkeys stay.
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

NONCE = 12


def key_for(purpose: str) -> bytes:
    """A key of 256 bits for one purpose alone."""
    secret = str(current_app.extensions["veche.settings"].SECRET_KEY).encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"veche.factors.{purpose}".encode()).derive(secret)


def seal(secret: str, whose: str) -> str:
    """The secret, encrypted for whoever `whose` names: put into the row of somebody else it opens no more."""
    nonce = secrets.token_bytes(NONCE)
    sealed = AESGCM(key_for("seal")).encrypt(nonce, secret.encode(), whose.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def opened(sealed: str, whose: str) -> str | None:
    """The secret that was sealed for `whose`; None where it was not, or under another SECRET_KEY."""
    try:
        whole = base64.urlsafe_b64decode(sealed.encode())
        return AESGCM(key_for("seal")).decrypt(whole[:NONCE], whole[NONCE:], whose.encode()).decode()
    except (InvalidTag, ValueError):
        return None


def digest(secret: str, salt: str) -> str:
    """What is kept of a secret that only needs to be known again."""
    return hmac.new(key_for("digest"), f"{salt} {secret}".encode(), hashlib.sha256).hexdigest()
