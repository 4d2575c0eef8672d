"""Reading places."""

from collections.abc import Sequence

from sqlalchemy import select

from app.foundation.db import db
from app.territories.models import Territory


def all_places() -> Sequence[Territory]:
    """Every place, the region first, then by name."""
    return db.session.scalars(select(Territory).order_by(Territory.level, Territory.name)).all()


def find(territory_id: int) -> Territory | None:
    """The place with this id."""
    return db.session.get(Territory, territory_id)
