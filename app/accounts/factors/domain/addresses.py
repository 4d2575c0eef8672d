"""Another address for an account: it changes once both mailboxes have agreed, the old and the new."""

import secrets
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from app.accounts import emails
from app.accounts.domain.profile import sign_out_everywhere
from app.accounts.domain.registration import give_way, new_letter
from app.accounts.factors import queries
from app.accounts.factors.models import EmailChange
from app.accounts.models import Account
from app.accounts.queries import people
from app.audit import chain
from app.foundation import outbox
from app.foundation.db import db
from app.foundation.errors import Conflict, Reason

LASTS = timedelta(days=3)
OLD, NEW = "old", "new"
TAKEN = Reason("address-taken", _l("This address cannot be used for your account. Choose another one."))


def ask(account: Account, email: str, now: datetime) -> None:
    """Sends a letter to both mailboxes. The answer is the same where the new address is somebody's: its owner alone is told."""
    key = emails.key_of(email)
    db.session.execute(delete(EmailChange).where(EmailChange.account_id == account.id))
    change = EmailChange(
        account_id=account.id, email=email, email_key=key, secret=secrets.token_urlsafe(12), asked_at=now
    )
    # Without an old address there is nobody else to ask.
    change.old_agreed_at = None if account.email else now
    db.session.add(change)
    db.session.flush()
    if account.email:
        outbox.ask("factors.send_address_old", change_id=change.id, letter=new_letter())
    owner = people.by_email_key(key)
    if owner is None or (owner.email_confirmed_at is None and owner.ended_at is None):
        outbox.ask("factors.send_address_new", change_id=change.id, letter=new_letter())
    elif owner.ended_at is None:
        outbox.ask("accounts.send_known_address", account_id=owner.id, letter=new_letter())


def is_open(change: EmailChange, now: datetime) -> bool:
    """Whether the letters still count."""
    return now < change.asked_at + LASTS


def agree(change: EmailChange, side: str, now: datetime) -> bool:
    """One mailbox agrees; True where that was the second, and the address has changed. Raises Conflict where it was taken meanwhile."""
    if side == OLD:
        change.old_agreed_at = change.old_agreed_at or now
    else:
        change.new_agreed_at = change.new_agreed_at or now
    if change.old_agreed_at is None or change.new_agreed_at is None:
        return False
    account, other = people.living(change.account_id), people.by_email_key(change.email_key)
    # Of two who name an address the one who opens its letters has it.
    if account is None or (other is not None and not give_way(other)):
        raise Conflict(TAKEN)
    before, email = account.email, change.email
    account.email, account.email_key, account.email_confirmed_at = email, change.email_key, now
    db.session.execute(delete(EmailChange).where(EmailChange.account_id == account.id))
    sign_out_everywhere(account)
    chain.log("address.change", now=now, actor_id=account.id, thing="account", thing_id=account.id)
    if before:
        outbox.ask("factors.send_address_changed", account_id=account.id, before=before, letter=new_letter())
    return True


def drop(account_id: int) -> None:
    """The person keeps the address they have."""
    change = queries.email_change_of(account_id)
    if change is not None:
        db.session.execute(delete(EmailChange).where(EmailChange.account_id == account_id))
