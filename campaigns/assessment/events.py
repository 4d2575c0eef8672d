"""What the assessment announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class IdeasGiven:
    """These experts got ideas to assess. `turn` tells one giving out from the next."""

    campaign_id: int
    account_ids: tuple[int, ...]
    turn: str


@dataclass(frozen=True)
class AssessmentOpened:
    """Everyone may read what the experts found."""

    campaign_id: int


@dataclass(frozen=True)
class AssessmentDue:
    """These experts have not handed all in, and so many `days` are left until the last one (ISO)."""

    campaign_id: int
    account_ids: tuple[int, ...]
    last_day: str
    days: int
