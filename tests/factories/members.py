"""Campaigns by invitation and their people."""

from sqlalchemy import inspect

from app.accounts.models import Account
from app.accounts.roles import SYSTEM
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.plan.domain import members
from campaigns.plan.models import Audience, Campaign, Joining, Member
from tests.factories.campaigns import make_campaign


def make_closed_campaign(slug: str = "invited", **over: object) -> Campaign:
    """A campaign for those who are invited."""
    return make_campaign(slug, audience=Audience.INVITED, **over)


def make_member(campaign: Campaign, account: Account, way: Joining = Joining.LIST) -> Account:
    """The account as a member of the campaign."""
    with step():
        members.let_in(campaign, [account.id], way, actor_id=None, now=clock.now())
    return account


def remove_member(campaign: Campaign, account: Account) -> Account:
    """The account, let in and removed."""
    make_member(campaign, account)
    with step():
        members.remove(campaign, account.id, actor=SYSTEM, now=clock.now())
    return account


def make_link(campaign: Campaign) -> str:
    """The path of a new link of the campaign."""
    with step():
        secret = members.make_link(campaign, actor=SYSTEM, now=clock.now())
    return f"/campaigns/{campaign.slug}/join/{secret}"


def invite(campaign: Campaign, *addresses: str) -> None:
    """Puts the addresses on the list."""
    with step():
        held = db.session.get_one(Campaign, _id(campaign))
        members.invite(held, {address: address for address in addresses}, actor=SYSTEM, now=clock.now())


def is_member(campaign: Campaign, account: Account) -> bool:
    """Whether the account is a member now."""
    member = db.session.get(Member, (_id(campaign), _id(account)), populate_existing=True)
    return member is not None and member.ended_at is None


def _id(row: Campaign | Account) -> int:
    # Its session may be gone with the jobs that ran meanwhile.
    identity = inspect(row).identity
    assert identity
    return int(identity[0])
