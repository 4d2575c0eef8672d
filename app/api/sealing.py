"""Encryption under a token: what is sealed with it only its holder opens. The copy itself keeps a digest of the token alone."""

import base64
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12


def key_of(token: str) -> bytes:
    """A key of 256 bits, of the whole word of a token: 192 bits of it nobody guesses."""
    words = token.encode("utf-8", "surrogatepass")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"veche.api.reply").derive(words)


def seal(text: str, key: bytes) -> str:
    """The text, encrypted."""
    nonce = secrets.token_bytes(NONCE)
    return base64.urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, text.encode(), None)).decode()


def opened(sealed: str, key: bytes) -> str:
    """The text that was sealed with this key. Raises InvalidTag where it was another."""
    whole = base64.urlsafe_b64decode(sealed.encode())
    return AESGCM(key).decrypt(whole[:NONCE], whole[NONCE:], None).decode()
