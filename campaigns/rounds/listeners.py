"""What rounds do when something is announced."""

from app.foundation import outbox
from app.foundation.db import db
from campaigns.plan.events import CampaignCopied, CampaignLaunched, TimelineChanged
from campaigns.plan.models import Campaign
from campaigns.rounds.domain import plans, rounds
from campaigns.rounds.events import RoundClosed


def fix_rules(fact: CampaignLaunched | TimelineChanged) -> None:
    """Gives each new window in which people support ideas or vote its round, with the rule fixed before it opens."""
    rounds.ensure_for(db.session.get_one(Campaign, fact.campaign_id))


def copy_rule(fact: CampaignCopied) -> None:
    """A campaign that is planned once more has the rule of its vote again."""
    plans.copy_rule(fact.source_id, fact.campaign_id)


def ask_for_tally(fact: RoundClosed) -> None:
    """What was closed is counted in the background."""
    outbox.ask("rounds.tally", round_id=fact.round_id)
