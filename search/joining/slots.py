"""Places that rooms above fill around a joining."""

from dataclasses import dataclass

from app.accounts.roles import Actor
from app.foundation.errors import Reason
from app.foundation.slots import Slot
from campaigns.contributions.models import Contribution


@dataclass(frozen=True)
class Handled:
    """Somebody is about to join, or to part, an idea."""

    actor: Actor
    contribution: Contribution


# Why this person has no say about this idea: a conflict of interest. One batch of statements a filler.
NO_SAY: Slot[Handled, Reason | None] = Slot("joining.no-say")
