"""Background work on ideas."""

from app.foundation import clock
from app.foundation.unit_of_work import step
from campaigns.ideas.domain import drafts


def purge_drafts() -> None:
    """Removes guests' drafts whose time is up, a few hundred in a step."""
    dealt_with = 1
    while dealt_with:
        with step():
            dealt_with = drafts.purge(clock.now())
