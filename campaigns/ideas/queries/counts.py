"""How many ideas there are, by all that a list can be filtered by: one statement for all counts of a page."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.accounts.roles import Actor
from app.foundation.db import db
from app.territories.models import Territory
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.contributions.visibility import visible_to
from campaigns.ideas.models import Idea
from campaigns.plan.models import Track


@dataclass(frozen=True)
class Cell:
    """So many ideas have this state, this track and this territory (with their names)."""

    state: State
    track: tuple[int, str] | None
    territory: tuple[int, str] | None
    count: int


@dataclass(frozen=True)
class Counts:
    """The cells of a campaign that an actor may see."""

    cells: tuple[Cell, ...]

    def by(self, what: str, **chosen: Hashable) -> dict[Any, int]:
        """The counts of a campaign's states, tracks or territories among the cells with the chosen values; order kept."""
        found: Counter[Any] = Counter()
        for cell in self.cells:
            if all(_id(getattr(cell, name)) == value for name, value in chosen.items() if value is not None):
                found[getattr(cell, what)] += cell.count
        return dict(found)

    def total(self, **chosen: Hashable) -> int:
        return sum(self.by("state", **chosen).values())


def _id(value: Any) -> Any:
    return value[0] if isinstance(value, tuple) else value


def of_campaign(actor: Actor, campaign_id: int) -> Counts:
    """All counts of a campaign's list, tracks in their order, territories by name. Drafts are never among them."""
    grouped = (
        select(Contribution.state, Idea.track_id, Idea.territory_id, func.count().label("found"))
        .select_from(Idea)
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .where(
            Contribution.campaign_id == campaign_id,
            Contribution.kind == Kind.IDEA,
            Contribution.state != State.DRAFT,
            visible_to(actor),
        )
        .group_by(Contribution.state, Idea.track_id, Idea.territory_id)
        .subquery()
    )
    rows = db.session.execute(
        select(grouped.c.state, Track.id, Track.name, Territory.id, Territory.name, grouped.c.found)
        .select_from(grouped)
        .outerjoin(Track, Track.id == grouped.c.track_id)
        .outerjoin(Territory, Territory.id == grouped.c.territory_id)
        .order_by(Track.position, Track.id, Territory.name)
    )
    return Counts(
        tuple(
            Cell(state, (track, name) if track else None, (place, place_name) if place else None, count)
            for state, track, name, place, place_name, count in rows
        )
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
