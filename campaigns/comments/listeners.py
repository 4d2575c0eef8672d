"""What threads do when something happens to a comment: they count, in the same step."""

from app.foundation.db import db
from campaigns.comments.domain import counters
from campaigns.contributions.events import (
    ContributionPublished,
    ContributionRestored,
    ContributionRestricted,
    ContributionWithdrawn,
)
from campaigns.contributions.models import PUBLIC, Contribution, Kind


def count(
    fact: ContributionPublished | ContributionRestricted | ContributionRestored | ContributionWithdrawn,
) -> None:
    """A comment became readable for everyone, or stopped being so."""
    contribution = db.session.get_one(Contribution, fact.contribution_id)
    if contribution.kind == Kind.COMMENT:
        counters.count(contribution.id, contribution.state in PUBLIC)
