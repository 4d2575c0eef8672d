"""What a person has besides a password: taking it away, and telling them of each change."""

from datetime import datetime

from sqlalchemy import delete

from app.accounts.domain.registration import new_letter
from app.accounts.factors import queries
from app.accounts.factors.models import BackupCode, CodeFactor, Passkey, SignIn
from app.accounts.models import Account
from app.audit import chain
from app.foundation import outbox
from app.foundation.db import db
from app.foundation.errors import Missing


def remove_code(account_id: int) -> None:
    """The person's app is asked for its code no more. Raises Missing where there is none."""
    if queries.code_of(account_id) is None:
        raise Missing
    db.session.execute(delete(CodeFactor).where(CodeFactor.account_id == account_id))
    _forget_paper(account_id)


def remove_passkey(account_id: int, passkey_id: int) -> None:
    """A passkey of the person is worth nothing any more. Raises Missing where they have no such one."""
    if passkey_id not in {passkey.id for passkey in queries.passkeys_of(account_id)}:
        raise Missing
    db.session.execute(delete(Passkey).where(Passkey.id == passkey_id))
    _forget_paper(account_id)


def _forget_paper(account_id: int) -> None:
    # Codes on paper stand for a factor that is not at hand: without any they would open nothing.
    if not queries.has_any(account_id):
        db.session.execute(delete(BackupCode).where(BackupCode.account_id == account_id))


def remove_all(account: Account) -> None:
    """All factors go, and all sign-ins end."""
    for table in (CodeFactor, Passkey, BackupCode, SignIn):
        db.session.execute(delete(table).where(table.account_id == account.id))
    account.session_epoch += 1


def tell(account_id: int, what: str, now: datetime, actor_id: int | None = None) -> None:
    """Writes down, and to the person, that a factor of theirs came or went: code-added, passkey-removed…"""
    chain.log(f"factor.{what}", now=now, actor_id=actor_id, thing="account", thing_id=account_id)
    outbox.ask("factors.send_changed", account_id=account_id, what=what, letter=new_letter())
