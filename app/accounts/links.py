"""What the links in our letters mean: whose, what for, until when."""

from typing import Any

from app.accounts import passwords
from app.accounts.models import Account
from app.accounts.queries import people
from app.foundation import tokens

CONFIRM, CONFIRM_SECONDS = "accounts.confirm", 3 * 24 * 3600
RESET, RESET_SECONDS = "accounts.reset", 2 * 3600


def confirmation(account: Account, next_address: str) -> str:
    """The word of a link that confirms the address of an account and then leads to `next_address`."""
    return tokens.sign(CONFIRM, [account.id, account.email_key, account.session_epoch, next_address])


def confirmed_by(word: str) -> tuple[Account, str] | None:
    """The account that this link is for and where it leads; None where it is broken, too old or replaced by a newer one.

    An account that is confirmed already is found, too: the link was opened twice.
    """
    parts = _parts(tokens.read(CONFIRM, word, CONFIRM_SECONDS), int, str, int, str)
    if parts is None:
        return None
    number, key, epoch, next_address = parts
    account = people.living(number)
    if account is None or account.email_key != key:
        return None
    return (account, next_address) if account.email_confirmed_at or account.session_epoch == epoch else None


def reset(account: Account) -> str:
    """The word of a link that sets a new password, once: it dies with the present one."""
    return tokens.sign(RESET, [account.id, account.session_epoch, passwords.mark_of(account.password_hash)])


def reset_by(word: str) -> Account | None:
    """The account whose password this link may set, or None where it is broken, too old or used."""
    parts = _parts(tokens.read(RESET, word, RESET_SECONDS), int, int, str)
    if parts is None:
        return None
    number, epoch, mark = parts
    account = people.living(number)
    if account is None or (account.session_epoch, passwords.mark_of(account.password_hash)) != (epoch, mark):
        return None
    return account


def _parts(value: Any, *kinds: type) -> list[Any] | None:
    return value if isinstance(value, list) and [type(part) for part in value] == list(kinds) else None
