"""Who keeps the themes of a campaign: facilitators and owners."""

from enum import StrEnum

from app.accounts.permissions import Rule
from app.accounts.permissions import refusal as refusal_by_role
from app.accounts.roles import Actor, Role
from app.foundation.errors import NotAllowed


class Act(StrEnum):
    """What is done with themes. Named ones are read by everyone who sees the campaign."""

    KEEP_THEMES = "suggest, name and change themes"


RULES: dict[Act, Rule] = {Act.KEEP_THEMES: Rule(frozenset({Role.FACILITATOR, Role.OWNER, Role.ADMINISTRATOR}))}


def may_keep(actor: Actor, campaign_id: int) -> bool:
    """Whether the actor may keep the themes of a campaign."""
    return refusal_by_role(RULES[Act.KEEP_THEMES], actor, campaign_id=campaign_id) is None


def require_keeper(actor: Actor, campaign_id: int) -> None:
    """Raises NotAllowed where the actor may not."""
    reason = refusal_by_role(RULES[Act.KEEP_THEMES], actor, campaign_id=campaign_id)
    if reason:
        raise NotAllowed(reason)
