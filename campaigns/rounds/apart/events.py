"""What is announced of votes set apart."""

from dataclasses import dataclass

from campaigns.rounds.apart.models import LookOutcome


@dataclass(frozen=True)
class VotesJudged:
    """A rule sets votes of these people apart, or (not `apart`) holds for them no more. `batch` tells one time from another."""

    campaign_id: int
    round_id: int
    account_ids: tuple[int, ...]
    apart: bool
    batch: int


@dataclass(frozen=True)
class LookDecided:
    """A person has looked at a vote that was set apart, as its voter had asked."""

    campaign_id: int
    look_id: int
    account_id: int
    outcome: LookOutcome
