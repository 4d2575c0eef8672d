"""Codes of an app that change every half minute (RFC 6238), and codes on paper for when it is not at hand."""

import hmac
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import delete, update

from app.accounts.factors import keeping, queries
from app.accounts.factors.domain import once
from app.accounts.factors.models import BackupCode, CodeFactor
from app.foundation.db import db

STEP = 30
# Clocks of telephones are never quite right: the code before and the one after are taken, too.
STEPS_BESIDE = (0, -1, 1)
BACKUP_CODES = 10
# No 0 and o, 1 and l and i: a person copies them from paper.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
HALF = 5


def new_secret() -> str:
    """A secret of 160 bits, as apps take it."""
    return pyotp.random_base32(32)


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The step of time whose code this is, or None where it is the code of no step near `now`."""
    digits, machine = "".join(typed.split()), pyotp.TOTP(secret)
    if not (digits.isascii() and digits.isdigit() and len(digits) == machine.digits):
        return None
    present = int(now.timestamp()) // STEP
    return next(
        (present + n for n in STEPS_BESIDE if hmac.compare_digest(machine.generate_otp(present + n), digits)), None
    )


def keep(account_id: int, secret: str, step: int, now: datetime) -> None:
    """The app is set up: its code of this step was right, and is not taken again. Another app of the person goes."""
    db.session.execute(delete(CodeFactor).where(CodeFactor.account_id == account_id))
    sealed = keeping.seal(secret, _whose(account_id))
    db.session.add(CodeFactor(account_id=account_id, secret=sealed, last_step=step, made_at=now, used_at=now))
    db.session.flush()


def take(account_id: int, typed: str, now: datetime) -> bool:
    """Whether this is the present code of the person's app, and was not used before. It is used with that."""
    kept = queries.code_of(account_id)
    secret = keeping.opened(kept.secret, _whose(account_id)) if kept else None
    step = step_of(secret, typed, now) if secret else None
    if kept is None or step is None:
        return False
    newer = update(CodeFactor).where(CodeFactor.id == kept.id, CodeFactor.last_step < step)
    return once.used(newer.values(last_step=step, used_at=now))


def was_taken(account_id: int, typed: str, now: datetime) -> bool:
    """Whether this is a code of the person's app that would fit, had it not been used: somebody may have looked over a shoulder."""
    kept = queries.code_of(account_id)
    secret = keeping.opened(kept.secret, _whose(account_id)) if kept else None
    step = step_of(secret, typed, now) if secret else None
    return kept is not None and step is not None and step <= kept.last_step


def _whose(account_id: int) -> str:
    return f"account {account_id}"


def make_backup_codes(account_id: int, now: datetime) -> list[str]:
    """Ten new codes on paper; those before are worth nothing any more. They are told here and never again."""
    db.session.execute(delete(BackupCode).where(BackupCode.account_id == account_id))
    codes = ["".join(secrets.choice(LETTERS) for _ in range(2 * HALF)) for _ in range(BACKUP_CODES)]
    for code in codes:
        salt = secrets.token_hex(8)
        db.session.add(
            BackupCode(account_id=account_id, salt=salt, digest=keeping.digest(code, salt), made_at=now, used_at=None)
        )
    db.session.flush()
    return [f"{code[:HALF]}-{code[HALF:]}" for code in codes]


def take_backup(account_id: int, typed: str, now: datetime) -> bool:
    """Whether this is one of the person's codes on paper that was not used yet. It is used with that."""
    code = "".join(typed.split()).replace("-", "").casefold()
    if len(code) != 2 * HALF:
        return False
    # All of them are compared, so that the time tells nothing.
    fitting = [
        kept
        for kept in queries.unused_backup_codes(account_id)
        if hmac.compare_digest(kept.digest, keeping.digest(code, kept.salt))
    ]
    if not fitting:
        return False
    unused = update(BackupCode).where(BackupCode.id == fitting[0].id, BackupCode.used_at.is_(None))
    return once.used(unused.values(used_at=now))
