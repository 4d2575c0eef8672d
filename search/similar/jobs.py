"""Background work of similar ideas. Safe to run twice."""

from datetime import timedelta

from app.foundation import outbox
from app.foundation.db import db
from app.foundation.unit_of_work import step
from search.engine import Unready
from search.similar import domain

LIKEN = "similar.liken"
LATER = timedelta(minutes=2)


def liken(idea_id: int) -> None:
    """Finds what is like the idea and keeps it; comes again where the index has to be built first."""
    try:
        found = domain.find(idea_id)
    except Unready:
        with step():
            outbox.ask(LIKEN, delay=LATER, idea_id=idea_id)
        return
    db.session.rollback()
    with step():
        domain.keep(found)
