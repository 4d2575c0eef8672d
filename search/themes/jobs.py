"""Background work of themes."""

from app.foundation import clock
from app.foundation.db import db
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from search.themes import grouping
from search.themes.domain import suggestions
from search.themes.models import ThemeSearch
from search.themes.queries import texts

# How often it is told how far the job is, in percent: each is a step of its own.
EVERY = 20


def suggest(campaign_id: int) -> None:
    """Looks for themes among the ideas that are in none; outside of any step, for it takes seconds."""
    search = db.session.get(ThemeSearch, campaign_id)
    if search is None or search.asked_at is None:
        return
    grounds, loose = texts.grounds(campaign_id), texts.loose(campaign_id)
    db.session.rollback()
    found = grouping.suggest(loose, Telling(campaign_id))
    with step():
        suggestions.keep(campaign_id, found, len(loose), grounds, clock.now())


class Telling:
    """Keeps now and then how far the job is."""

    def __init__(self, campaign_id: int) -> None:
        self._campaign_id, self._told = campaign_id, 0

    def __call__(self, done: int) -> None:
        if done - self._told >= EVERY:
            self._told = done
            with step():
                suggestions.progress(self._campaign_id, done)
                still_at_it()
