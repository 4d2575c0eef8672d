"""Patience with codes: so few attempts that nobody guesses one, counted for the person, wherever they come from."""

from flask_babel import lazy_gettext as _l

from app.foundation import clock
from app.foundation.errors import Reason
from app.guards import networks
from app.guards.counters import Asked, Limit, counters, require

SOON, DAY = Limit("second-step", 5, 900), Limit("second-step-day", 30, 24 * 3600)
# With a passkey nobody guesses anything: only what it costs to check one is bounded, and a ministry comes in of a morning.
PASSKEYS = Limit("passkey-network", 3_000, 3600)
WAIT = Reason(
    "too-many-factor-attempts",
    _l("There were many attempts in a row. Wait a quarter of an hour and try again, or use a passkey."),
)


def spend(account_id: int) -> None:
    """Counts an attempt before anybody knows how it ends. Raises TooMany where there were too many."""
    require([Asked(SOON, (str(account_id),)), Asked(DAY, (str(account_id),))], WAIT)


def forgive(account_id: int) -> None:
    """The code was right: the attempts just before it are forgotten."""
    for limit in (SOON, DAY):
        counters().forget(Asked(limit, (str(account_id),)), clock.now())


def spend_passkey(network: str) -> None:
    """Counts an answer of a passkey from a network. Raises TooMany where there were very many."""
    require([Asked(PASSKEYS, (networks.own(network),))], WAIT)
