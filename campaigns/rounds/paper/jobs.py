"""Background work of paper."""

from app.foundation import clock
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from campaigns.rounds.paper.domain import acceptance


def accept(pile_id: int) -> None:
    """Makes the slips of a settled pile ballots, in short steps; does nothing where that is done."""
    more = True
    while more:
        with step():
            more = acceptance.cast_some(pile_id, clock.now())
            still_at_it()
