"""Places in which a campaign may be held."""

from sqlalchemy import select

from app.foundation.db import db
from app.territories.models import Territory


def choices() -> list[tuple[int, str]]:
    """All territories, from the region down: id and name."""
    rows = db.session.execute(select(Territory.id, Territory.name).order_by(Territory.level, Territory.name))
    return [(row.id, row.name) for row in rows]


def name_of(territory_id: int | None) -> str:
    """The name of a territory; empty where there is none."""
    if territory_id is None:
        return ""
    return db.session.scalar(select(Territory.name).where(Territory.id == territory_id)) or ""
