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


@dataclass(frozen=True)
class Candidates:
    """Ideas of a campaign that experts may pick from."""

    campaign_id: int
    idea_ids: tuple[int, ...]


# Beside candidates, for experts who pick and owners: what is known of each of the ideas, in a sentence. One statement a filler.
CANDIDATE_NOTES: Slot[Candidates, dict[int, str]] = Slot("selection.candidate-notes")

# Asked inside the write that makes a selection: why the count it would stand on is none any more. One statement a filler.
COUNT_OVERTAKEN: Slot[Counted, Reason | None] = Slot("selection.count-overtaken")
