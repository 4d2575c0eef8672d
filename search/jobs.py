"""Background work of search. Each is safe to run twice and at the same time as another."""

from collections.abc import Callable

import structlog

from search.domain import upkeep
from search.engine import Busy

log = structlog.get_logger("search")


def index_stale() -> None:
    """Brings the index up to date. Gives way to whoever is at it already; what they may have missed is the schedule's."""
    _unless_busy(upkeep.drain)


def compare() -> None:
    """Looks for texts that the index missed or kept, and for damage."""
    _unless_busy(upkeep.compare)


def renew() -> None:
    """Builds the index anew, without what was struck off in it. Raises Busy: whoever asked for it needs it done."""
    upkeep.rebuild()


def _unless_busy(act: Callable[[], int]) -> None:
    try:
        act()
    except Busy:
        log.info("somebody else is changing the index")
