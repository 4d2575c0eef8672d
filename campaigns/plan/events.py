"""What the plan announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CampaignLaunched:
    """A campaign was made public with its timeline."""

    campaign_id: int


@dataclass(frozen=True)
class CampaignCopied:
    """A campaign was planned once more, from `source_id`."""

    source_id: int
    campaign_id: int


@dataclass(frozen=True)
class TimelineChanged:
    """A launched timeline became another."""

    campaign_id: int
    change_id: int
