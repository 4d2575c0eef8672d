"""Places in which a campaign may be held."""

from sqlalchemy import ColumnElement, or_, select

from app.foundation.db import db
from app.territories.models import Territory
from campaigns.plan.models import Campaign


def choices() -> list[tuple[int, str]]:
    """All territories, from the region down: id and name."""
    rows = db.session.execute(select(Territory.id, Territory.name).order_by(Territory.level, Territory.name))
    return [(row.id, row.name) for row in rows]


def name_of(territory_id: int | None) -> str:
    """The name of a territory; empty where there is none."""
    if territory_id is None:
        return ""
    return db.session.scalar(select(Territory.name).where(Territory.id == territory_id)) or ""


def inside(campaign_id: int) -> ColumnElement[bool]:
    """The territories of a campaign, for a query of Territory: its own and all within it; every one where it has none."""
    own = select(Campaign.territory_id).where(Campaign.id == campaign_id).scalar_subquery()
    within = select(Territory.id).where(Territory.id == own).cte("within", recursive=True)
    # A union drops what it has found before: a circle of places ends, too.
    within = within.union(select(Territory.id).where(Territory.parent_id == within.c.id))
    return or_(own.is_(None), Territory.id.in_(select(within.c.id)))


def around(campaign_id: int) -> ColumnElement[bool]:
    """The territories of a campaign and those that it lies in, for a query of Territory: what is offered there is offered here."""
    own = select(Campaign.territory_id).where(Campaign.id == campaign_id).scalar_subquery()
    above = select(Territory.id, Territory.parent_id).where(Territory.id == own).cte("above", recursive=True)
    above = above.union(select(Territory.id, Territory.parent_id).where(Territory.id == above.c.parent_id))
    return or_(inside(campaign_id), Territory.id.in_(select(above.c.id)))
