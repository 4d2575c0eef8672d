"""Who follows what."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import exists, select

from app.accounts.roles import Actor
from app.accounts.slots import Item, Section
from app.foundation.db import db
from app.foundation.errors import Missing
from campaigns.contributions.models import Contribution, Follow
from campaigns.contributions.visibility import visible_to
from campaigns.plan.models import Campaign
from campaigns.plan.slots import Seen
from campaigns.plan.visibility import campaigns_seen_by

MOST_SHOWN = 50


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
    return Section(_("Projects you follow"), items, empty=_("You follow no project yet."))
