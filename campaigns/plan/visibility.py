"""Which campaigns a person may see: the part of the one visibility rule that every page of a campaign stands on."""

from sqlalchemy import ColumnElement, and_, exists, not_, or_, true

from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Actor, Role, Scope
from campaigns.plan.models import Audience, Campaign, Member


def campaigns_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Campaigns the actor may see: launched ones open to everyone or to them as a member, and those where they have any role.

    One that is coming in from an archive has not been launched here and has nobody yet: the administrator, too, waits for all of it.
    """
    if actor.is_system or actor.is_administrator:
        return not_(Campaign.is_arriving)
    own = Campaign.id.in_(sorted(actor.campaigns_as(*Role)))
    is_open: ColumnElement[bool] = Campaign.audience == Audience.EVERYONE
    if actor.id is not None:
        is_open = or_(is_open, _has_member(Campaign.id, actor.id))
    return or_(and_(Campaign.launched_at.is_not(None), is_open), own)


def campaigns_seen_by(account_id: int) -> ColumnElement[bool]:
    """The same for a person who is not the one who acts, by the roles that the database knows of."""
    role = _has_role(Campaign.id, account_id)
    is_open = or_(Campaign.audience == Audience.EVERYONE, _has_member(Campaign.id, account_id))
    return or_(and_(Campaign.launched_at.is_not(None), is_open), role)


def campaigns_not_shut_to(account_id: int | None) -> ColumnElement[bool]:
    """Campaigns in which a person meets their own texts: all that are open to everyone, and those by invitation that they see."""
    is_open = Campaign.audience == Audience.EVERYONE
    return is_open if account_id is None else or_(is_open, campaigns_seen_by(account_id))


def people_who_see(campaign: Campaign) -> ColumnElement[bool]:
    """Accounts that may see the campaign, for a query of Account: for letters, notices and whatever else goes to many."""
    role = _has_role(campaign.id, Account.id)
    if campaign.launched_at is None:
        return role
    return true() if campaign.audience == Audience.EVERYONE else or_(role, _has_member(campaign.id, Account.id))


def _has_member(campaign_id: object, account_id: object) -> ColumnElement[bool]:
    here = and_(Member.campaign_id == campaign_id, Member.account_id == account_id, Member.ended_at.is_(None))
    return exists().where(here)


def _has_role(campaign_id: object, account_id: object) -> ColumnElement[bool]:
    administers = and_(RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.scope == str(Scope.PLATFORM))
    return exists().where(
        RoleGrant.account_id == account_id,
        RoleGrant.ended_at.is_(None),
        or_(RoleGrant.campaign_id == campaign_id, administers),
    )
