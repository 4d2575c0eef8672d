"""Opening an account for somebody who came another way than by a letter."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.accounts import emails
from app.accounts.domain import registration
from app.accounts.identity import numbers
from app.accounts.models import Account
from app.accounts.queries import people
from app.foundation.db import db


@dataclass(frozen=True)
class Person:
    """Who somebody is. Without an `email` they get a number to sign in with."""

    given_name: str
    family_name: str
    language: str
    territory_id: int | None = None
    email: str = ""


def open_for(person: Person, now: datetime) -> Account:
    """The account of somebody who may sign in from now on, with their consent to the processing of personal data.

    Raises IntegrityError where another account has the address.
    """
    account = _kept(person, now)
    registration.agree(account, person.language, now)
    return account


def _kept(person: Person, now: datetime) -> Account:
    waiting = people.by_email_key(emails.key_of(person.email)) if person.email else None
    if waiting is not None and waiting.email_confirmed_at is None and waiting.ended_at is None:
        return _taken_over(waiting, person, now)
    while True:
        key = emails.key_of(person.email) if person.email else numbers.new_key()
        account = Account(
            email=person.email,
            email_key=key,
            email_confirmed_at=now,
            password_hash="",
            given_name=person.given_name,
            family_name=person.family_name,
            territory_id=person.territory_id,
            language=person.language,
            created_at=now,
        )
        try:
            with db.session.begin_nested():
                db.session.add(account)
        except IntegrityError:
            if person.email:
                raise
            continue
        return account


def _taken_over(account: Account, person: Person, now: datetime) -> Account:
    """Somebody signed up with this address and never showed that it is theirs; now its owner has."""
    account.email_confirmed_at, account.password_hash = now, ""
    account.given_name, account.family_name = person.given_name, person.family_name
    account.territory_id, account.language = person.territory_id, person.language
    account.session_epoch += 1
    return account
