"""People follow campaigns, texts and things, and stop. Twice is once, either way."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.exc import IntegrityError

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from campaigns.contributions.models import THINGS, Contribution, Follow, Thing
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act


def follow_campaign(campaign: Campaign, *, actor: Actor, now: datetime) -> None:
    """The actor follows a campaign they see. Raises NotAllowed."""
    permissions.require(actor, Act.FOLLOW, campaign, now)
    _add(_of_campaign(campaign, actor), Follow(account_id=actor.id, campaign_id=campaign.id, since=now))


def unfollow_campaign(campaign: Campaign, *, actor: Actor, now: datetime) -> None:
    """The actor does not follow the campaign any more. Raises NotAllowed."""
    permissions.require(actor, Act.FOLLOW, campaign, now)
    db.session.execute(delete(Follow).where(_of_campaign(campaign, actor)))


def follow(contribution: Contribution, campaign: Campaign, *, actor: Actor, now: datetime) -> None:
    """The actor follows a text they see. Raises NotAllowed."""
    permissions.require(actor, Act.FOLLOW, campaign, now)
    _add(_of(contribution, actor), Follow(account_id=actor.id, contribution_id=contribution.id, since=now))


def unfollow(contribution: Contribution, campaign: Campaign, *, actor: Actor, now: datetime) -> None:
    """The actor does not follow the text any more. Raises NotAllowed."""
    permissions.require(actor, Act.FOLLOW, campaign, now)
    db.session.execute(delete(Follow).where(_of(contribution, actor)))


def follow_thing(thing: Thing, thing_id: int, campaign: Campaign | None, *, actor: Actor, now: datetime) -> None:
    """The actor follows a thing; one of a campaign (a track) comes with it. Raises NotAllowed, and Missing where there is none."""
    _require(campaign, actor, now)
    column = THINGS[thing]
    _add(_of_thing(thing, thing_id, actor), Follow(account_id=actor.id, since=now, **{column.key: thing_id}))


def unfollow_thing(thing: Thing, thing_id: int, *, actor: Actor) -> None:
    """The actor does not follow the thing any more. Raises NotAllowed."""
    permissions.require_on_platform(actor, Act.FOLLOW)
    db.session.execute(delete(Follow).where(_of_thing(thing, thing_id, actor)))


def stop(follow_id: int, *, actor: Actor) -> None:
    """The actor does not follow any more what this one of their follows is about, whether or not they may still see it."""
    permissions.require_on_platform(actor, Act.FOLLOW)
    db.session.execute(delete(Follow).where(Follow.id == follow_id, Follow.account_id == actor.id))


def _require(campaign: Campaign | None, actor: Actor, now: datetime) -> None:
    if campaign is None:
        permissions.require_on_platform(actor, Act.FOLLOW)
    else:
        permissions.require(actor, Act.FOLLOW, campaign, now)


def _of_thing(thing: Thing, thing_id: int, actor: Actor) -> ColumnElement[bool]:
    return and_(Follow.account_id == actor.id, THINGS[thing] == thing_id)


def _of_campaign(campaign: Campaign, actor: Actor) -> ColumnElement[bool]:
    return and_(Follow.account_id == actor.id, Follow.campaign_id == campaign.id)


def _of(contribution: Contribution, actor: Actor) -> ColumnElement[bool]:
    return and_(Follow.account_id == actor.id, Follow.contribution_id == contribution.id)


def _add(same: ColumnElement[bool], row: Follow) -> None:
    if db.session.scalar(select(Follow.id).where(same)) is not None:
        return
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        # The same person did the same from another tab a moment before: that is what they want.
        if db.session.scalar(select(Follow.id).where(same)) is None:
            raise Missing from None
