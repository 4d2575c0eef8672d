"""What a person may send how often, whatever they do; told at the door, before anything is read from the database.

Acts that need an allowance of their own stand in the wiring's table by their endpoint, with None where a script of ours sends them by
itself; the others share one. Guests share that of their network, which is large: a village may be behind it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, current_app, request, session
from flask_babel import lazy_gettext as _l

from app.foundation.addresses import network
from app.foundation.application import SAFE
from app.foundation.errors import Reason
from app.guards import networks
from app.guards.counters import Asked, Limit, require

FORMS_OF_PERSON = Limit("forms-person", 300, 60)
FORMS_OF_NETWORK = Limit("forms-network", 6_000, 3600)
MANY_FORMS = Reason(
    "too-many-forms", _l("Very much was sent in your name within a minute. Wait a little; what you have typed is kept.")
)
MANY_FROM_NETWORK = Reason(
    "too-many-from-network",
    _l(
        "Very much was sent from your network within an hour. Sign in, or try again a little later; what you have typed is kept."
    ),
)


@dataclass(frozen=True)
class Allowance:
    """How often one person may do one thing, and what they read when it was too often."""

    limit: Limit
    reason: Reason


Allowances = Mapping[str, Allowance | None]


def spend() -> None:
    """Counts what this request sends. Raises TooMany where it is too much."""
    if request.method in SAFE or request.endpoint is None or request.blueprint in _apart():
        return
    person, allowances = _person(), _allowances()
    if allowances.get(request.endpoint, MANY_FORMS) is None:
        return
    if not person:
        count_guest()
        return
    count_act(person, request.endpoint)


def count_guest() -> None:
    """Counts what somebody unknown sends. Raises TooMany where there was too much from their network."""
    require([Asked(FORMS_OF_NETWORK, (networks.own(network()),))], MANY_FROM_NETWORK)


def count_act(person: str, endpoint: str) -> None:
    """Counts an act of a person, by the endpoint that does it. Raises TooMany where there were too many; then it counts nothing."""
    own = _allowances().get(endpoint)
    if own is not None:
        require([Asked(own.limit, (person,))], own.reason)
    require([Asked(FORMS_OF_PERSON, (person,))], MANY_FORMS)


def _allowances() -> Allowances:
    return cast(Allowances, current_app.extensions["veche.allowances"])


def leave_to(app: Flask, blueprint: str) -> None:
    """A door of its own: it finds out who sends without cookies, and calls `count_guest` by itself for whom it does not know."""
    _of(app).add(blueprint)


def _apart() -> set[str]:
    return _of(current_app)


def _of(app: Flask) -> set[str]:
    return cast(set[str], app.extensions.setdefault("veche.doors", set()))


def _person() -> str:
    # The cookie is signed; whether its session was ended meanwhile, the view asks the database.
    word: Any = session.get("_user_id")
    return word.partition(".")[0] if isinstance(word, str) else ""


def connect(app: Flask, allowances: Allowances) -> None:
    """Stands at the door of the application."""
    app.extensions["veche.allowances"] = allowances
    app.before_request(spend)
