"""Campaigns by their address and in lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.roles import Actor, Role
from app.accounts.slots import CampaignChoice
from app.foundation import paging
from app.foundation.db import db
from app.foundation.errors import Missing
from app.foundation.paging import Page
from campaigns.plan.models import Audience, Campaign, TimelineChange, Track
from campaigns.plan.phases import Stage
from campaigns.plan.queries.open import at_stage
from campaigns.plan.visibility import campaigns_visible_to


def campaign_or_missing(slug: str, actor: Actor) -> Campaign:
    """The campaign at this address. Raises Missing where there is none or the actor may not know of it."""
    campaign = db.session.scalar(select(Campaign).where(Campaign.slug == slug, campaigns_visible_to(actor)))
    if campaign is None:
        raise Missing
    return campaign


def page_at(stage: Stage, actor: Actor, now: datetime, after: str | None, size: int) -> Page[Campaign]:
    """Launched campaigns at a stage that the actor may see, with their territories, newest first."""
    query = (
        select(Campaign)
        .where(Campaign.launched_at.is_not(None), campaigns_visible_to(actor), at_stage(stage, now))
        .options(joinedload(Campaign.territory))
        .order_by(Campaign.id.desc())
        .limit(size + 1)
    )
    key = paging.unpack(after, int)
    if key:
        query = query.where(Campaign.id < key[0])
    rows = db.session.scalars(query).all()
    following = paging.pack(rows[size - 1].id) if len(rows) > size else None
    return Page(rows[:size], following, is_first=key is None)


def planned(actor: Actor) -> Sequence[Campaign]:
    """Campaigns that are not launched and that the actor may see: the owners' own, newest first."""
    if actor.is_guest:
        return ()
    query = select(Campaign).where(Campaign.launched_at.is_(None), campaigns_visible_to(actor))
    return db.session.scalars(query.order_by(Campaign.id.desc()).limit(50)).all()


def in_hand(actor: Actor) -> Sequence[Campaign]:
    """Campaigns that the actor owns, newest first; all of them for an administrator."""
    query = select(Campaign).order_by(Campaign.id.desc()).limit(200)
    if not (actor.is_administrator or actor.is_system):
        query = query.where(Campaign.id.in_(sorted(actor.campaigns_as(Role.OWNER))))
    return db.session.scalars(query).all()


def choices(_asked: None) -> list[CampaignChoice]:
    """All campaigns in which a role may be given: fills the slot `accounts.campaign-choices`."""
    rows = db.session.execute(select(Campaign.id, Campaign.slug, Campaign.title).order_by(Campaign.id.desc()))
    return [CampaignChoice(row.id, row.slug, row.title) for row in rows]


def tracks_of(campaign_id: int) -> Sequence[Track]:
    """The campaign's tracks in their order."""
    query = select(Track).where(Track.campaign_id == campaign_id)
    return db.session.scalars(query.order_by(Track.position, Track.id)).all()


def changes_of(campaign_id: int) -> Sequence[TimelineChange]:
    """The changes of the launched timeline, newest first."""
    query = select(TimelineChange).where(TimelineChange.campaign_id == campaign_id)
    return db.session.scalars(query.order_by(TimelineChange.id.desc()).limit(50)).all()


@dataclass(frozen=True)
class Announced:
    """A campaign of the feed; `changed_at` is when its dates were changed last."""

    slug: str
    title: str
    question: str
    organiser: str
    language: str
    launched_at: datetime
    changed_at: datetime


def announced(most: int) -> list[Announced]:
    """The campaigns that everyone may see, the latest first. One statement."""
    changed = (
        select(func.max(TimelineChange.changed_at))
        .where(TimelineChange.campaign_id == Campaign.id)
        .correlate(Campaign)
        .scalar_subquery()
    )
    columns: tuple[Any, ...] = (
        *(Campaign.slug, Campaign.title, Campaign.question, Campaign.organiser, Campaign.language),
        *(Campaign.launched_at, func.coalesce(changed, Campaign.launched_at)),
    )
    rows = db.session.execute(
        select(*columns)
        .where(Campaign.launched_at.is_not(None), Campaign.audience == Audience.EVERYONE)
        .order_by(Campaign.launched_at.desc(), Campaign.id.desc())
        .limit(most)
    )
    return [Announced(*row) for row in rows]


@dataclass(frozen=True)
class Edition:
    """How the timeline stands: how often it was changed, and when the last time."""

    changes: int
    stamp: datetime


def edition_of(campaign: Campaign) -> Edition:
    """How often the launched timeline was changed, and since when it stands as it does."""
    count, last = db.session.execute(
        select(func.count(), func.max(TimelineChange.changed_at)).where(TimelineChange.campaign_id == campaign.id)
    ).one()
    return Edition(count, last or campaign.launched_at or campaign.created_at)
