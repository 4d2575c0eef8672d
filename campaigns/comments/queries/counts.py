"""How many comments stand under texts, for cards."""

from collections.abc import Sequence

from sqlalchemy import select

from app.foundation.db import db
from campaigns.comments.models import Thread


def counts_of(contribution_ids: Sequence[int]) -> dict[int, int]:
    """How many readable comments there are under each of these topics and ideas. One statement."""
    if not contribution_ids:
        return {}
    found = db.session.execute(select(Thread.id, Thread.comments).where(Thread.id.in_(contribution_ids)))
    counted = {row.id: row.comments for row in found}
    return {id: counted.get(id, 0) for id in contribution_ids}
