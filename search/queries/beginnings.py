"""What people can begin with before they search: services, and what is written about most."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.foundation.db import db
from campaigns.contributions.models import Contribution
from campaigns.contributions.visibility import public
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign, Track
from campaigns.plan.phases import Stage
from campaigns.plan.queries.open import at_stage
from campaigns.services.models import Service

MOST = 8


@dataclass(frozen=True)
class Direction:
    """A direction of a project with how many public ideas it has."""

    id: int
    name: str
    slug: str
    campaign: str
    ideas: int


def tracks(now: datetime) -> list[Direction]:
    """The directions of running projects with most public ideas. One statement."""
    ideas = func.count(Idea.id)
    query = (
        select(Track.id, Track.name, Campaign.slug, Campaign.title, ideas)
        .select_from(Idea)
        .join(Contribution, Contribution.id == Idea.id)
        .join(Contribution.campaign)
        .join(Track, Track.id == Idea.track_id)
        .where(public(), at_stage(Stage.RUNNING, now))
        .group_by(Track.id, Track.name, Campaign.slug, Campaign.title)
        .order_by(ideas.desc(), Track.name, Track.id)
    )
    return [Direction(*row) for row in db.session.execute(query.limit(MOST))]


def services() -> list[tuple[int, str, int]]:
    """(id, name, public ideas) of services on offer, those with most ideas first. One statement."""
    counts = (
        select(Idea.service_id, func.count().label("ideas"))
        .join(Contribution, Contribution.id == Idea.id)
        .join(Contribution.campaign)
        .where(public(), Idea.service_id.is_not(None))
        .group_by(Idea.service_id)
        .subquery()
    )
    ideas = func.coalesce(counts.c.ideas, 0)
    query = (
        select(Service.id, Service.name, ideas)
        .outerjoin(counts, counts.c.service_id == Service.id)
        .where(Service.ended_at.is_(None))
        .order_by(ideas.desc(), Service.name_key, Service.id)
    )
    return [(id, name, number) for id, name, number in db.session.execute(query.limit(MOST))]
