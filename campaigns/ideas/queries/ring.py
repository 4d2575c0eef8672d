"""The fair order: ideas stand on a ring at random places, each day begins at another place and walks the whole round.

Everything here is arithmetic on points (ring, id); `lists` makes a query of it.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

from campaigns.ideas.models import RING

Point = tuple[int, int]
BOTTOM: Point = (-1, 0)
TOP: Point = (RING, 0)


@dataclass(frozen=True)
class Arc:
    """The points between two points, neither included. `lap` is 0 from the day's start to the top, 1 from the bottom on."""

    lap: int
    above: Point
    below: Point

    def holds(self, point: Point) -> bool:
        return self.above < point < self.below


@dataclass(frozen=True)
class Place:
    """Where a walk stands: a lap and a point."""

    lap: int
    point: Point


def start_of(campaign_id: int, day: date) -> int:
    """Where the day's walk begins in this campaign; anybody can recount it, nobody can choose it."""
    word = hashlib.sha256(f"{campaign_id} {day.isoformat()}".encode()).digest()
    return int.from_bytes(word[:8], "big") % RING


def _laps(start: int) -> tuple[Arc, Arc]:
    # Ids begin with 1, so (start, 0) parts the points before the start from those at it or after it.
    return Arc(0, (start, 0), TOP), Arc(1, BOTTOM, (start, 0))


def ahead(start: int, after: Place | None = None) -> tuple[Arc, ...]:
    """The arcs still to walk after a place, in order; the whole ring where there is none."""
    first, second = _laps(start)
    if after is None:
        return first, second
    if after.lap == 0:
        return Arc(0, max(first.above, after.point), first.below), second
    return (Arc(1, after.point, second.below),)


def behind(start: int, before: Place) -> tuple[Arc, ...]:
    """The arcs walked before a place, nearest last."""
    first, second = _laps(start)
    if before.lap == 0:
        return (Arc(0, first.above, before.point),)
    return first, Arc(1, second.above, min(second.below, before.point))
