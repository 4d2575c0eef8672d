"""Sign-ins and second steps of a person, as they get them themselves; they all go when the person leaves."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.accounts.factors.models import BackupCode, CodeFactor, EmailChange, Passkey, Recovery, SignIn
from app.accounts.slots import Leaving, Own
from app.foundation.db import db


def own(account_id: int) -> Sequence[Own]:
    """When and from what device they signed in, and what they sign in with. No secrets."""
    signed = select(SignIn.began_at, SignIn.seen_at, SignIn.device, SignIn.is_strong)
    keys = select(Passkey.name, Passkey.made_at, Passkey.used_at)
    codes = select(CodeFactor.made_at, CodeFactor.used_at)
    words = {
        "began_at": _("Signed in"),
        "seen_at": _("Last seen"),
        "device": _("Device"),
        "name": _("What it is called"),
    }
    return [
        Own(name, title, [dict(row) for row in db.session.execute(query).mappings()], words)
        for name, title, query in (
            ("sign-ins", _("Sign-ins"), signed.where(SignIn.account_id == account_id).order_by(SignIn.id)),
            ("passkeys", _("Passkeys"), keys.where(Passkey.account_id == account_id).order_by(Passkey.id)),
            ("one-time-codes", _("One-time codes"), codes.where(CodeFactor.account_id == account_id)),
        )
    ]


def forget(leaving: Leaving) -> None:
    """Nothing is left to sign in with, and no trace that they did."""
    for table in (SignIn, CodeFactor, Passkey, BackupCode, Recovery, EmailChange):
        db.session.execute(delete(table).where(table.account_id == leaving.account_id))
