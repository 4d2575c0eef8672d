"""What many may have in common, and how many are too many."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from app.guards.counters import digest
from app.guards.typos import KNOWN, RIGHT, skeleton
from moderation.checks import twins
from moderation.waves.models import Like

WITHIN = timedelta(days=1)
# An account is new for so long: its texts are compared with those of other new ones.
NEW = timedelta(days=14)
KEPT = timedelta(days=30)
MANY: dict[Like, int] = {Like.MAILBOX: 15, Like.HOUSE: 100, Like.TEXT: 4}


@dataclass(frozen=True)
class Alike:
    """A print and what it is of."""

    like: Like
    print: str


def of_mailbox(email_key: str) -> list[Alike]:
    """The prints of an address: its shape where figures stand in it, its house where few have theirs there."""
    name, _, house = email_key.rpartition("@")
    found = [Alike(Like.MAILBOX, digest(("mailbox", skeleton(email_key))))] if any(c.isdigit() for c in name) else []
    return found + ([] if house in {*KNOWN, *RIGHT} else [Alike(Like.HOUSE, digest(("house", house)))])


def of_text(texts: Iterable[str]) -> list[Alike]:
    """The print of a text, whatever its letters are disguised as; none where it is so short that many say the same."""
    pairs = twins.fingerprint("\n".join(texts))
    words = sorted("\0".join(pair) for pair in pairs)
    return [Alike(Like.TEXT, digest(("text", *words)))] if pairs else []
