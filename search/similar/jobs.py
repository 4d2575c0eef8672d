"""Background work of similar ideas. Safe to run twice."""

from datetime import timedelta

from app.foundation import clock, outbox
from app.foundation.db import db
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from search.engine import Unready
from search.similar import domain, queries

LIKEN = "similar.liken"
LATER = timedelta(minutes=2)
A_TURN = 300


def liken(idea_id: int) -> None:
    """Finds what is like the idea and keeps it; comes again where the index has to be built first."""
    try:
        found = domain.find(idea_id)
    except Unready:
        with step():
            outbox.ask(LIKEN, delay=LATER, idea_id=idea_id)
        return
    _keep(found)


def look() -> None:
    """Finds what is like the ideas for which nobody has looked yet, some of them a turn."""
    for idea_id in queries.never_looked_for(A_TURN):
        try:
            found = domain.find(idea_id)
        except Unready:
            return
        _keep(found)


def _keep(found: domain.Found) -> None:
    db.session.rollback()
    with step():
        domain.keep(found, clock.now())
        still_at_it()
