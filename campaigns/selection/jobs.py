"""Background work of selections."""

from app.foundation import clock
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from campaigns.selection.domain import making


def make(selection_id: int) -> None:
    """Makes a large selection in short steps; goes on where an earlier attempt stopped."""
    more = True
    while more:
        with step():
            more = making.write_some(selection_id, clock.now())
            still_at_it()
    more = True
    while more:
        with step():
            more = making.settle_some(selection_id)
            still_at_it()
