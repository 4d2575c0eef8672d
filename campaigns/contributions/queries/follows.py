"""Who follows what."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import exists, or_, select

from app.accounts.roles import Actor
from app.accounts.slots import Item, Section
from app.foundation.db import db
from app.foundation.errors import Missing
from app.offices.models import Office
from app.territories.models import Territory
from campaigns.contributions.models import THINGS, Contribution, Follow, Thing
from campaigns.contributions.visibility import visible_to
from campaigns.plan.models import Campaign, Track
from campaigns.plan.slots import Seen
from campaigns.plan.visibility import campaigns_seen_by, campaigns_visible_to

MOST_SHOWN = 50


@dataclass(frozen=True)
class Followable:
    """A thing that a page offers to follow, with its name; `is_guest`: its reader has to sign in first."""

    thing: Thing
    id: int
    name: str
    is_followed: bool
    is_guest: bool


def followable(actor: Actor, things: dict[tuple[Thing, int], str]) -> list[Followable]:
    """What a page offers, each with its name, as its reader follows it or not. One statement at most, none for a guest."""
    found: set[tuple[Thing, int]] = set()
    if actor.id is not None and things:
        columns = list(THINGS.values())
        which = or_(*(THINGS[thing] == thing_id for thing, thing_id in things))
        for row in db.session.execute(select(*columns).where(Follow.account_id == actor.id, which)):
            found |= {(thing, value) for thing, value in zip(THINGS, row, strict=True) if value is not None}
    return [Followable(*key, name, key in found, actor.is_guest) for key, name in things.items()]


def campaign_of(thing: Thing, thing_id: int, actor: Actor) -> Campaign | None:
    """The campaign that a track belongs to, None for what stands in none.

    Raises Missing where there is no such track, place or department, or the actor may not know of it.
    """
    if thing == Thing.TRACK:
        # Before the launch the organiser may still take a track away.
        seen = (campaigns_visible_to(actor), Campaign.launched_at.is_not(None))
        query = select(Campaign).join(Track, Track.campaign_id == Campaign.id)
        campaign = db.session.scalar(query.where(Track.id == thing_id, *seen))
        if campaign is None:
            raise Missing
        return campaign
    kept = {Thing.PLACE: Territory, Thing.DEPARTMENT: Office}.get(thing)
    if kept is not None and db.session.get(kept, thing_id) is None:
        raise Missing
    return None


def follows_campaign(seen: Seen) -> bool:
    """Whether the viewer follows the campaign: fills the slot `campaign.followed`."""
    same = exists().where(Follow.account_id == seen.viewer.id, Follow.campaign_id == seen.campaign.id)
    return bool(db.session.scalar(select(same)))


def followed_by(actor: Actor, contribution_ids: Sequence[int]) -> frozenset[int]:
    """Those of the texts that the actor follows."""
    if actor.id is None or not contribution_ids:
        return frozenset()
    mine = select(Follow.contribution_id).where(
        Follow.account_id == actor.id, Follow.contribution_id.in_(contribution_ids)
    )
    return frozenset(id for id in db.session.scalars(mine) if id is not None)


def contribution_or_missing(contribution_id: int, actor: Actor) -> tuple[Contribution, Campaign]:
    """A text the actor may see, with its campaign. Raises Missing where there is none or it is none of their business."""
    row = db.session.execute(
        select(Contribution, Campaign)
        .join(Campaign, Campaign.id == Contribution.campaign_id)
        .where(Contribution.id == contribution_id, visible_to(actor))
    ).one_or_none()
    if row is None:
        raise Missing
    return row.Contribution, row.Campaign


def followed_campaigns(account_id: int) -> Section | None:
    """The projects a person follows, newest first, for their own page: fills the slot `accounts.sections`."""
    titles = db.session.execute(
        select(Campaign.slug, Campaign.title)
        .join(Follow, Follow.campaign_id == Campaign.id)
        .where(Follow.account_id == account_id, campaigns_seen_by(account_id))
        .order_by(Follow.since.desc(), Follow.id.desc())
        .limit(MOST_SHOWN)
    ).all()
    items = [Item(row.title, url_for("plan.show_campaign", slug=row.slug)) for row in titles]
    everything = url_for("notifications.list_follows")
    return Section(_("Projects you follow"), items, empty=_("You follow no project yet."), all_url=everything)
