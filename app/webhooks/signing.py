"""How what is sent is signed: as Standard Webhooks have it, so that receivers find a library for it.

The secret is made of the site's own and a salt, and is kept nowhere: a copy of the database signs nothing.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping

from flask import current_app

from app.foundation.release import VERSION
from app.webhooks.models import Webhook


def _key(webhook: Webhook) -> bytes:
    own = str(current_app.extensions["veche.settings"].SECRET_KEY).encode()
    return hmac.new(own, f"webhook {webhook.salt}".encode(), hashlib.sha256).digest()


def secret_of(webhook: Webhook) -> str:
    """The secret as the receiver needs it."""
    return f"whsec_{base64.b64encode(_key(webhook)).decode()}"


def headers_of(webhook: Webhook, word: str, body: str, seconds: int) -> Mapping[str, str]:
    """What goes with a body: its id, the moment it is sent, and the signature over both and the body."""
    signed = hmac.new(_key(webhook), f"{word}.{seconds}.{body}".encode(), hashlib.sha256).digest()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"Veche-Webhooks/{VERSION}",
        "webhook-id": word,
        "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }
