"""Signing in, and being verified, by a provider: away and back."""

import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, cast

from authlib.common.security import generate_token
from flask import Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from app.accounts import sessions
from app.accounts.domain import entrance
from app.accounts.factors import fresh, ways
from app.accounts.identity import openid, providers
from app.accounts.identity.domain import arrivals
from app.accounts.identity.domain.arrivals import Said
from app.accounts.identity.openid import Question
from app.accounts.identity.providers import Provider
from app.accounts.identity.queries import own
from app.accounts.identity.web import joining
from app.accounts.models import Account
from app.accounts.queries import people
from app.accounts.web.forms import come_back
from app.foundation import clock, hosts
from app.foundation.addresses import from_this_machine
from app.foundation.application import writes
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Reason, Refusal
from app.foundation.unit_of_work import begin_writing

AWAY, NEWCOMER = "away", "newcomer"
# Somebody may begin in a second tab, and in a third.
MOST_AWAY = 3

STATE = Reason(
    "sign-in-state",
    _l("This sign-in was not begun in this browser, or it took too long. Nobody was let in: begin once more."),
)
DECLINED = Reason("sign-in-declined", _l("The service did not say who you are: you or it have stopped the sign-in."))
SOMEBODY_ELSE = Reason(
    "sign-in-somebody-else", _l("The service says that this is somebody else than the person who is signed in here.")
)
CLOSED = Reason("account-closed", _l("The account that this service signs in is closed."))


@dataclass(frozen=True)
class Journey:
    """A sign-in under way, kept in the cookie of the browser that began it. `account_id`: who was signed in already; they show
    `again` who they are, or get one more way in."""

    state: str
    provider: str
    nonce: str
    verifier: str
    next: str
    begun: float
    account_id: int | None
    again: bool = False

    def question(self) -> Question:
        """What the provider is asked, and has to answer."""
        path = url_for("identity.arrive", name=self.provider)
        return Question(self.nonce, self.verifier, hosts.link(path), self.begun if self.again else None)


def _provider(name: str) -> Provider:
    provider = providers.find(name)
    if provider is None:
        raise Missing
    return provider


def leave(name: str) -> ResponseReturnValue:
    """Sends the browser to the provider. Nothing is kept but in its cookie.

    Who is signed in gets one more way in by this: they show first that it is them. With `again` they do that here, where this
    provider signs them in already.
    """
    provider, again = _provider(name), "again" in request.args
    if again:
        _require_linked(provider)
    elif not sessions.current_actor().is_guest:
        fresh.require()
    journey = Journey(
        state=secrets.token_urlsafe(24),
        provider=name,
        nonce=secrets.token_urlsafe(24),
        verifier=generate_token(48),
        next=come_back(request.args.get("next")),
        begun=clock.now().timestamp(),
        account_id=sessions.current_actor().id,
        again=again,
    )
    try:
        url = openid.address(provider, journey.state, journey.question(), language=str(get_locale()))
    except openid.ProviderFault as fault:
        return failed(fault, provider)
    session[AWAY] = [*session.get(AWAY, [])[-(MOST_AWAY - 1) :], asdict(journey)]
    return redirect(url, 303)


def _require_linked(provider: Provider) -> None:
    person = sessions.require_person()
    if provider.name not in {link.provider for link in own.links(person.id or 0)}:
        raise Missing


@writes
def arrive(name: str) -> ResponseReturnValue:
    """The provider sends the browser back: whoever it says is signed in, or verified. Anything amiss is a page that says so."""
    provider = _provider(name)
    journey = _taken(name, request.args.get("state", ""))
    if journey is None:
        # Some providers forget the state when somebody stops there.
        stopped = "error" in request.args and not request.args.get("state")
        return failed(NotAllowed(DECLINED) if stopped else Invalid(STATE), provider)
    try:
        said = _said(provider, journey)
        begin_writing()
        return _shown_again(journey, said) if journey.again else _settle(provider, journey, said)
    except Refusal as refusal:
        return _refused_for_good(journey, refusal, provider)


def _taken(name: str, state: str) -> Journey | None:
    """The journey that this answer belongs to; it is over with this."""
    kept = session.get(AWAY, [])
    mine = next((one for one in kept if secrets.compare_digest(one["state"].encode(), state.encode())), None)
    if mine is None:
        return None
    session[AWAY] = [one for one in kept if one is not mine]
    journey = Journey(**mine)
    age = clock.now().timestamp() - journey.begun
    is_whose = journey.account_id == sessions.current_actor().id
    in_time = 0 <= age < arrivals.AWAY.total_seconds()
    return journey if journey.provider == name and is_whose and in_time else None


def _said(provider: Provider, journey: Journey) -> Said:
    code = request.args.get("code", "")
    if not code or "error" in request.args:
        raise NotAllowed(DECLINED)
    if request.args.get("iss", provider.issuer) != provider.issuer:
        raise openid.ProviderFault(openid.LIED)
    return Said.of(provider, openid.claims(provider, code, journey.question()))


def _refused_for_good(journey: Journey, refusal: Refusal, provider: Provider) -> Response:
    # Whatever it was, this sign-in does not come back a second time.
    begin_writing()
    with suppress(Conflict):
        arrivals.keep(journey.state, clock.now())
    return failed(refusal, provider, again=journey.again, next=journey.next)


def _shown_again(journey: Journey, said: Said) -> ResponseReturnValue:
    """Somebody who is signed in has shown once more that it is them."""
    arrivals.keep(journey.state, clock.now())
    account = arrivals.account_of(said)
    if account is None or account.id != journey.account_id:
        raise NotAllowed(SOMEBODY_ELSE)
    sessions.prove(is_strong=False)
    return redirect(journey.next or url_for("accounts.my_page"), 303)


def _settle(provider: Provider, journey: Journey, said: Said) -> ResponseReturnValue:
    now = clock.now()
    account = arrivals.account_of(said)
    is_new = account is None and journey.account_id is None
    arrivals.keep(journey.state, now, said if is_new else None)
    if journey.account_id is not None:
        return _verified(people.living(journey.account_id), account, said, journey)
    if account is None:
        session[NEWCOMER] = [journey.state, journey.next, provider.name]
        return redirect(url_for("identity.show_newcomer"), 303)
    return _enter(account, said, journey)


def _verified(account: Account | None, owner: Account | None, said: Said, journey: Journey) -> ResponseReturnValue:
    """Somebody who is signed in has shown who they are."""
    if account is None:
        raise Missing
    try:
        arrivals.connect(account, said, clock.now())
    except Conflict:
        # They have proven just now that the other account is theirs, too.
        other = owner if owner is not None and owner.id != account.id else arrivals.owner_of(said.person_key)
        joining.remember(account, cast(Account, other))
        return redirect(url_for("identity.show_join"), 303)
    return redirect(journey.next or url_for("identity.show_identity"), 303)


def _enter(account: Account, said: Said, journey: Journey) -> ResponseReturnValue:
    if account.ended_at is not None:
        raise NotAllowed(CLOSED)
    entrance.enter(account, from_here=from_this_machine())
    other = None
    try:
        arrivals.connect(account, said, clock.now())
    except Conflict:
        other = arrivals.owner_of(said.person_key)
    sessions.sign_in(account)
    if other is not None and other.id != account.id:
        joining.remember(account, other)
        return redirect(url_for("identity.show_join"), 303)
    return onwards(journey.next)


def onwards(address: str) -> ResponseReturnValue:
    """Where somebody goes who has just come in: to what they wanted, after the second half of a sign-in where one is due."""
    return redirect(ways.onwards(address or url_for("accounts.my_page")), 303)


def failed(refusal: Refusal, provider: Provider | None = None, **more: Any) -> Response:
    """The page that says why nobody was let in."""
    page = render_template("identity/failed.html", reason=refusal.reason, provider=provider, **more)
    return make_response(page, refusal.status)
