"""Places that moderation offers to higher rooms."""

from collections.abc import Collection
from dataclasses import dataclass

from app.foundation.slots import Slot
from campaigns.contributions.rewriting import Change

# Which of these people want no letter in the morning.
MORNING_UNWANTED: Slot[Collection[int], set[int]] = Slot("moderation.morning_unwanted")


@dataclass(frozen=True)
class Rewriting:
    """Words of a text become others wherever they stand."""

    contribution_id: int
    change: Change


# Asked inside the write: rooms that keep words of texts put in their place what the change makes of them.
WORDS_ELSEWHERE: Slot[Rewriting, None] = Slot("moderation.words_elsewhere")
