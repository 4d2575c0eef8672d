"""What the selection announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OutcomesGiven:
    """These ideas have the status now that the selection gives them."""

    idea_ids: tuple[int, ...]


@dataclass(frozen=True)
class SelectionMade:
    """The selection of a campaign is made: every published idea has its place and its sentence."""

    campaign_id: int
    selection_id: int
