"""What the selection announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SelectionMade:
    """The selection of a campaign is made: every published idea has its place and its sentence."""

    campaign_id: int
    selection_id: int
