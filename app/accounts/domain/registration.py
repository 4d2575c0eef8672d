"""Signing up, and confirming an address."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts import consents, emails
from app.accounts.models import Account
from app.accounts.personal import consenting
from app.accounts.queries import people
from app.accounts.slots import REGISTERED
from app.foundation import mailboxes, outbox
from app.foundation.db import db

AT_ONCE = timedelta(0)


@dataclass(frozen=True)
class Newcomer:
    """What a person tells when they sign up. The password is hashed already."""

    email: str
    given_name: str
    family_name: str
    password_hash: str
    language: str
    territory_id: int | None = None


def register(newcomer: Newcomer, *, next_address: str, now: datetime, later: timedelta = AT_ONCE) -> None:
    """Takes a newcomer in and sends the letter that confirms; or tells the owner of a known address so, by a letter alone.
    The letter leaves `later` than usual.

    Whoever signs up last with an address that is not confirmed yet decides: earlier letters lose their force, and its term begins
    anew. Whose it is, the button of the letter shows (`is_doubtful`).
    """
    account = people.by_email_key(emails.key_of(newcomer.email)) or add(newcomer, now)
    if account.ended_at is not None or account.email_confirmed_at is not None:
        _work_as_for_a_newcomer(newcomer, now)
        outbox.ask("accounts.send_known_address", delay=later, account_id=account.id, letter=new_letter())
        return
    account.email, account.password_hash, account.language = newcomer.email, newcomer.password_hash, newcomer.language
    account.given_name, account.family_name = newcomer.given_name, newcomer.family_name
    account.territory_id, account.created_at = newcomer.territory_id, now
    account.session_epoch += 1
    agree(account, newcomer.language, now)
    REGISTERED.fill(account.id)
    ask_to_confirm(account.id, next_address, later)


def _work_as_for_a_newcomer(newcomer: Newcomer, now: datetime) -> None:
    """What a newcomer costs, and none of it kept: by the clock nobody tells who has an account."""
    with db.session.no_autoflush, db.session.begin_nested() as nothing:
        account = Account(**vars(newcomer), email_key=secrets.token_hex(16), created_at=now)
        db.session.add(account)
        db.session.flush()
        agree(account, newcomer.language, now)
        REGISTERED.fill(account.id)
        nothing.rollback()


def add(newcomer: Newcomer, now: datetime) -> Account:
    """The account of a newcomer, not confirmed yet; the one that is there where somebody was quicker."""
    key = emails.key_of(newcomer.email)
    account = Account(**vars(newcomer), email_key=key, created_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(account)
    except IntegrityError:
        return db.session.scalars(select(Account).where(Account.email_key == key)).one()
    return account


def agree(account: Account, language: str, now: datetime) -> None:
    """The person agrees to the processing of personal data, in the present version of that text."""
    consenting.agree(account, consents.PERSONAL_DATA, language, now)


def ask_to_confirm(account_id: int | None, next_address: str = "", later: timedelta = AT_ONCE) -> None:
    """Sends the letter whose link confirms the address. Without an account nothing is sent, at the same cost."""
    letter = new_letter()
    outbox.ask(
        "accounts.send_confirmation", delay=later, account_id=account_id, letter=letter, next_address=next_address
    )


def change_address(account: Account, email: str) -> None:
    """The address of an account that is not confirmed yet had a slip: the letter goes to another one, earlier ones lose their force.

    Where the other one belongs to somebody, its owner gets a letter and nothing changes.
    """
    key = emails.key_of(email)
    known = people.by_email_key(key)
    if known is not None and known.id != account.id and not give_way(known):
        outbox.ask("accounts.send_known_address", account_id=known.id, letter=new_letter())
        return
    account.email, account.email_key = email, key
    account.session_epoch += 1
    ask_to_confirm(account.id)


def give_way(account: Account) -> bool:
    """An account that nobody has confirmed leaves its address to others, and ends with its term; False where it was confirmed."""
    if account.email_confirmed_at is not None or account.ended_at is not None:
        return False
    account.email_key = f"{account.email_key} {secrets.token_hex(8)}"
    account.session_epoch += 1
    db.session.flush()
    return True


def is_doubtful(account: Account) -> bool:
    """Whether more than one has signed up with this address: the last password may be that of somebody else than its owner."""
    return account.email_confirmed_at is None and account.session_epoch > 1


def claim(account: Account, newcomer: Newcomer, now: datetime) -> None:
    """The owner of the mailbox has come by the letter: what they tell takes the place of what others have told with their address."""
    account.given_name, account.family_name = newcomer.given_name, newcomer.family_name
    account.password_hash, account.language = newcomer.password_hash, newcomer.language
    account.territory_id = None
    account.session_epoch += 1
    agree(account, newcomer.language, now)
    # What somebody else wrote before they signed up with this address is not the owner's.
    REGISTERED.fill(account.id)
    confirm(account, now)


def confirm(account: Account, now: datetime) -> None:
    """The address belongs to the person: they may sign in, and letters arrive."""
    account.email_confirmed_at = account.email_confirmed_at or now
    mailboxes.resume(emails.deliverable(account.email))


def ask_for_trial(account_id: int) -> None:
    """Sends one letter to a mailbox that gets none, to see whether it arrives."""
    outbox.ask("accounts.send_trial", account_id=account_id, letter=new_letter())


def new_letter() -> str:
    """A name for a letter: sent twice by accident it stays one letter, asked for twice it is two."""
    return secrets.token_hex(8)
