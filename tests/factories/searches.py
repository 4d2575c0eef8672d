"""Searches that people keep."""

from app.accounts.roles import Actor
from app.foundation import clock
from app.foundation.unit_of_work import step
from search.queries.wanted import Wanted
from search.saved import domain
from search.saved.models import SavedSearch


def make_search(account_id: int, **arguments: str) -> SavedSearch:
    """A search that the person has kept just now."""
    wanted = Wanted.of(arguments)
    with step():
        return domain.keep(Actor(account_id), wanted, wanted.text, clock.now())
