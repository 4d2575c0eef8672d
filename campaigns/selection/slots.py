"""Places that rooms above fill around a selection."""

from dataclasses import dataclass
from datetime import datetime

from app.foundation.errors import Reason
from app.foundation.slots import Slot


@dataclass(frozen=True)
class Counted:
    """The ideas of a campaign as they were counted at an instant."""

    campaign_id: int
    counted_at: datetime


# Asked inside the write that makes a selection: why the count it would stand on is none any more. One statement a filler.
COUNT_OVERTAKEN: Slot[Counted, Reason | None] = Slot("selection.count-overtaken")
