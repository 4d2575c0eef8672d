"""The rows that verbs of ideas work on, locked so that two verbs do not cross."""

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from campaigns.contributions.models import Contribution
from campaigns.ideas.models import Idea


def locked(asked: Select[Idea]) -> Idea | None:
    """The asked idea with its common row and its campaign; the common row is locked until the step ends."""
    loaded = contains_eager(Idea.contribution).contains_eager(Contribution.campaign)
    return db.session.scalar(
        asked.join(Idea.contribution)
        .join(Contribution.campaign)
        .options(loaded)
        .with_for_update(of=Contribution)
        .execution_options(populate_existing=True)
    )


def own(actor: Actor, idea_id: int) -> Idea:
    """The idea, for its author. Raises Missing for everyone else: whether a draft exists is nobody's business."""
    idea = locked(select(Idea).where(Idea.id == idea_id))
    if idea is None:
        raise Missing()
    if not actor.is_system and (actor.id is None or actor.id != idea.contribution.author_id):
        raise Missing()
    return idea
