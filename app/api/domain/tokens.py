"""Tokens: made once and shown once, found by their beginning, compared by their digest, taken back at once."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update

from app.accounts.models import Account
from app.api.models import ApiToken
from app.api.reasons import EXPIRED, REVOKED, UNKNOWN, NotKnown
from app.api.scopes import Scope
from app.foundation.db import db
from app.foundation.errors import Conflict, Missing, Reason

# A word of its own, so that programs that look for leaked secrets know it.
WORD = re.compile(r"veche_([0-9a-f]{12})_[0-9a-f]{48}")
MOST = 20
TERMS = (7, 30, 90, 365)
TOO_MANY = Reason("too-many-tokens", _l("You have as many tokens as one can have. Take one back that is not used."))
MADE_BEFORE = Reason(
    "token.made", _l("This token is made already, and its word was shown then. Make another if it is lost.")
)


@dataclass(frozen=True)
class Wanted:
    """What somebody wants a token for. `form` is the page it was asked for on."""

    name: str
    scopes: Sequence[Scope]
    days: int
    form: str


def digest_of(word: str) -> str:
    """What is stored of a token: it is long and random, so that a plain digest says nothing of it."""
    return hashlib.sha256(word.encode("utf-8", "surrogatepass")).hexdigest()


def make(account_id: int, wanted: Wanted, now: datetime) -> str:
    """Makes a token for the person and gives its word, which is kept nowhere.

    Raises Conflict where there are too many, or the page it was asked for on has made one already.
    """
    account = db.session.scalars(select(Account).where(Account.id == account_id).with_for_update()).one()
    mine = (ApiToken.account_id == account_id,)
    if db.session.scalar(select(ApiToken.id).where(*mine, ApiToken.form == digest_of(wanted.form))):
        raise Conflict(MADE_BEFORE)
    live = select(func.count()).where(*mine, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now)
    if (db.session.scalar(live) or 0) >= MOST:
        raise Conflict(TOO_MANY)
    prefix = secrets.token_hex(6)
    word = f"veche_{prefix}_{secrets.token_hex(24)}"
    token = ApiToken(
        account_id=account_id,
        name=wanted.name,
        prefix=prefix,
        digest=digest_of(word),
        scopes=[scope.value for scope in Scope if scope in wanted.scopes],
        epoch=account.session_epoch,
        form=digest_of(wanted.form),
        made_at=now,
        expires_at=now + timedelta(days=wanted.days),
    )
    db.session.add(token)
    db.session.flush()
    return word


def revoke(account_id: int, token_id: int, now: datetime) -> ApiToken:
    """The person takes a token back; it is good for nothing from this moment. Twice is once. Raises Missing."""
    query = select(ApiToken).where(ApiToken.id == token_id, ApiToken.account_id == account_id)
    token = db.session.scalar(query.with_for_update())
    if token is None:
        raise Missing
    token.revoked_at = token.revoked_at or now
    return token


@dataclass(frozen=True)
class Known:
    """A token that holds, and whose it is."""

    id: int
    account: Account
    scopes: frozenset[Scope]
    expires_at: datetime
    used_on: date | None
    name: str


def known(word: str, now: datetime) -> Known:
    """The token of this word. Raises NotKnown where there is none, or none that holds any more."""
    found = WORD.fullmatch(word)
    row = (
        db.session.execute(
            select(ApiToken, Account)
            .join(Account, Account.id == ApiToken.account_id)
            .where(ApiToken.prefix == found[1])
        ).one_or_none()
        if found
        else None
    )
    # Compared in the same time whatever differs; without a row, too.
    is_it = hmac.compare_digest(row.ApiToken.digest if row else digest_of(""), digest_of(word))
    if row is None or not is_it:
        raise NotKnown(UNKNOWN)
    token, account = row.ApiToken, row.Account
    if token.revoked_at is not None or token.epoch != account.session_epoch or account.ended_at is not None:
        raise NotKnown(REVOKED)
    if token.expires_at <= now:
        raise NotKnown(EXPIRED)
    scopes = frozenset(Scope(scope) for scope in token.scopes)
    return Known(token.id, account, scopes, token.expires_at, token.used_on, token.name)


def note_use(token_id: int, day: date) -> None:
    """Keeps the day on which a token was used last."""
    db.session.execute(update(ApiToken).where(ApiToken.id == token_id).values(used_on=day))
