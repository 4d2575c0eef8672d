"""Who calls: the person whose token came along, as far as its rights reach; a guest where none came.

No cookie counts here: what a browser sends by itself, at the wish of whatever site, acts for nobody.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar, cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import g, request

from app.accounts.personal import consenting
from app.accounts.roles import GUEST, Actor
from app.accounts.sessions import SignedIn, actor_of, resting_of
from app.api.bodies import refuse_too_large
from app.api.domain import tokens
from app.api.reasons import CALLS, NO_TOKEN, SCOPE, UNKNOWN, NotKnown
from app.api.scopes import LABELS, Scope
from app.foundation import clock
from app.foundation.addresses import from_this_machine, network
from app.foundation.application import SAFE
from app.foundation.errors import NotAllowed, Reason
from app.foundation.unit_of_work import record
from app.guards import door, networks
from app.guards.counters import Asked, Limit, require

PREFIX = "/api/v1/"
READS_OF_TOKEN = Limit("api-reads", 600, 60)
WRITES_OF_TOKEN = Limit("api-writes", 60, 60)
# With twenty tokens nobody writes more than by hand (app.guards.door).
WRITES_OF_PERSON = Limit("api-writes-person", 300, 60)
READS_OF_NETWORK = Limit("api-guests", 1_200, 60)
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Caller:
    """Who calls, with what rights. `token_id` is None for a guest."""

    actor: Actor = GUEST
    token_id: int | None = None
    name: str = ""
    scopes: frozenset[Scope] = frozenset(Scope)
    expires_at: datetime | None = None


class Cookieless:
    """Takes the cookies off what comes to the API, before anything has read them."""

    def __init__(self, answer: WSGIApplication) -> None:
        self._answer = answer

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # Addresses with more slashes before them lead there, too.
        if f"/{environ.get('PATH_INFO', '').lstrip('/')}".startswith(PREFIX):
            environ.pop("HTTP_COOKIE", None)
        return self._answer(environ, start_response)


def recognise() -> None:
    """Finds out who calls. Raises NotKnown where a token came that does not hold, TooMany where it asks too much."""
    refuse_too_large()
    try:
        caller = _caller()
    except NotKnown:
        # Whoever tries words in turn is not quicker at it than a guest is.
        _count(Caller())
        raise
    _count(caller)
    g.api_caller = caller
    if caller.actor.id is not None:
        # So that rooms which ask who acts are told the same.
        g._login_user = SignedIn(caller.actor, "")  # noqa: SLF001


def caller() -> Caller:
    """Who calls in this request."""
    return cast(Caller, g.api_caller)


def actor() -> Actor:
    """The person of the token, or a guest."""
    return caller().actor


def _caller() -> Caller:
    header = request.headers.get("Authorization")
    if header is None:
        return Caller()
    kind, _, word = header.partition(" ")
    if kind.lower() != "bearer":
        raise NotKnown(UNKNOWN)
    known, now = tokens.known(word.strip(), clock.now()), clock.now()
    account = known.account
    # People of the demonstration exist at the machine itself alone.
    if account.email_confirmed_at is None or (account.is_demo and not from_this_machine()):
        raise NotKnown(UNKNOWN)
    if known.used_on != now.date():
        record(lambda: tokens.note_use(known.id, now.date()))
    whole = actor_of(account)
    kept = whole.grants - resting_of(account) if Scope.STAFF in known.scopes else frozenset()
    # At its sign-in a browser asks for consent to words that have changed; a program never signs in, and may write for a year.
    owes = request.method not in SAFE and consenting.owes(account.id)
    return Caller(replace(whole, grants=kept, owes_consent=owes), known.id, known.name, known.scopes, known.expires_at)


def _count(one: Caller) -> None:
    is_write, token = request.method not in SAFE, (str(one.token_id),)
    if one.token_id is None:
        require([Asked(READS_OF_NETWORK, (networks.own(network()),))], CALLS)
        if is_write:
            door.count_guest()
    elif is_write:
        require([Asked(WRITES_OF_TOKEN, token), Asked(WRITES_OF_PERSON, (str(one.actor.id),))], CALLS)
    else:
        require([Asked(READS_OF_TOKEN, token)], CALLS)


def guarded(scope: Scope, *, people_only: bool) -> Callable[[View], View]:
    """Lets nobody through whose token is not good for this; guests neither, where it is for people only."""

    def mark(view: View) -> View:
        @wraps(view)
        def look_first(*args: Any, **kwargs: Any) -> Any:
            require_scope(scope, people_only=people_only)
            return view(*args, **kwargs)

        return cast(View, look_first)

    return mark


def require_scope(scope: Scope, *, people_only: bool) -> None:
    """Raises NotKnown for a guest where a person is wanted, NotAllowed where the token is not good for this."""
    one = caller()
    if one.token_id is None:
        if people_only:
            raise NotKnown(NO_TOKEN)
        return
    if scope not in one.scopes:
        raise NotAllowed(Reason(SCOPE.code, SCOPE.sentence, {"scope": str(LABELS[scope])}))
