"""What an author may choose from."""

from dataclasses import dataclass

from sqlalchemy import select

from app.foundation.db import db
from app.territories.models import Territory
from campaigns.plan.models import Track


@dataclass(frozen=True)
class Choices:
    """Tracks of a campaign and places, as (id, name)."""

    tracks: list[tuple[int, str]]
    territories: list[tuple[int, str]]


def for_campaign(campaign_id: int) -> Choices:
    """The campaign's tracks in its order, all places by level and name."""
    tracks = select(Track.id, Track.name).where(Track.campaign_id == campaign_id).order_by(Track.position, Track.id)
    places = select(Territory.id, Territory.name).order_by(Territory.level, Territory.name)
    return Choices(
        [(id, name) for id, name in db.session.execute(tracks)],
        [(id, name) for id, name in db.session.execute(places)],
    )
