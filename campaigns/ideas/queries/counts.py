"""How many ideas there are, by all that a list can be filtered by: one statement for all counts of a page."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from app.accounts.roles import Actor
from app.foundation.db import db
from app.territories.models import Territory
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.contributions.visibility import public, visible_to
from campaigns.ideas.models import Idea, IdeaProblem, Outcome
from campaigns.plan.models import Track
from campaigns.services.models import Service


@dataclass(frozen=True)
class Cell:
    """So many ideas have this state, outcome, track, territory and service (the last three with their names)."""

    state: State
    outcome: Outcome | None
    track: tuple[int, str] | None
    territory: tuple[int, str] | None
    service: tuple[int, str] | None
    count: int


@dataclass(frozen=True)
class Counts:
    """The cells of a campaign that an actor may see."""

    cells: tuple[Cell, ...]

    def by(self, what: str, **chosen: Hashable) -> dict[Any, int]:
        """The counts of a campaign's states, tracks and so on among the cells with the chosen values; order kept."""
        found: Counter[Any] = Counter()
        for cell in self.cells:
            if all(_id(getattr(cell, name)) == value for name, value in chosen.items() if value is not None):
                found[getattr(cell, what)] += cell.count
        return dict(found)

    def total(self, **chosen: Hashable) -> int:
        return sum(self.by("state", **chosen).values())


def _id(value: Any) -> Any:
    return value[0] if isinstance(value, tuple) else value


def of_campaign(
    actor: Actor, campaign_id: int, problem_id: int | None = None, of_theme: ColumnElement[bool] | None = None
) -> Counts:
    """All counts of a campaign's list, or of the ideas that answer a problem or have a theme. Tracks in their order, the rest by name.

    Drafts are never among them.
    """
    kinds = (Contribution.state, Idea.outcome, Idea.track_id, Idea.territory_id, Idea.service_id)
    found = (
        select(*kinds, func.count().label("found"))
        .select_from(Idea)
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .where(
            # Said of the ideas, so that those of other campaigns are not looked at.
            Idea.campaign_id == campaign_id,
            Contribution.kind == Kind.IDEA,
            Contribution.state != State.DRAFT,
            visible_to(actor),
        )
        .group_by(*kinds)
    )
    if problem_id is not None:
        found = found.where(exists().where(IdeaProblem.idea_id == Idea.id, IdeaProblem.problem_id == problem_id))
    if of_theme is not None:
        found = found.where(of_theme)
    grouped = found.subquery()
    names = (Track.id, Track.name, Territory.id, Territory.name, Service.id, Service.name)
    rows = db.session.execute(
        select(grouped.c.state, grouped.c.outcome, *names, grouped.c.found)
        .select_from(grouped)
        .outerjoin(Track, Track.id == grouped.c.track_id)
        .outerjoin(Territory, Territory.id == grouped.c.territory_id)
        .outerjoin(Service, Service.id == grouped.c.service_id)
        .order_by(Track.position, Track.id, Territory.name, Service.name)
    )
    return Counts(tuple(_cell(*row) for row in rows))


def _cell(state: State, outcome: Outcome | None, *rest: Any) -> Cell:
    track, track_name, place, place_name, service, service_name, count = rest
    return Cell(
        state,
        outcome,
        (track, track_name) if track else None,
        (place, place_name) if place else None,
        (service, service_name) if service else None,
        count,
    )


@dataclass(frozen=True)
class Sum:
    """Published ideas of a campaign and their supports."""

    ideas: int
    supports: int


def published(campaign_ids: list[int]) -> dict[int, Sum]:
    """What all who see these campaigns may count, by campaign; those without a published idea are absent."""
    rows = db.session.execute(
        select(Contribution.campaign_id, func.count(), func.sum(Idea.support_total))
        .select_from(Idea)
        .join(Idea.contribution)
        .where(Contribution.campaign_id.in_(campaign_ids), Contribution.state == State.PUBLISHED)
        .group_by(Contribution.campaign_id)
    )
    return {campaign: Sum(ideas, int(supports)) for campaign, ideas, supports in rows}


def of_services(service_ids: Sequence[int]) -> dict[int, int]:
    """How many published ideas everyone can read about each of the services."""
    rows = db.session.execute(
        select(Idea.service_id, func.count())
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .where(Idea.service_id.in_(service_ids), Contribution.state == State.PUBLISHED, public())
        .group_by(Idea.service_id)
    )
    return {id: count for id, count in rows if id is not None}
