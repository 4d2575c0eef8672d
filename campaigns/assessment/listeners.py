"""What the assessment does when something is announced."""

from campaigns.assessment.domain import cards
from campaigns.plan.events import CampaignCopied


def copy_card(fact: CampaignCopied) -> None:
    """A campaign that is planned once more has the score-card again."""
    cards.copy(fact.source_id, fact.campaign_id)
