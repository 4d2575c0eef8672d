"""A person's tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import Account
from app.api.models import ApiToken
from app.api.scopes import Scope
from app.foundation.db import db

LATEST = 50


@dataclass(frozen=True)
class TokenRead:
    """A token as its person sees it: all but its word. `state` is live, expired or revoked."""

    id: int
    name: str
    prefix: str
    scopes: Sequence[Scope]
    made_at: datetime
    expires_at: datetime
    used_on: date | None
    state: str


def of_person(account_id: int, now: datetime) -> list[TokenRead]:
    """The tokens of a person, the latest first."""
    rows = db.session.execute(
        select(ApiToken, Account.session_epoch)
        .join(Account, Account.id == ApiToken.account_id)
        .where(ApiToken.account_id == account_id)
        .order_by(ApiToken.id.desc())
        .limit(LATEST)
    )
    return [_read(token, epoch, now) for token, epoch in rows]


def _read(token: ApiToken, epoch: int, now: datetime) -> TokenRead:
    is_revoked = token.revoked_at is not None or token.epoch != epoch
    state = "revoked" if is_revoked else "expired" if token.expires_at <= now else "live"
    scopes = [Scope(scope) for scope in token.scopes]
    return TokenRead(token.id, token.name, token.prefix, scopes, token.made_at, token.expires_at, token.used_on, state)
