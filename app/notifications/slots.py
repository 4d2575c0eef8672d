"""Places that letters offer to higher rooms."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.foundation.slots import Slot


@dataclass(frozen=True)
class DigestAsked:
    """Which digest, and in which language its reader reads."""

    snapshot_id: int
    language: str


@dataclass(frozen=True)
class ShortDigest:
    """A digest as a letter tells it: its title, up to five plain sentences, the whole address of its page."""

    title: str
    sentences: Sequence[str]
    address: str


# What a gathered letter prints of a digest that was published; None where it may not be shown any more.
SHORT_DIGEST: Slot[DigestAsked, ShortDigest | None] = Slot("notifications.short_digest")
