"""Where people can search and propose: the campaigns that guests may see."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.roles import GUEST
from app.foundation.db import db
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.queries.open import open_campaigns
from campaigns.plan.visibility import campaigns_visible_to

MOST = 30


@dataclass(frozen=True)
class Place:
    """A campaign as a filter; `takes_ideas` now."""

    id: int
    slug: str
    title: str
    takes_ideas: bool


def places(now: datetime) -> list[Place]:
    """The campaigns that everyone may see, those that take ideas now first, then the newest."""
    takes = open_campaigns(Act.SUBMIT_IDEA, now).label("takes_ideas")
    query = (
        select(Campaign.id, Campaign.slug, Campaign.title, takes)
        .where(campaigns_visible_to(GUEST), Campaign.launched_at <= now, Campaign.archived_at.is_(None))
        .order_by(takes.desc(), Campaign.launched_at.desc(), Campaign.id.desc())
    )
    return [Place(row.id, row.slug, row.title, bool(row.takes_ideas)) for row in db.session.execute(query.limit(MOST))]
