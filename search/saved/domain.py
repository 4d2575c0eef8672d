"""People keep searches and give them up."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, Reason
from search.queries.wanted import Wanted
from search.saved.models import SavedSearch

MOST = 20
TOO_MANY = Reason(
    "too-many-searches",
    _l("You keep 20 searches already. Give one of them up on the page “My searches”, then keep this one."),
)
NOTHING = Reason("nothing-to-search", _l("Type what you are looking for first, then keep the search."))


def keep(actor: Actor, wanted: Wanted, name: str, now: datetime) -> SavedSearch:
    """The person is told from now on what the search finds anew. `name` says in words what it is. Keeping it twice is once.

    Raises Invalid where it looks for nothing, Conflict where the person keeps as many as one may.
    """
    if wanted.is_nothing:
        raise Invalid(NOTHING)
    # Two of the person's requests at a time wait for each other here.
    db.session.get(Account, actor.id, with_for_update=True)
    kept = db.session.scalars(select(SavedSearch).where(SavedSearch.account_id == actor.id)).all()
    if same := next((search for search in kept if search.asked_digest == wanted.digest), None):
        return same
    if len(kept) >= MOST:
        raise Conflict(TOO_MANY)
    search = SavedSearch(
        account_id=actor.id,
        text=name,
        asked=wanted.lasting,
        asked_digest=wanted.digest,
        saved_at=now,
        told_until=now,
    )
    db.session.add(search)
    db.session.flush()
    return search


def give_up(actor: Actor, search_id: int) -> None:
    """The person is told of the search no more. Raises Missing where they keep no such search."""
    search = db.session.scalar(
        select(SavedSearch).where(SavedSearch.id == search_id, SavedSearch.account_id == actor.id).with_for_update()
    )
    if search is None:
        raise Missing
    db.session.delete(search)
    db.session.flush()
