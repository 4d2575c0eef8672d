"""One service with all that its page says."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.queries.open import open_campaigns
from campaigns.plan.visibility import campaigns_visible_to
from campaigns.services.models import Service

MOST_CAMPAIGNS = 3


def service_or_missing(service_id: int) -> Service:
    """The service at this address, its department and place loaded. Raises Missing."""
    query = select(Service).where(Service.id == service_id)
    service = db.session.scalar(query.options(joinedload(Service.office), joinedload(Service.territory)))
    if service is None:
        raise Missing
    return service


def taking_ideas(actor: Actor, now: datetime) -> list[tuple[str, str]]:
    """Slug and title of campaigns that the actor may see and that take ideas now, newest first."""
    rows = db.session.execute(
        select(Campaign.slug, Campaign.title)
        .where(open_campaigns(Act.SUBMIT_IDEA, now), campaigns_visible_to(actor))
        .order_by(Campaign.id.desc())
        .limit(MOST_CAMPAIGNS)
    )
    return [(slug, title) for slug, title in rows]
