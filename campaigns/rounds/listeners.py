"""What rounds do when something is announced."""

from app.foundation import outbox
from app.foundation.db import db
from campaigns.plan.events import CampaignLaunched, TimelineChanged
from campaigns.plan.models import Campaign
from campaigns.rounds.domain import rounds
from campaigns.rounds.events import RoundClosed


def fix_rules(fact: CampaignLaunched | TimelineChanged) -> None:
    """Gives each new window in which people support ideas its round, with the rule fixed before it opens."""
    rounds.ensure_for(db.session.get_one(Campaign, fact.campaign_id))


def ask_for_tally(fact: RoundClosed) -> None:
    """What was closed is counted in the background."""
    outbox.ask("rounds.tally", round_id=fact.round_id)
