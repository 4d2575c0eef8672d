"""Whose page it is."""

from app.accounts.models import Account
from app.accounts.queries import people
from app.accounts.sessions import require_person
from app.foundation.errors import Missing


def own_account() -> Account:
    """The account of the one who is signed in; a guest is sent to the sign-in."""
    return account_of(require_person().id or 0)


def account_of(account_id: int) -> Account:
    """A living account. Raises Missing where there is none."""
    account = people.living(account_id)
    if account is None:
        raise Missing
    return account
