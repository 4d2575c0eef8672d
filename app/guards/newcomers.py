"""How many may sign up from where, and what it costs: nothing while few do, a puzzle once a network is busy, a wait without one.

docs/decisions/0027 tells why, and what it costs a script.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log2

from flask_babel import lazy_gettext as _l

from app.foundation import clock
from app.foundation.errors import Reason
from app.guards import networks, puzzles
from app.guards.counters import Asked, Limit, counters, require
from app.guards.forms import Sent

HOUR, DAY = 3600, 24 * 3600
# A library, a school, a block of flats behind one address; a provider's customers behind its neighbours; everybody.
OWN_HOUR, OWN_DAY = Limit("newcomers", 600, HOUR), Limit("newcomers-day", 1_500, DAY)
WIDE_HOUR, WIDE_DAY = Limit("newcomers-wide", 1_800, HOUR), Limit("newcomers-wide-day", 4_500, DAY)
SITE_HOUR = Limit("newcomers-site", 1_000_000_000, HOUR)
# Who brings no solution is taken, too, but not by the thousand, and its letter leaves later.
SLOW_HOUR, SLOW_DAY = Limit("newcomers-slow", 60, HOUR), Limit("newcomers-slow-day", 200, DAY)

QUIET, QUIET_SITE = 120, 2_000
EASIEST, STEP, HARDEST_OF_SITE = 16, 60, 20
# What was asked for when the page was opened may have become harder since.
ALLOWED_BACK = 2
LATER = timedelta(minutes=10)

MANY = Reason(
    "too-many-newcomers",
    _l(
        "Very many people are signing up from your network just now. What you have typed is kept: send it once more a little later, "
        "or use another connection, such as that of a phone."
    ),
)


@dataclass(frozen=True)
class Place:
    """Where somebody signs up from."""

    own: str
    wide: str

    @classmethod
    def of(cls, network: str) -> "Place":
        return cls(networks.own(network), networks.wide(network))

    def limits(self, weight: int) -> list[Asked]:
        """What a newcomer takes of."""
        own, wide = (self.own,), (self.wide,)
        return [
            *(Asked(limit, own, weight) for limit in (OWN_HOUR, OWN_DAY)),
            *(Asked(limit, wide, weight) for limit in (WIDE_HOUR, WIDE_DAY)),
            Asked(SITE_HOUR, ("site",), weight),
        ]


def bits_for(network: str, at: datetime) -> int:
    """How hard the puzzle is for the next one who signs up from here; 0 where none is asked."""
    place = Place.of(network)
    known = counters()
    own = known.number(Asked(OWN_HOUR, (place.own,)), at)
    wide = known.number(Asked(WIDE_HOUR, (place.wide,)), at) * OWN_HOUR.most / WIDE_HOUR.most
    site = known.number(Asked(SITE_HOUR, ("site",)), at)
    return max(_rising(max(own, wide)), _of_site(site))


def _rising(pace: float) -> int:
    return 0 if pace < QUIET else min(puzzles.HARDEST, EASIEST + int((pace - QUIET) // STEP))


def _of_site(pace: float) -> int:
    return 0 if pace < QUIET_SITE else min(HARDEST_OF_SITE, EASIEST + int(log2(pace / QUIET_SITE)))


def admit(sent: Sent, network: str) -> timedelta:
    """Counts a newcomer. Gives how much later than usual the letter that confirms leaves.

    Raises TooMany where very many sign up from the network.
    """
    now = clock.now()
    bits, place = bits_for(network, now), Place.of(network)
    limits = place.limits(sent.weight)
    if not bits or _has_worked(sent, bits, now):
        require(limits, MANY)
        return timedelta(0)
    slow = [Asked(limit, (place.own,)) for limit in (SLOW_HOUR, SLOW_DAY)]
    require([*slow, *limits], MANY)
    counters().note("slow-newcomer")
    return LATER


def _has_worked(sent: Sent, bits: int, now: datetime) -> bool:
    """Whether the form brings a solution that nobody has brought before."""
    wanted = max(1, bits - ALLOWED_BACK)
    return bool(sent.word) and puzzles.zeros(sent.word, sent.proof) >= wanted and counters().take(sent.word, DAY, now)
