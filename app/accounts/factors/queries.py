"""Which factors a person has, and where they are signed in."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from app.accounts.factors.models import BackupCode, CodeFactor, EmailChange, Passkey, Recovery, SignIn
from app.foundation.db import db


def has_any(account_id: int) -> bool:
    """Whether a second factor is asked for when this person signs in."""
    code = select(CodeFactor.id).where(CodeFactor.account_id == account_id).exists()
    passkey = select(Passkey.id).where(Passkey.account_id == account_id).exists()
    return bool(db.session.scalar(select(or_(code, passkey))))


def code_of(account_id: int) -> CodeFactor | None:
    """The app with one-time codes of this person."""
    return db.session.scalar(select(CodeFactor).where(CodeFactor.account_id == account_id))


def passkeys_of(account_id: int) -> Sequence[Passkey]:
    """The passkeys of this person, the oldest first."""
    return db.session.scalars(select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.id)).all()


def passkey_called(credential: str) -> Passkey | None:
    """The passkey that its device calls so."""
    return db.session.scalar(select(Passkey).where(Passkey.credential == credential))


def backup_codes_left(account_id: int) -> int:
    """How many backup codes this person has not used yet."""
    left = select(func.count()).where(BackupCode.account_id == account_id, BackupCode.used_at.is_(None))
    return db.session.scalar(left) or 0


def unused_backup_codes(account_id: int) -> Sequence[BackupCode]:
    """The backup codes that this person may still use."""
    query = select(BackupCode).where(BackupCode.account_id == account_id, BackupCode.used_at.is_(None))
    return db.session.scalars(query.order_by(BackupCode.id)).all()


def sign_ins_of(account_id: int) -> Sequence[SignIn]:
    """Where this person is signed in, last seen first."""
    query = select(SignIn).where(SignIn.account_id == account_id).order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    return db.session.scalars(query).all()


def open_recovery(account_id: int) -> Recovery | None:
    """What is under way to take this person's factors away."""
    return db.session.scalar(
        select(Recovery).where(
            Recovery.account_id == account_id, Recovery.done_at.is_(None), Recovery.stopped_at.is_(None)
        )
    )


def email_change_of(account_id: int) -> EmailChange | None:
    """The address that this person wants instead of the present one."""
    return db.session.scalar(select(EmailChange).where(EmailChange.account_id == account_id))
