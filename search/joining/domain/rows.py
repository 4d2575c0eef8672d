"""The rows that verbs of joinings work on, locked in one order: both ideas by id, then the joining."""

from sqlalchemy import select

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from campaigns.contributions.visibility import visible_to
from campaigns.ideas.domain.rows import locked as locked_idea
from campaigns.ideas.models import Idea
from search.joining.models import Joining


def pair(actor: Actor, idea_id: int, into_id: int) -> tuple[Idea, Idea]:
    """Two ideas the actor sees, with common rows and campaign, locked until the step ends. Raises Missing."""
    found = {id: locked_idea(select(Idea).where(Idea.id == id, visible_to(actor))) for id in sorted({idea_id, into_id})}
    idea, into = found[idea_id], found[into_id]
    if idea is None or into is None:
        raise Missing
    return idea, into


def joining(joining_id: int) -> Joining:
    """A joining as it stands now, locked until the step ends. Raises Missing."""
    query = select(Joining).where(Joining.id == joining_id).with_for_update()
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise Missing
    return found
