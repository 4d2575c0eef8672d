"""Places that rooms above fill for threads."""

from app.foundation.errors import Reason
from app.foundation.slots import Slot

# The id of a contribution that a thread hangs on: why nobody comments there any more although the timeline allows it
# (a topic with its conclusion, for one). Asked by the page, and once more inside the write. One statement a filler.
THREAD_SHUT: Slot[int, Reason | None] = Slot("thread.shut")


def shut(contribution_id: int) -> Reason | None:
    """The first reason given, None where people may comment."""
    return next((reason for reason in THREAD_SHUT.fill(contribution_id) if reason), None)
