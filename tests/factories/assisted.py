"""People whose accounts an assistant has opened."""

from itertools import count

from app.accounts.identity.models import OpenedAccount
from app.accounts.models import Account
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from tests.factories.people import make_account

_numbers = count(100_000_000)


def make_helped(assistant: Account, scope: str = "platform") -> Account:
    """Somebody without an e-mail, who has come to the assistant."""
    account = make_account(given_name="Мария", family_name="Петрова")
    with step():
        row = db.session.get_one(Account, account.id)
        row.email, row.email_key = "", f"number:{next(_numbers)}"
        db.session.add(
            OpenedAccount(
                account_id=row.id,
                opened_by=assistant.id,
                opened_at=clock.now(),
                scope=scope,
                consent="подписала на бумаге",
            )
        )
    return account
