"""What the implementation announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ProgressReported:
    """Something was reported about what became of an idea."""

    progress_id: int
    idea_id: int
    campaign_id: int


@dataclass(frozen=True)
class DoneContested:
    """A resident says that what is reported as done is not."""

    contest_id: int
    idea_id: int
    campaign_id: int


@dataclass(frozen=True)
class ContestAnswered:
    """The department or the owner has replied to who contested."""

    contest_id: int
    idea_id: int
    campaign_id: int
