"""What happens to ideas alone; what happens to any text is told in `campaigns/contributions/events.py`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class IdeaChangedMaterially:
    """The author changed so much of a supported idea that its supports were taken off.

    `version` is that of the common row after the change; `supporters` are the ids of the people whose support was taken off,
    read before the rows went.
    """

    idea_id: int
    version: int
    supporters: tuple[int, ...]


@dataclass(frozen=True)
class CoAuthorJoined:
    """Somebody whom the author had asked agreed to write along and to be named."""

    idea_id: int
    account_id: int


@dataclass(frozen=True)
class DraftThrownAway:
    """A draft is about to leave the tables for good: whatever names it goes with it."""

    idea_id: int
