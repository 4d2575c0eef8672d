"""What an author may choose from."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from app.foundation.db import db
from app.foundation.paging import LARGEST
from app.territories.models import Territory
from campaigns.discussion.models import Problem
from campaigns.ideas.queries.problems import public_problems
from campaigns.ideas.texts import IdeaText
from campaigns.plan.models import Track
from campaigns.plan.queries import places
from campaigns.services.models import Service

MOST_PROBLEMS = 30


@dataclass(frozen=True)
class Choices:
    """Tracks of a campaign, places, services and problems of the campaign, as (id, name). Of very many problems the first."""

    tracks: list[tuple[int, str]]
    territories: list[tuple[int, str]]
    services: list[tuple[int, str]]
    problems: list[tuple[int, str]]

    @property
    def has_more_problems(self) -> bool:
        """Whether there may be problems that are not among these: each can be chosen on the page of all."""
        return len(self.problems) >= MOST_PROBLEMS


def for_campaign(
    campaign_id: int, chosen: IdeaText | None = None, ticked: Sequence[int | None] | None = None
) -> Choices:
    """The campaign's tracks in their order, its places by level and name, services by name, problems by number.

    Of a campaign in a territory the places are those within it, the services those on offer there. What does not stand any more
    is offered where it is chosen already. `ticked` are problems that are offered wherever they stand. Four statements.
    """
    tracks = select(Track.id, Track.name).where(Track.campaign_id == campaign_id).order_by(Track.position, Track.id)
    chosen = chosen or IdeaText()
    places_here = (
        select(Territory.id, Territory.name)
        .where(or_(places.inside(campaign_id), Territory.id == chosen.territory_id))
        .order_by(Territory.level, Territory.name)
    )
    on_offer = and_(
        Service.ended_at.is_(None),
        or_(
            Service.territory_id.is_(None),
            Service.territory_id.in_(select(Territory.id).where(places.around(campaign_id))),
        ),
    )
    services = (
        select(Service.id, Service.name)
        .where(or_(on_offer, Service.id == chosen.service_id))
        .order_by(Service.name_key, Service.id)
    )
    return Choices(
        [(id, name) for id, name in db.session.execute(tracks)],
        [(id, name) for id, name in db.session.execute(places_here)],
        [(id, name) for id, name in db.session.execute(services)],
        _problems(campaign_id, chosen.problem_ids, ticked or ()),
    )


def _problems(campaign_id: int, chosen: Sequence[int], ticked: Sequence[int | None]) -> list[tuple[int, str]]:
    here, stands = Problem.campaign_id == campaign_id, Problem.dropped_at.is_(None)
    first = public_problems(Problem.id).where(here, stands).order_by(Problem.number).limit(MOST_PROBLEMS)
    # What was sent may be any number; one that no row can have would stop the query.
    asked_for = [id for id in ticked if id and 0 < id <= LARGEST][:MOST_PROBLEMS]
    offered = or_(
        Problem.id.in_(first.correlate(None)), Problem.id.in_(chosen), and_(stands, Problem.id.in_(asked_for))
    )
    query = public_problems(Problem.id, Problem.number, Problem.text).where(here, offered)
    rows = db.session.execute(query.order_by(Problem.number))
    return [(id, f"№\N{NO-BREAK SPACE}{number}. {text}") for id, number, text in rows]
