"""What the index does not know yet."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, not_, select

from app.foundation.db import db
from campaigns.contributions.models import Contribution
from search.engine import Unready
from search.models import Stale

# Each costs some 20 microseconds of a query. Where more have changed, as after an import, search rests until they are read.
MOST_SUBTRACTED = 20_000


@dataclass(frozen=True)
class Lag:
    """How many marks wait and since when the oldest does."""

    marks: int
    oldest: datetime | None


def oldest(limit: int, after: int = 0) -> list[tuple[int, int]]:
    """(mark, contribution) of the marks that wait longest, those after a mark."""
    query = select(Stale.id, Stale.contribution_id).where(Stale.id > after).order_by(Stale.id).limit(limit)
    return [(row.id, row.contribution_id) for row in db.session.execute(query)]


def all_marks() -> list[int]:
    """Every mark there is."""
    return list(db.session.scalars(select(Stale.id)))


def waiting() -> frozenset[int]:
    """Every contribution that an index has to read again."""
    return frozenset(db.session.scalars(select(Stale.contribution_id)))


def changed_lately() -> frozenset[int]:
    """Contributions that changed after the index last read them: what it says of them is not to be believed.

    All of them, so that no count and no suggestion tells of one that was hidden. Raises Unready where they are too many.
    """
    changed = frozenset(db.session.scalars(select(Stale.contribution_id).distinct().limit(MOST_SUBTRACTED + 1)))
    if len(changed) > MOST_SUBTRACTED:
        raise Unready
    return changed


def is_known() -> ColumnElement[bool]:
    """Contributions that have not changed since the index read them."""
    return not_(exists().where(Stale.contribution_id == Contribution.id))


def lag() -> Lag:
    """How far the index is behind."""
    marks, since = db.session.execute(select(func.count(), func.min(Stale.marked_at))).one()
    return Lag(marks, since)
