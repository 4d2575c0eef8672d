"""What search does when something changes: it marks, in the same step."""

from app.foundation import clock
from campaigns.contributions.events import (
    ContributionChanged,
    ContributionPublished,
    ContributionRestricted,
    ContributionWithdrawn,
)
from campaigns.plan.events import CampaignLaunched
from search.domain import marks


def mark_contribution(
    fact: ContributionPublished | ContributionChanged | ContributionRestricted | ContributionWithdrawn,
) -> None:
    """A text became public, another, or stopped being public."""
    marks.mark([fact.contribution_id], clock.now())


def mark_campaign(fact: CampaignLaunched) -> None:
    """A campaign and all that is in it became public."""
    marks.mark_campaign(fact.campaign_id, clock.now())
