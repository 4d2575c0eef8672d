"""Who is signed in: the person behind a request, with their roles."""

from flask import Flask, abort, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from app.accounts import throttle
from app.accounts.models import Account
from app.accounts.permissions import SIGN_IN
from app.accounts.roles import GUEST, Actor, Barred, Grant
from app.foundation import clock
from app.foundation.application import SAFE
from app.foundation.db import db
from app.foundation.errors import NotAllowed

# Made once: each request of a person who is signed in asks this.
PERSON = (
    select(Account)
    .where(Account.id == bindparam("id"), Account.ended_at.is_(None), Account.email_confirmed_at.is_not(None))
    .options(joinedload(Account.blocks))
)


class SignedIn(UserMixin):  # type: ignore[misc]
    """A signed-in person as Flask-Login knows them. The epoch in the id ends all sessions when it moves."""

    def __init__(self, account: Account) -> None:
        self.account_id = account.id
        self.actor = actor_of(account)
        self._word = f"{account.id}.{account.session_epoch}"

    def get_id(self) -> str:
        return self._word


def actor_of(account: Account) -> Actor:
    """The actor that an account is, with its live grants and what keeps it from writing now."""
    grants = frozenset(Grant(g.role, g.campaign_id, g.office_id) for g in account.grants)
    now = clock.now()
    barred = tuple(Barred(b.facts, b.holds_until, b.campaign_id) for b in account.blocks if b.holds(now))
    return Actor(account.id, account.public_name, account.language, account.territory_id, grants, barred=barred)


def _load(word: str) -> SignedIn | None:
    number, _, epoch = word.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    account = db.session.scalars(PERSON, {"id": int(number)}).unique().one_or_none()
    if account is None or str(account.session_epoch) != epoch:
        return None
    return SignedIn(account)


def current_actor() -> Actor:
    """Who acts in this request; a guest where nobody is signed in."""
    return current_user.actor if current_user and current_user.is_authenticated else GUEST


def require_person() -> Actor:
    """The person who is signed in. A guest who only looks is sent to the sign-in and comes back; else raises NotAllowed."""
    actor = current_actor()
    if actor.is_guest and request.method in SAFE:
        abort(redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303))
    if actor.is_guest:
        raise NotAllowed(SIGN_IN)
    return actor


def sign_in(account: Account) -> None:
    """Begins the session of a person in this browser; what the session held before goes."""
    session.clear()
    login_user(SignedIn(account))
    session.permanent = True


def sign_out() -> None:
    """Ends the session in this browser."""
    logout_user()
    session.clear()


class _Sessions(LoginManager):  # type: ignore[misc]
    """Flask-Login without its second cookie, which we never set: who sends one anyway is no more signed in than before."""

    def _load_user_from_remember_cookie(self, cookie: str) -> None:
        return None


def connect(app: Flask) -> None:
    """Binds Flask-Login to our people, and the patience with attempts to the queue's server."""
    throttle.connect(app)
    login = _Sessions()
    login.session_protection = None
    login.user_loader(_load)
    login.init_app(app)
