"""Reading the searches that people keep."""

from collections.abc import Collection, Sequence

from sqlalchemy import exists, select

from app.foundation.db import db
from search.queries.wanted import Wanted
from search.saved.models import SavedSearch


def keeps(account_id: int, wanted: Wanted) -> bool:
    """Whether the person keeps this search. One statement."""
    same = exists().where(SavedSearch.account_id == account_id, SavedSearch.asked_digest == wanted.digest)
    return bool(db.session.scalar(select(same)))


def searches_of(account_id: int) -> Sequence[SavedSearch]:
    """The searches a person keeps, the latest first. One statement."""
    own = select(SavedSearch).where(SavedSearch.account_id == account_id)
    return db.session.scalars(own.order_by(SavedSearch.saved_at.desc(), SavedSearch.id.desc())).all()


def by_ids(search_ids: Collection[int], account_id: int) -> dict[int, SavedSearch]:
    """Those of these searches that the person still keeps. One statement."""
    own = select(SavedSearch).where(SavedSearch.id.in_(search_ids), SavedSearch.account_id == account_id)
    return {search.id: search for search in db.session.scalars(own)}
