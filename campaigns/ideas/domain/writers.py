"""The row of an idea for those who write it: its author, who writes along, and who entered it for somebody."""

from sqlalchemy import select

from app.accounts.roles import Actor
from app.foundation.errors import Missing
from campaigns.ideas.domain.rows import locked
from campaigns.ideas.models import Idea
from campaigns.ideas.queries import authors


def written(actor: Actor, idea_id: int) -> Idea:
    """The idea, locked, for those who write it. Raises Missing for everyone else: a draft is nobody's business."""
    idea = locked(select(Idea).where(Idea.id == idea_id))
    if idea is None or not authors.writes(actor, idea):
        raise Missing()
    return idea
