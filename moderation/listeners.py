"""What moderation does when something happens to a text."""

from app.foundation import clock
from app.foundation.db import db
from campaigns.contributions.events import ContributionChanged, ContributionSubmitted, ContributionWithdrawn
from campaigns.contributions.models import Contribution
from moderation.domain import cases


def open_case(fact: ContributionSubmitted | ContributionChanged) -> None:
    """A text that was sent, and a public one whose words became others, is looked at by a person."""
    cases.open_for(db.session.get_one(Contribution, fact.contribution_id), clock.now())


def close_case(fact: ContributionWithdrawn) -> None:
    """What its author took back needs no decision."""
    cases.close(fact.contribution_id, clock.now())
