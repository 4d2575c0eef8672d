"""What happens to people."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonBlocked:
    """Somebody may not write for a while."""

    block_id: int


@dataclass(frozen=True)
class BlockReviewed:
    """Another person has looked at what keeps somebody from writing."""

    review_id: int
