"""What rounds announce."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RoundClosed:
    """Nothing is accepted in this round any more."""

    campaign_id: int
    round_id: int


@dataclass(frozen=True)
class ResultFrozen:
    """A count is finished and will never change; only the owners see it yet."""

    campaign_id: int
    round_id: int
    result_id: int


@dataclass(frozen=True)
class ResultPublished:
    """The owner signed the result and everyone in the campaign's audience may read it."""

    campaign_id: int
    round_id: int
    result_id: int
