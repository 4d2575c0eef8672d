"""What happens to cases."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CaseDecided:
    """A moderator has decided. `version` is that of the case since then: an undone decision leaves a case of another."""

    case_id: int
    version: int


@dataclass(frozen=True)
class DraftMade:
    """A draft idea was made of a comment for its author."""

    idea_id: int
    comment_id: int


@dataclass(frozen=True)
class ReviewDecided:
    """Another person has looked at a decision a second time. `was_public` is whether everyone could read the text before it."""

    review_id: int
    was_public: bool
