"""Which territory a provider means."""

from sqlalchemy import select

from app.foundation.db import db
from app.territories.models import Territory


def meant_by(word: str) -> int | None:
    """The id of the territory with this code or name; None where there is none."""
    wanted = word.strip().casefold()
    rows = db.session.execute(select(Territory.id, Territory.code, Territory.name))
    # Both kinds of letters are compared here: SQLite knows the small and capital ones of English alone.
    return next((row.id for row in rows if wanted in {(row.code or "").casefold(), row.name.casefold()} - {""}), None)
