"""Who is signed in: the person behind a request, with their roles.

A cookie names a row of `sign_ins` by a secret, and the row is read together with the person: that costs one statement.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, abort, current_app, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Row, Select, and_, bindparam, delete, exists, inspect, select, update

from app.accounts import browsers
from app.accounts.factors import devices
from app.accounts.factors import queries as factors
from app.accounts.factors.models import SignIn
from app.accounts.identity import helping
from app.accounts.identity.queries import standing
from app.accounts.models import Account, Block, RoleGrant, shown
from app.accounts.permissions import SIGN_IN
from app.accounts.personal import ages, consenting
from app.accounts.roles import GUEST, Actor, Barred, Grant
from app.foundation import clock
from app.foundation.addresses import network
from app.foundation.application import SAFE
from app.foundation.db import db
from app.foundation.errors import NotAllowed
from app.foundation.unit_of_work import begin_writing, record

# Made once, and of tables: each request of a person who is signed in asks this. A row for each role that was given.
_people, _grants = inspect(Account).local_table, inspect(RoleGrant).local_table
_sign_ins = inspect(SignIn).local_table
PERSON: Select[Any] = (
    select(
        *(_people.c.id, _people.c.session_epoch, _people.c.given_name, _people.c.family_name, _people.c.language),
        *(_people.c.territory_id, _grants.c.role, _grants.c.campaign_id, _grants.c.office_id, _grants.c.given_at),
        *(
            _people.c.shows_full_name,
            _people.c.is_demo,
            _sign_ins.c.id.label("sign_in_id"),
            _sign_ins.c.began_at,
            _sign_ins.c.seen_at,
        ),
        *(_sign_ins.c.proved_at, _sign_ins.c.is_strong),
        exists().where(Block.account_id == _people.c.id, Block.ended_at.is_(None)).label("has_blocks"),
        standing.is_verified(_people.c.id).label("is_verified"),
        standing.home(_people.c.id).label("home_id"),
        ages.declared_by(_people.c.id).label("years"),
    )
    .join_from(_people, _sign_ins, _sign_ins.c.account_id == _people.c.id)
    .outerjoin(_grants, and_(_grants.c.account_id == _people.c.id, _grants.c.ended_at.is_(None)))
    .where(_sign_ins.c.key == bindparam("key"))
    .where(_people.c.id == bindparam("id"), _people.c.ended_at.is_(None), _people.c.email_confirmed_at.is_not(None))
)
STANDING = select(
    standing.is_verified(_people.c.id).label("is_verified"),
    standing.home(_people.c.id).label("home_id"),
    ages.declared_by(_people.c.id).label("years"),
).where(_people.c.id == bindparam("id"))
BLOCKS = select(Block).where(Block.account_id == bindparam("id"), Block.ended_at.is_(None)).order_by(Block.id)


# How long it takes until it is written down anew that somebody was seen: a page that is only read keeps nothing else.
SEEN_AGAIN = timedelta(hours=1)
HALF_WAY_LASTS = timedelta(minutes=10)
HALF_WAY = "half-way"
# In the session of somebody who has not agreed to the present words of the consent: asked for at the sign-in, not at each page.
OWES_CONSENT = "owes-consent"


@dataclass(frozen=True)
class Here:
    """The sign-in behind a request. `proved_at` is when the person last showed who they are, `is_strong` whether with a factor."""

    id: int
    proved_at: datetime
    is_strong: bool


class SignedIn(UserMixin):  # type: ignore[misc]
    """A signed-in person as Flask-Login knows them. The epoch in the id ends all sessions when it moves."""

    def __init__(self, actor: Actor, word: str, here: Here | None = None) -> None:
        self.actor, self.here = actor, here
        self._word = word

    def get_id(self) -> str:
        return self._word


def actor_of(account: Account) -> Actor:
    """The actor that an account is, with its live grants and what keeps it from writing now."""
    grants = frozenset(Grant(g.role, g.campaign_id, g.office_id) for g in account.grants)
    barred = _barred(account.blocks)
    is_verified, home_id, years = db.session.execute(STANDING, {"id": account.id}).one()
    known = Actor(account.id, account.public_name, account.language, account.territory_id, grants, barred=barred)
    return replace(known, is_verified=is_verified, resident_of=standing.wholes(home_id), years=years or 0)


def _barred(blocks: Sequence[Block]) -> tuple[Barred, ...]:
    now = clock.now()
    return tuple(Barred(b.facts, b.holds_until, b.campaign_id) for b in blocks if b.holds(now))


def _actor(rows: Sequence[Row[Any]]) -> Actor:
    """The same, of the rows of `PERSON`."""
    person = rows[0]
    grants = {Grant(row.role, row.campaign_id, row.office_id): row.given_at for row in rows if row.role is not None}
    resting = frozenset() if person.is_strong or person.is_demo else _resting(grants)
    barred = _barred(db.session.scalars(BLOCKS, {"id": person.id}).all()) if person.has_blocks else ()
    name = shown(person.given_name, person.family_name, in_full=person.shows_full_name)
    known = Actor(person.id, name, person.language, person.territory_id, frozenset(grants) - resting, barred=barred)
    known = replace(known, resting=resting, is_verified=person.is_verified, years=person.years or 0)
    return replace(known, resident_of=standing.wholes(person.home_id), owes_consent=owes_consent())


def resting_of(account: Account) -> frozenset[Grant]:
    """The roles that rest where somebody comes by a token: they want a second factor, and none was ever set up."""
    if account.is_demo or factors.has_any(account.id):
        return frozenset()
    return _resting({Grant(g.role, g.campaign_id, g.office_id): g.given_at for g in account.grants})


def _resting(grants: Mapping[Grant, datetime]) -> frozenset[Grant]:
    """The roles that want a second factor and have waited long enough for it."""
    settings = current_app.extensions["veche.settings"]
    since = clock.now() - timedelta(days=settings.FACTOR_GRACE_DAYS)
    return frozenset(g for g, given_at in grants.items() if g.role in settings.FACTOR_ROLES and given_at <= since)


def _load(word: str) -> SignedIn | None:
    number, _, rest = word.partition(".")
    epoch, _, secret = rest.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    rows = db.session.connection().execute(PERSON, {"id": int(number), "key": _key_of(secret)}).all()
    if not rows or str(rows[0].session_epoch) != epoch or _is_over(rows):
        return None
    _keep_seen(rows[0])
    return SignedIn(
        helping.instead(_actor(rows), actor_of), word, Here(rows[0].sign_in_id, rows[0].proved_at, rows[0].is_strong)
    )


def _key_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _is_over(rows: Sequence[Row[Any]]) -> bool:
    """Whether this sign-in has lasted its time: shorter for whoever has a role that wants a second factor."""
    settings = current_app.extensions["veche.settings"]
    age = clock.now() - rows[0].began_at
    is_staff = any(row.role in settings.FACTOR_ROLES for row in rows) and not rows[0].is_demo
    return age >= timedelta(days=settings.SESSION_DAYS) or (
        is_staff and age >= timedelta(hours=settings.STAFF_SESSION_HOURS)
    )


def _keep_seen(row: Row[Any]) -> None:
    now = clock.now()
    if now - row.seen_at < SEEN_AGAIN:
        return
    number, mark = row.sign_in_id, devices.network_mark(row.id, network())
    seen = update(SignIn).where(SignIn.id == number).values(seen_at=now, network=mark)
    record(lambda: db.session.execute(seen))


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


def sign_in(account: Account, *, is_strong: bool = False) -> None:
    """Begins the session of a person in this browser; what the session held before goes. Called inside a write.

    Whoever has a second factor is only half-way in until they have shown it (`is_strong`): where to go on, `ways.onwards` says.
    """
    session.clear()
    if not is_strong and factors.has_any(account.id):
        session[HALF_WAY] = [account.id, account.session_epoch, clock.now().timestamp()]
        return
    _begin(account, is_strong)


def renew(account: Account) -> None:
    """Begins the session of the person who is signed in here anew: the others have ended. Called inside a write."""
    place = here()
    session.clear()
    _begin(account, place is not None and place.is_strong)


def _begin(account: Account, is_strong: bool) -> None:
    secret, now = secrets.token_urlsafe(24), clock.now()
    kept = SignIn(
        account_id=account.id,
        key=_key_of(secret),
        began_at=now,
        seen_at=now,
        proved_at=now,
        is_strong=is_strong,
        device=devices.told_by(request.user_agent.string).word,
        network=devices.network_mark(account.id, network()),
    )
    db.session.add(kept)
    db.session.flush()
    place = Here(kept.id, now, is_strong)
    login_user(SignedIn(actor_of(account), f"{account.id}.{account.session_epoch}.{secret}", place))
    session.permanent = True
    browsers.remember(account)
    if consenting.owes(account.id):
        session[OWES_CONSENT] = True


def owes_consent() -> bool:
    """Whether the words of the consent have changed since the person who is signed in here agreed."""
    return bool(session.get(OWES_CONSENT))


def owes_no_more() -> None:
    """The person has agreed to the present words of the consent."""
    session.pop(OWES_CONSENT, None)


def half_way() -> tuple[int, int] | None:
    """The id and the epoch of the account of whoever has shown the first half of a sign-in in this browser, for ten minutes."""
    kept = session.get(HALF_WAY)
    if not kept or not 0 <= clock.now().timestamp() - kept[2] < HALF_WAY_LASTS.total_seconds():
        return None
    return kept[0], kept[1]


def here() -> Here | None:
    """The sign-in behind this request; None for a guest."""
    return current_user.here if current_user and current_user.is_authenticated else None


def as_browser() -> str:
    """A word for the sign-in behind this request, by which wrong passwords are counted; empty for a guest."""
    place = here()
    return f"sign-in {place.id}" if place else ""


def prove(*, is_strong: bool) -> None:
    """The person has shown once more who they are, perhaps (`is_strong`) with a factor. Called inside a write."""
    place = here()
    if place is None:
        return
    proof = {"proved_at": clock.now(), **({"is_strong": True} if is_strong else {})}
    db.session.execute(update(SignIn).where(SignIn.id == place.id).values(**proof))


def sign_out() -> None:
    """Ends the session in this browser."""
    place = here()
    if place is not None:
        begin_writing()
        db.session.execute(delete(SignIn).where(SignIn.id == place.id))
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
    """Binds Flask-Login to our people."""
    app.session_interface = _Cookies()
    login = _Sessions()
    login.session_protection = None
    login.user_loader(_load)
    login.init_app(app)
