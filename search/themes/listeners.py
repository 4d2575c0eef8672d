"""What themes do when something happens to an idea, in the same step."""

from app.foundation.db import db
from campaigns.contributions.events import (
    ContributionJoined,
    ContributionMasked,
    ContributionRestricted,
    ContributionWithdrawn,
)
from campaigns.contributions.models import Contribution, Kind
from campaigns.ideas.models import Idea
from search.themes.domain import suggestions, themes


def forget_words(fact: ContributionRestricted | ContributionMasked | ContributionWithdrawn) -> None:
    """Words of a text that is not public any more tell no suggestion."""
    text = db.session.get_one(Contribution, fact.contribution_id)
    if text.kind == Kind.IDEA:
        suggestions.forget_words_of(text.campaign_id, text.id)


def follow_joined(fact: ContributionJoined) -> None:
    """An idea that goes on in another takes it into its theme, where that one has none."""
    idea = db.session.get(Idea, fact.contribution_id)
    if idea is not None and idea.joined_to_id is not None:
        themes.follow_joined(idea.id, idea.joined_to_id)
