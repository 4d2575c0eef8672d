"""What higher rooms do when two accounts of one person become one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.foundation.errors import Reason
from app.foundation.slots import Slot


@dataclass(frozen=True)
class Joining:
    """The account that stays and the one that is closed, at a moment."""

    kept_id: int
    closed_id: int
    now: datetime


# Inside the write: what was of the closed account is of the kept one from now on, nothing twice. How many things of each kind went
# over, by a word that is the same in every language.
ACCOUNT_JOIN: Slot[Joining, Mapping[str, int]] = Slot("accounts.join")

# Why the two cannot become one at this moment; None where they can.
JOIN_SHUT: Slot[Joining, Reason | None] = Slot("accounts.join-shut")
