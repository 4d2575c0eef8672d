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
    ContributionReworded,
    ContributionSubmitted,
    ContributionWithdrawn,
)
from campaigns.contributions.models import Contribution, Kind
from campaigns.plan.events import CampaignLaunched
from campaigns.selection.events import OutcomesGiven
from search.domain import marks


def mark_contribution(
    fact: ContributionPublished | ContributionRestricted | ContributionRestored | ContributionWithdrawn,
) -> None:
    """A text became public or stopped being public; and so did what hangs on it."""
    now = clock.now()
    marks.mark([fact.contribution_id], now)
    if _kind_of(fact.contribution_id) in {Kind.IDEA, Kind.TOPIC}:
        marks.mark_under(fact.contribution_id, now)


def mark_words(
    fact: ContributionSubmitted | ContributionReworded | ContributionChanged | ContributionMasked | ContributionMended,
) -> None:
    """A text came to those who moderate, or became another; a conclusion is called by the title of its topic."""
    now = clock.now()
    marks.mark([fact.contribution_id], now)
    if _kind_of(fact.contribution_id) == Kind.TOPIC:
        marks.mark_conclusion(fact.contribution_id, now)


def mark_outcomes(fact: OutcomesGiven) -> None:
    """Ideas have another status."""
    marks.mark(fact.idea_ids, clock.now())


def mark_campaign(fact: CampaignLaunched) -> None:
    """A campaign and all that is in it became public."""
    marks.mark_campaign(fact.campaign_id, clock.now())


def _kind_of(contribution_id: int) -> Kind:
    return db.session.get_one(Contribution, contribution_id).kind
