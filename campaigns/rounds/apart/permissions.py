"""Who looks at votes set apart: whoever moderates the campaign, never the voter."""

from app.accounts.permissions import Rule, refusal
from app.accounts.roles import Actor, Role
from app.foundation.errors import NotAllowed, Reason

LOOKS = Rule(frozenset({Role.MODERATOR, Role.OWNER}))


def why_not(actor: Actor, campaign_id: int) -> Reason | None:
    """Why the actor may not look at votes set apart in the campaign, or None where they may."""
    return refusal(LOOKS, actor, campaign_id=campaign_id)


def require(actor: Actor, campaign_id: int) -> None:
    """Raises NotAllowed with that reason."""
    reason = why_not(actor, campaign_id)
    if reason:
        raise NotAllowed(reason)
