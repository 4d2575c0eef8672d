"""What similar ideas do when an idea changes, in the same step."""

from datetime import timedelta

from app.foundation import outbox
from app.foundation.db import db
from campaigns.contributions.events import (
    ContributionChanged,
    ContributionMasked,
    ContributionMended,
    ContributionPublished,
    ContributionRestored,
    ContributionReworded,
)
from campaigns.contributions.models import Contribution, Kind
from search.similar.jobs import LIKEN

# The index has read what changed a moment before by then.
SOON = timedelta(seconds=5)


def liken(
    fact: ContributionPublished
    | ContributionChanged
    | ContributionReworded
    | ContributionMasked
    | ContributionMended
    | ContributionRestored,
) -> None:
    """An idea became public or another: what is like it is to be found."""
    if db.session.get_one(Contribution, fact.contribution_id).kind == Kind.IDEA:
        outbox.ask(LIKEN, delay=SOON, idea_id=fact.contribution_id)
