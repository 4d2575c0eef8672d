"""What an author may choose from."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from app.foundation.db import db
from app.territories.models import Territory
from campaigns.discussion.models import Problem
from campaigns.ideas.queries.problems import public_problems
from campaigns.ideas.texts import IdeaText
from campaigns.plan.models import Track
from campaigns.services.models import Service


@dataclass(frozen=True)
class Choices:
    """Tracks of a campaign, places, services and problems of the campaign, as (id, name)."""

    tracks: list[tuple[int, str]]
    territories: list[tuple[int, str]]
    services: list[tuple[int, str]]
    problems: list[tuple[int, str]]


def for_campaign(campaign_id: int, chosen: IdeaText | None = None) -> Choices:
    """The campaign's tracks in their order, places by level and name, services by name, problems by number.

    A service that has left the catalogue and a problem that does not stand any more are offered where they are chosen
    already. Four statements.
    """
    tracks = select(Track.id, Track.name).where(Track.campaign_id == campaign_id).order_by(Track.position, Track.id)
    places = select(Territory.id, Territory.name).order_by(Territory.level, Territory.name)
    service_id = chosen.service_id if chosen else None
    services = (
        select(Service.id, Service.name)
        .where(or_(Service.ended_at.is_(None), Service.id == service_id))
        .order_by(Service.name_key, Service.id)
    )
    return Choices(
        [(id, name) for id, name in db.session.execute(tracks)],
        [(id, name) for id, name in db.session.execute(places)],
        [(id, name) for id, name in db.session.execute(services)],
        _problems(campaign_id, chosen.problem_ids if chosen else ()),
    )


def _problems(campaign_id: int, chosen: tuple[int, ...]) -> list[tuple[int, str]]:
    stands = or_(Problem.dropped_at.is_(None), Problem.id.in_(chosen))
    query = public_problems(Problem.id, Problem.number, Problem.text).where(Problem.campaign_id == campaign_id, stands)
    rows = db.session.execute(query.order_by(Problem.number))
    return [(id, f"№\N{NO-BREAK SPACE}{number}. {text}") for id, number, text in rows]
