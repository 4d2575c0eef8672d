"""A vote as rules see it that set votes apart. Standard library only."""

import re
from dataclasses import dataclass

_DIGITS = re.compile(r"\d+")
SHORTEST = 3


@dataclass(frozen=True)
class Vote:
    """One ballot on the site: the choice, two instants in seconds, and where the trace is still kept, its network and program.

    `pattern` is what the address of the account has in common with others made alike; it is worked out and never kept.
    """

    ballot_id: int
    marks: str
    cast_at: float
    made_at: float
    network: str | None
    program: str | None
    pattern: str | None

    @property
    def delay(self) -> float:
        """Seconds from the making of the account to the vote."""
        return self.cast_at - self.made_at


def pattern_of(address: str) -> str | None:
    """The pattern of an address that may have been made in a row: `olga17@…` is `olga#`, `me+7@…` is `me+`; of most None.

    The domain is no part of it: a mail domain alone says nothing.
    """
    local = address.partition("@")[0].casefold()
    name, plus, _ = local.partition("+")
    if plus:
        return f"{name}+"
    stem = _DIGITS.sub("#", local)
    return stem if "#" in stem and len(stem) > SHORTEST else None
