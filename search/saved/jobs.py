"""Once a day people are told what their searches have found anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

import structlog
from flask import current_app
from sqlalchemy import select, update

from app.accounts.models import Account
from app.foundation import clock
from app.foundation.db import db
from app.foundation.events import announce
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from search.engine import Unready
from search.queries.results import find
from search.queries.wanted import Wanted
from search.saved.events import SearchFound
from search.saved.models import SavedSearch

AT_ONCE = 50
# What was published shortly before midnight is in the index by then.
LOOK_FROM = time(1, 0)
log = structlog.get_logger("search")


@dataclass(frozen=True)
class Due:
    """A kept search whose person has heard of what was published until a time before today."""

    id: int
    account_id: int
    arguments: dict[str, str]
    told_until: datetime


def tell_found() -> None:
    """Looks once a day what each kept search finds of what was published since its person last heard, until midnight.

    Safe to run twice and at the same time: a day is told by whoever moves `told_until` over it.
    """
    now = clock.now().astimezone(ZoneInfo(current_app.extensions["veche.settings"].TIME_ZONE))
    if now.time() < LOOK_FROM:
        return
    midnight = datetime.combine(now.date(), time.min, now.tzinfo)
    after: int | None = 0
    while after is not None:
        searches = _due(midnight, after)
        try:
            found = [(search, _count(search, midnight)) for search in searches]
        except Unready:
            log.info("the index is being built: kept searches are looked at later")
            return
        db.session.rollback()
        with step():
            still_at_it()
            for search, texts in found:
                _tell(search, texts, midnight)
        after = searches[-1].id if len(searches) == AT_ONCE else None


def _due(midnight: datetime, after: int) -> Sequence[Due]:
    query = (
        select(SavedSearch.id, SavedSearch.account_id, SavedSearch.asked, SavedSearch.told_until)
        .join(Account, Account.id == SavedSearch.account_id)
        .where(SavedSearch.told_until < midnight, SavedSearch.id > after, Account.ended_at.is_(None))
        .order_by(SavedSearch.id)
    )
    return [Due(*row) for row in db.session.execute(query.limit(AT_ONCE))]


def _count(search: Due, midnight: datetime) -> int:
    return find(Wanted.of(search.arguments), limit=0, published=(search.told_until, midnight)).total


def _tell(search: Due, texts: int, midnight: datetime) -> None:
    moved = update(SavedSearch).where(SavedSearch.id == search.id, SavedSearch.told_until == search.told_until)
    if db.session.execute(moved.values(told_until=midnight)).rowcount and texts:  # type: ignore[attr-defined]
        since = search.told_until.astimezone(midnight.tzinfo).date()
        announce(SearchFound(search.id, search.account_id, midnight.date(), since, texts))
