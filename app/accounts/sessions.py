"""Who is signed in: the person behind a request, with their roles."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, abort, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Row, and_, bindparam, exists, inspect, select

from app.accounts import throttle
from app.accounts.models import Account, Block, RoleGrant, shown
from app.accounts.permissions import SIGN_IN
from app.accounts.roles import GUEST, Actor, Barred, Grant
from app.foundation import clock
from app.foundation.application import SAFE
from app.foundation.db import db
from app.foundation.errors import NotAllowed

# Made once, and of tables: each request of a person who is signed in asks this. A row for each role that was given.
_people, _grants = inspect(Account).local_table, inspect(RoleGrant).local_table
PERSON = (
    select(
        *(_people.c.id, _people.c.session_epoch, _people.c.given_name, _people.c.family_name, _people.c.language),
        *(_people.c.territory_id, _grants.c.role, _grants.c.campaign_id, _grants.c.office_id),
        exists().where(Block.account_id == _people.c.id, Block.ended_at.is_(None)).label("has_blocks"),
    )
    .outerjoin_from(_people, _grants, and_(_grants.c.account_id == _people.c.id, _grants.c.ended_at.is_(None)))
    .where(_people.c.id == bindparam("id"), _people.c.ended_at.is_(None), _people.c.email_confirmed_at.is_not(None))
)
BLOCKS = select(Block).where(Block.account_id == bindparam("id"), Block.ended_at.is_(None)).order_by(Block.id)


class SignedIn(UserMixin):  # type: ignore[misc]
    """A signed-in person as Flask-Login knows them. The epoch in the id ends all sessions when it moves."""

    def __init__(self, actor: Actor, epoch: int) -> None:
        self.actor = actor
        self._word = f"{actor.id}.{epoch}"

    def get_id(self) -> str:
        return self._word


def actor_of(account: Account) -> Actor:
    """The actor that an account is, with its live grants and what keeps it from writing now."""
    grants = frozenset(Grant(g.role, g.campaign_id, g.office_id) for g in account.grants)
    barred = _barred(account.blocks)
    return Actor(account.id, account.public_name, account.language, account.territory_id, grants, barred=barred)


def _barred(blocks: Sequence[Block]) -> tuple[Barred, ...]:
    now = clock.now()
    return tuple(Barred(b.facts, b.holds_until, b.campaign_id) for b in blocks if b.holds(now))


def _actor(rows: Sequence[Row[Any]]) -> Actor:
    """The same, of the rows of `PERSON`."""
    person = rows[0]
    grants = frozenset(Grant(row.role, row.campaign_id, row.office_id) for row in rows if row.role is not None)
    barred = _barred(db.session.scalars(BLOCKS, {"id": person.id}).all()) if person.has_blocks else ()
    name = shown(person.given_name, person.family_name)
    return Actor(person.id, name, person.language, person.territory_id, grants, barred=barred)


def _load(word: str) -> SignedIn | None:
    number, _, epoch = word.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    rows = db.session.connection().execute(PERSON, {"id": int(number)}).all()
    if not rows or str(rows[0].session_epoch) != epoch:
        return None
    return SignedIn(_actor(rows), rows[0].session_epoch)


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
    login_user(SignedIn(actor_of(account), account.session_epoch))
    session.permanent = True


def sign_out() -> None:
    """Ends the session in this browser."""
    logout_user()
    session.clear()


class _Cookies(SecureCookieSessionInterface):
    """Flask's signed cookies; what signs them is made once instead of twice in each request."""

    _signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        self._signer = self._signer or super().get_signing_serializer(app)
        return self._signer


class _Sessions(LoginManager):  # type: ignore[misc]
    """Flask-Login without its second cookie, which we never set: who sends one anyway is no more signed in than before. And
    without the print of the browser, which it makes for each request even where nobody asks for it."""

    def _session_protection_failed(self) -> bool:
        return False

    def _load_user_from_remember_cookie(self, cookie: str) -> None:
        return None


def connect(app: Flask) -> None:
    """Binds Flask-Login to our people, and the patience with attempts to the queue's server."""
    throttle.connect(app)
    app.session_interface = _Cookies()
    login = _Sessions()
    login.session_protection = None
    login.user_loader(_load)
    login.init_app(app)
