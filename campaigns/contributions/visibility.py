"""The one rule of who may see a contribution. Every list, search, feed, mail, export and counter stands on it."""

from sqlalchemy import ColumnElement, and_, false, not_, or_

from app.accounts.roles import Actor, Role
from campaigns.contributions.models import PUBLIC, Contribution, State
from campaigns.contributions.slots import WRITTEN_ALONG
from campaigns.plan.models import Audience, Campaign
from campaigns.plan.visibility import campaigns_visible_to

__all__ = ["campaigns_visible_to", "public", "visible_to"]

STAFF = (Role.MODERATOR, Role.OWNER)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Contributions the actor may see, for a query that joins Contribution with its Campaign.

    state x audience x viewer: public texts of campaigns they see; what they wrote or write along, but for texts in a campaign
    by invitation that they do not see any more; and, for moderators and owners, all that was ever sent in their campaigns.
    Nobody else's draft is ever seen.
    """
    if actor.is_system:
        return Contribution.state != State.DRAFT
    sees_campaign = campaigns_visible_to(actor)
    public = and_(Contribution.state.in_(sorted(PUBLIC)), sees_campaign)
    return or_(public, _own(actor, sees_campaign), and_(Contribution.state != State.DRAFT, _staffed_by(actor)))


def public() -> ColumnElement[bool]:
    """Contributions that a guest may see, for a query that joins Contribution with its Campaign."""
    return and_(
        Contribution.state.in_(sorted(PUBLIC)),
        Campaign.launched_at.is_not(None),
        Campaign.audience == Audience.EVERYONE,
    )


def _own(actor: Actor, sees_campaign: ColumnElement[bool]) -> ColumnElement[bool]:
    if actor.id is None:
        return false()
    own = or_(Contribution.author_id == actor.id, *WRITTEN_ALONG.fill(actor))
    return and_(own, or_(Campaign.audience == Audience.EVERYONE, sees_campaign))


def _staffed_by(actor: Actor) -> ColumnElement[bool]:
    if Role.MODERATOR in actor.roles_in(None):
        return not_(Campaign.is_arriving)
    return Contribution.campaign_id.in_(sorted(actor.campaigns_as(*STAFF)))
