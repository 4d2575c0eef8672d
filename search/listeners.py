"""What search does when something changes: it marks, in the same step."""

from app.foundation import clock
from app.foundation.db import db
from campaigns.contributions.events import (
    ContributionChanged,
    ContributionMasked,
    ContributionMended,
    ContributionPublished,
    ContributionRestored,
    ContributionRestricted,
    ContributionWithdrawn,
)
from campaigns.contributions.models import Contribution, Kind
from campaigns.plan.events import CampaignLaunched
from search.domain import marks


def mark_contribution(
    fact: ContributionPublished
    | ContributionChanged
    | ContributionMasked
    | ContributionMended
    | ContributionRestricted
    | ContributionRestored
    | ContributionWithdrawn,
) -> None:
    """A text became public, another, or stopped being public; and so did what hangs on it."""
    now = clock.now()
    marks.mark([fact.contribution_id], now)
    stays_public = isinstance(fact, ContributionChanged | ContributionMasked | ContributionMended)
    if not stays_public and _carries_others(fact.contribution_id):
        marks.mark_under(fact.contribution_id, now)


def _carries_others(contribution_id: int) -> bool:
    return db.session.get_one(Contribution, contribution_id).kind in {Kind.IDEA, Kind.TOPIC}


def mark_campaign(fact: CampaignLaunched) -> None:
    """A campaign and all that is in it became public."""
    marks.mark_campaign(fact.campaign_id, clock.now())
