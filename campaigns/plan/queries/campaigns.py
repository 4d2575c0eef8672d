"""Campaigns by their address and in lists."""

from sqlalchemy import select

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from campaigns.plan.models import Campaign
from campaigns.plan.visibility import campaigns_visible_to


def campaign_or_missing(slug: str, actor: Actor) -> Campaign:
    """The campaign at this address. Raises Missing where there is none or the actor may not know of it."""
    campaign = db.session.scalar(select(Campaign).where(Campaign.slug == slug, campaigns_visible_to(actor)))
    if campaign is None:
        raise Missing()
    return campaign
