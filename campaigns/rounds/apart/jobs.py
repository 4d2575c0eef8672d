"""Background work on votes set apart."""

from datetime import timedelta

from app.foundation import clock
from app.foundation.db import db
from campaigns.rounds.apart.domain import judging, traces
from campaigns.rounds.apart.queries import judged

# A little more than twice the schedule: one run may fail, and the count judges once more in any case.
LOOKS_BACK = timedelta(minutes=25)


def look() -> None:
    """Judges the open votes in which somebody has voted lately."""
    round_ids = judged.changed_since(clock.now() - LOOKS_BACK)
    db.session.rollback()
    for round_id in round_ids:
        judging.judge(round_id)


def purge() -> None:
    """Erases traces whose term is over."""
    traces.purge(clock.now())
