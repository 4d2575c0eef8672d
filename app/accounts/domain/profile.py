"""What people change about their own account."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from app.accounts.domain.registration import confirm, new_letter
from app.accounts.factors.models import SignIn
from app.accounts.models import Account
from app.foundation import outbox
from app.foundation.db import db
from app.foundation.errors import Reason

WRONG_PRESENT = Reason(
    "wrong-present-password", _l("This is not your present password. Check the language of the keyboard.")
)


@dataclass(frozen=True)
class Profile:
    """What a person tells about themselves. `language` is that of letters."""

    given_name: str
    family_name: str
    territory_id: int | None
    language: str


def change(account: Account, profile: Profile) -> None:
    """Keeps what the person tells."""
    account.given_name, account.family_name = profile.given_name, profile.family_name
    account.territory_id, account.language = profile.territory_id, profile.language


def change_password(account: Account, password_hash: str) -> None:
    """Sets a new password, hashed already. All sessions end and links of letters lose their force."""
    account.password_hash = password_hash
    sign_out_everywhere(account)
    outbox.ask("accounts.send_password_changed", account_id=account.id, letter=new_letter())


def ask_to_reset(account_id: int | None) -> None:
    """Sends the letter whose link sets a new password. Without an account nothing is sent, at the same cost."""
    outbox.ask("accounts.send_reset", account_id=account_id, letter=new_letter())


def set_by_letter(account: Account, password_hash: str, now: datetime) -> None:
    """Sets a new password by the link of a letter, which proves the address, too."""
    confirm(account, now)
    change_password(account, password_hash)


def sign_out_everywhere(account: Account) -> None:
    """Ends all sessions of the account; the links in its letters lose their force."""
    account.session_epoch += 1
    db.session.execute(delete(SignIn).where(SignIn.account_id == account.id))
