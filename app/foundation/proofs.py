"""What shows that a letter is one of ours when a report about it comes back: nobody pauses the mailbox of another by a made-up one.

A letter carries a digest of its Message-ID and its mailbox, keyed with the secret of this copy. So does the return path, where the
operator has set one: with the day in place of the Message-ID. Nothing is stored.
"""

import hmac
import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from flask import current_app

from app.foundation import clock

HEADER = "X-Veche-Letter"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Servers try for some days, and write from time to time what became of it.
RETURNS_WITHIN = timedelta(days=30)
DIGITS = 32
WORD = re.compile(f"([0-9a-f]{{4,6}})-([0-9a-f]{{{DIGITS}}})")


def of_letter(message_id: str, mailbox: str) -> str:
    """The proof in the letter itself."""
    return _digest("letter", message_id, mailbox)


def proves_letter(proof: str, message_id: str, mailbox: str) -> bool:
    """Whether a letter with this Message-ID has left to this mailbox."""
    return hmac.compare_digest(proof.encode(), of_letter(message_id, mailbox).encode())


def return_path(mailbox: str) -> str:
    """The address to which reports about a letter to the mailbox come; empty where the operator has set none."""
    local, _, domain = _bounce_address().rpartition("@")
    if not local:
        return ""
    day = f"{(clock.now() - EPOCH).days:04x}"
    return f"{local}+{day}-{_digest('path', day, mailbox)}@{domain}"


def word_of(address: str) -> str | None:
    """The signed word within a return path of ours; None where the address is another."""
    local, _, domain = _bounce_address().rpartition("@")
    given, _, given_domain = address.strip().strip("<>").lower().rpartition("@")
    name, _, word = given.partition("+")
    is_ours = local != "" and (name, given_domain) == (local.lower(), domain.lower())
    return word if is_ours and WORD.fullmatch(word) else None


def proves_path(word: str, mailbox: str) -> bool:
    """Whether a letter to this mailbox has left with this word in its return path, lately."""
    found = WORD.fullmatch(word)
    if found is None:
        return False
    age = clock.now() - (EPOCH + timedelta(days=int(found[1], 16)))
    is_young = timedelta(0) <= age <= RETURNS_WITHIN
    return is_young and hmac.compare_digest(found[2].encode(), _digest("path", found[1], mailbox).encode())


def _bounce_address() -> str:
    return str(current_app.extensions["veche.settings"].BOUNCE_ADDRESS)


def _digest(*parts: str) -> str:
    secret = current_app.extensions["veche.settings"].SECRET_KEY
    return hmac.new(f"veche.mail.{secret}".encode(), "\0".join(parts).encode(), sha256).hexdigest()[:DIGITS]
