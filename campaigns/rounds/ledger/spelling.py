"""How ballots and entries are spelled and hashed: what a verifier that shares no code with us must do alike. Standard library only.

The tree is that of RFC 9162, section 2.1.1: leaves are hashed after a byte 0, inner nodes after a byte 1.
"""

import hashlib
from datetime import UTC, datetime
from typing import Any

from app.foundation import canonical

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 20
GROUP = 4


def commitment(rule_fingerprint: str, pseudonym: str, marks: str, salt: str) -> str:
    """The SHA-256, in hex, of the canonical JSON list of these four after the words "veche ballot"."""
    return canonical.fingerprint(["veche ballot", rule_fingerprint, pseudonym, marks, salt])


def body(kind: str, at: datetime, **fields: Any) -> str:
    """An entry as canonical JSON: its kind, the hour (UTC) it belongs to, and its own fields without the empty ones."""
    filled = {name: value for name, value in fields.items() if value not in {None, ""}}
    return canonical.spell({"kind": kind, "at": hour(at), **filled}).decode()


def hour(at: datetime) -> str:
    """The hour of an instant, no finer: `2026-11-22T14Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%HZ")


def leaf(body: str) -> str:
    """The hash of an entry as a leaf, in hex."""
    return hashlib.sha256(b"\x00" + body.encode()).hexdigest()


def node(left: str, right: str) -> str:
    """The hash of an inner node over two hashes in hex, in hex."""
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def code(commitment: str) -> str:
    """What a receipt says: the first 100 bits of a commitment as `ABCD-EFGH-…`, in letters that are not mistaken for each other."""
    number = int(commitment[:25], 16)
    letters = [ALPHABET[number >> shift & 31] for shift in range(5 * (CODE_LENGTH - 1), -1, -5)]
    return "-".join("".join(letters[start : start + GROUP]) for start in range(0, CODE_LENGTH, GROUP))


def prefix(code: str) -> str | None:
    """The first 25 hex digits of the commitment that a receipt names, however it was typed; None where it is no code."""
    folded = code.upper().translate(str.maketrans("OIL", "011"))
    letters = [letter for letter in folded if letter.isalnum()]
    if len(letters) != CODE_LENGTH or any(letter not in ALPHABET for letter in letters):
        return None
    number = 0
    for letter in letters:
        number = number << 5 | ALPHABET.index(letter)
    return f"{number:025x}"
