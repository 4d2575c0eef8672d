"""What themes do when something happens to an idea, in the same step."""

from app.foundation.db import db
from campaigns.contributions.events import ContributionMasked, ContributionRestricted, ContributionWithdrawn
from campaigns.contributions.models import Contribution, Kind
from search.themes.domain import suggestions


def forget_words(fact: ContributionRestricted | ContributionMasked | ContributionWithdrawn) -> None:
    """Words of a text that is not public any more tell no suggestion."""
    text = db.session.get_one(Contribution, fact.contribution_id)
    if text.kind == Kind.IDEA:
        suggestions.forget_words_of(text.campaign_id, text.id)
