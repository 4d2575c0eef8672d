"""Passkeys (WebAuthn level 2): the device proves that it holds a key, and that its owner was at it (PIN, finger, face).

A question is a signed word in the form that carries the answer: nothing is kept between the two. Each answer is taken once,
because the moment of its question is kept with the passkey and must be later than the one before.
"""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import webauthn
from flask import current_app
from sqlalchemy import update
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.accounts.factors import keeping, queries
from app.accounts.factors.domain import once
from app.accounts.factors.models import Passkey
from app.accounts.models import Account
from app.foundation import clock, hosts, site, tokens
from app.foundation.db import db

ASKED, ASKED_SECONDS = "factors.passkey", 300
NEVER = 0
MOST = 20
# What an answer of a device may be as long as; real ones have about a thousand letters.
LONGEST = 20_000
FAULTS = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, IndexError)


@dataclass(frozen=True)
class Question:
    """What the page asks of the device (`options`, for the script) and the word that goes back with the answer."""

    options: str
    word: str


def place() -> tuple[str, str]:
    """The name that passkeys are bound to and the origin of the site, both as browsers write them."""
    parts = urlsplit(hosts.for_machines(str(current_app.extensions["veche.settings"].public_url)))
    name = parts.hostname or "localhost"
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    port = f":{parts.port}" if parts.port and parts.port != usual else ""
    return name, f"{parts.scheme}://{name}{port}"


def are_possible() -> bool:
    """Whether browsers offer passkeys at this address: a name, and a line that nobody listens to."""
    name, origin = place()
    is_local = name == "localhost" or name.endswith(".localhost")
    is_number = name.replace(".", "").isdigit() or ":" in name
    return not is_number and (origin.startswith("https:") or is_local)


def ask_to_make(account: Account) -> Question:
    """The question to a device to make a passkey for this person; devices that have one already say so."""
    challenge, word = _challenge("make", account.id)
    options = webauthn.generate_registration_options(
        rp_id=place()[0],
        rp_name=site.name(),
        user_id=_handle(account.id),
        user_name=account.email or account.public_name,
        user_display_name=account.public_name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_named(account.id),
    )
    return Question(json.dumps(options_to_json_dict(options)), word)


def ask(account_id: int | None = None) -> Question:
    """The question to a device whether it holds a passkey: of this person, or of whoever wants to come in."""
    challenge, word = _challenge("show", account_id or 0)
    options = webauthn.generate_authentication_options(
        rp_id=place()[0],
        challenge=challenge,
        allow_credentials=_named(account_id) if account_id else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Question(json.dumps(options_to_json_dict(options)), word)


def _challenge(purpose: str, account_id: int) -> tuple[bytes, str]:
    challenge = secrets.token_bytes(32)
    at = int(clock.now().timestamp() * 1000)
    return challenge, tokens.sign(ASKED, [purpose, account_id, bytes_to_base64url(challenge), at])


def _handle(account_id: int) -> bytes:
    # What the device keeps of whose it is: nothing that tells anybody who that is.
    return hmac.new(keeping.key_for("handle"), str(account_id).encode(), hashlib.sha256).digest()


def _named(account_id: int) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(p.credential)) for p in queries.passkeys_of(account_id)]


def _question(word: str, purpose: str) -> tuple[int, bytes, int] | None:
    value = tokens.read(ASKED, word, ASKED_SECONDS)
    if not isinstance(value, list) or len(value) != 4 or value[0] != purpose:
        return None
    return value[1], base64url_to_bytes(value[2]), value[3]


def _answer(text: str) -> dict[str, Any] | None:
    try:
        answer = json.loads(text) if len(text) <= LONGEST else None
    except ValueError:
        return None
    return answer if isinstance(answer, dict) and isinstance(answer.get("id"), str) else None


@dataclass(frozen=True)
class Made:
    """A passkey that a device has made."""

    credential: str
    public_key: str
    sign_count: int


def made_by(account_id: int, word: str, text: str) -> Made | None:
    """The passkey that a device made for this person as an answer to our question; None where it is no such answer."""
    question, answer = _question(word, "make"), _answer(text)
    if question is None or answer is None or question[0] != account_id:
        return None
    name, origin = place()
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=question[1],
            expected_rp_id=name,
            expected_origin=origin,
            require_user_verification=True,
        )
    except FAULTS:
        return None
    key = base64.b64encode(made.credential_public_key).decode()
    return Made(bytes_to_base64url(made.credential_id), key, made.sign_count)


def keep(account_id: int, made: Made, name: str, now: datetime) -> bool:
    """The passkey is the person's; False where it is somebody's already, or the person has very many."""
    if queries.passkey_called(made.credential) or len(queries.passkeys_of(account_id)) >= MOST:
        return False
    db.session.add(Passkey(account_id=account_id, name=name, made_at=now, used_at=None, last_asked=NEVER, **vars(made)))
    db.session.flush()
    return True


@dataclass(frozen=True)
class Shown:
    """A passkey that was shown: whose, with its count, and when it was asked for."""

    passkey_id: int
    account_id: int
    sign_count: int
    asked: int


def shown_by(word: str, text: str, account_id: int | None = None) -> Shown | None:
    """Which passkey this is the answer of; None where it is none of ours, or not of this person. Slow: before any write."""
    question, answer = _question(word, "show"), _answer(text)
    if question is None or answer is None or question[0] != (account_id or 0):
        return None
    kept = queries.passkey_called(answer["id"][:2000])
    if kept is None or (account_id is not None and kept.account_id != account_id):
        return None
    name, origin = place()
    try:
        seen = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=question[1],
            expected_rp_id=name,
            expected_origin=origin,
            credential_public_key=base64.b64decode(kept.public_key),
            credential_current_sign_count=kept.sign_count,
            require_user_verification=True,
        )
    except FAULTS:
        return None
    return Shown(kept.id, kept.account_id, seen.new_sign_count, question[2])


def take(shown: Shown, now: datetime) -> bool:
    """The passkey is used with that; False where the same answer, or a later one, was taken before."""
    newer = update(Passkey).where(Passkey.id == shown.passkey_id, Passkey.last_asked < shown.asked)
    return once.used(newer.values(last_asked=shown.asked, sign_count=shown.sign_count, used_at=now))
