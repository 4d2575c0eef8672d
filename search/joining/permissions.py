"""Who may join ideas and part them: moderators, facilitators and owners of the campaign; nobody their own idea."""

from datetime import datetime

from app.accounts.roles import Actor
from app.foundation.errors import NotAllowed, Reason
from campaigns.ideas.models import Idea
from campaigns.ideas.queries.authors import author_for
from campaigns.plan import permissions
from campaigns.plan.phases import Act
from search.joining.slots import NO_SAY, Handled


def refusal(actor: Actor, idea: Idea, now: datetime) -> Reason | None:
    """Why the actor may not join or part this idea; None where they may. Its common row and campaign are loaded."""
    contribution = idea.contribution
    reason = permissions.refusal(actor, Act.JOIN_IDEAS, contribution.campaign, now, author_id=author_for(actor, idea))
    if reason or actor.is_system:
        return reason
    return next((reason for reason in NO_SAY.fill(Handled(actor, contribution)) if reason), None)


def require(actor: Actor, ideas: tuple[Idea, ...], now: datetime) -> None:
    """Raises NotAllowed with the reason where the actor has no say about one of the ideas."""
    for idea in ideas:
        reason = refusal(actor, idea, now)
        if reason:
            raise NotAllowed(reason)
