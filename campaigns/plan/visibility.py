"""Which campaigns a person may see: the part of the one visibility rule that every page of a campaign stands on."""

from sqlalchemy import ColumnElement, and_, or_, true

from app.accounts.roles import Actor, Role
from campaigns.plan.models import Audience, Campaign


def campaigns_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Campaigns the actor may see: launched ones open to everyone, and those where the actor has any role."""
    if actor.is_system or actor.is_administrator:
        return true()
    own = Campaign.id.in_(sorted(actor.campaigns_as(*Role)))
    return or_(and_(Campaign.launched_at.is_not(None), Campaign.audience == Audience.EVERYONE), own)
