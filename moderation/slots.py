"""Places that moderation offers to higher rooms."""

from collections.abc import Collection

from app.foundation.slots import Slot

# Which of these people want no letter in the morning.
MORNING_UNWANTED: Slot[Collection[int], set[int]] = Slot("moderation.morning_unwanted")
