"""Coming in: who it is, and whether they may."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.accounts import passwords
from app.accounts.models import Account
from app.accounts.queries import people
from app.accounts.slots import SIGNED_IN
from app.foundation.errors import NotAllowed, Reason

WRONG = Reason(
    "wrong-password", _l("The e-mail and the password do not fit together. Check the language of the keyboard.")
)
UNCONFIRMED = Reason(
    "unconfirmed", _l("The e-mail is not confirmed yet. Open our letter and press the button on the page it leads to.")
)
DEMO = Reason(
    "demo-elsewhere", _l("This is a sign-in of the demonstration: it works only on the machine where Veche runs.")
)


@dataclass(frozen=True)
class Known:
    """A person whose password fits: the hash that it fits, and a fresh one where the old is outdated."""

    account_id: int
    kept: str
    renewed: str | None


def recognise(email_key: str, password: str) -> Known | None:
    """Whose address and password these are, or None. Slow on purpose, and as slow for unknown addresses: before any write."""
    account = people.by_email_key(email_key)
    kept = account.password_hash if account and account.ended_at is None else ""
    if not passwords.fits(password, kept) or account is None:
        return None
    return Known(account.id, kept, passwords.hash_of(password) if passwords.is_outdated(kept) else None)


def admit(known: Known, *, from_here: bool) -> Account:
    """The account that comes in. `from_here`: the visitor sits at this machine, as demo people must.

    Raises NotAllowed where the address is not confirmed, or the password has changed this very moment.
    """
    account = people.living(known.account_id)
    if account is None or account.password_hash != known.kept:
        raise NotAllowed(WRONG)
    enter(account, from_here=from_here)
    if known.renewed:
        account.password_hash = known.renewed
    return account


def enter(account: Account, *, from_here: bool) -> None:
    """The person comes in: what they did as a guest becomes theirs. Raises NotAllowed where they may not, or not yet."""
    if account.email_confirmed_at is None:
        raise NotAllowed(UNCONFIRMED)
    if account.is_demo and not from_here:
        raise NotAllowed(DEMO)
    SIGNED_IN.fill(account.id)
