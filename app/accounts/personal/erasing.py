"""Leaving: the request, the time to think it over, and the erasure itself, room by room."""

from collections.abc import Callable, Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, or_, select

from app.accounts.domain import roles
from app.accounts.models import Account
from app.accounts.personal import register, terms
from app.accounts.personal.models import Erasure, ErasureRequest
from app.accounts.personal.register import Line
from app.accounts.slots import ACCOUNT_ERASE, Leaving, LeftTexts
from app.audit import chain
from app.foundation import outbox
from app.foundation.db import db
from app.foundation.errors import Conflict, Reason
from app.foundation.unit_of_work import step

STILL_NEEDED = Reason(
    "last-administrator",
    _l("You are the last administrator. Give this role to somebody else first; then you can leave."),
)


def request_of(account_id: int) -> ErasureRequest | None:
    """What the person has asked for and may still cancel."""
    return db.session.get(ErasureRequest, account_id)


def ask(account: Account, texts: LeftTexts, now: datetime) -> ErasureRequest:
    """The person wants their data to go. It happens after the time to think it over; asked again, what was asked first holds.

    Raises Conflict for the last administrator.
    """
    asked = db.session.get(ErasureRequest, account.id, with_for_update=True)
    if asked is not None:
        return asked
    _require_another_administrator(account)
    asked = ErasureRequest(account_id=account.id, texts=texts, asked_at=now, due_at=now + terms.REFLECTION.lasts)
    db.session.add(asked)
    db.session.flush()
    _log("erasure.ask", account.id, now, actor_id=account.id)
    # The letter is sent once a request stands: should somebody else have asked in the person's name, they read of it in time.
    outbox.ask("personal.send_asked", account_id=account.id, letter=f"{now.timestamp():.0f}")
    return asked


def cancel(account_id: int, now: datetime) -> None:
    """The person stays. Twice is once."""
    asked = db.session.get(ErasureRequest, account_id, with_for_update=True)
    if asked is not None:
        db.session.delete(asked)
        db.session.flush()
        _log("erasure.cancel", account_id, now, actor_id=account_id)


def due(now: datetime, most: int = 100) -> Sequence[int]:
    """The accounts whose time to think it over has ended, and those that were closed long enough ago."""
    return db.session.scalars(select(Account.id).where(_wanted(now)).order_by(Account.id).limit(most)).all()


def is_due(account_id: int, now: datetime) -> bool:
    """The same of one account: its person may have cancelled while others were erased."""
    return db.session.scalar(select(Account.id).where(Account.id == account_id, _wanted(now))) is not None


def _wanted(now: datetime) -> ColumnElement[bool]:
    asked = select(ErasureRequest.account_id).where(ErasureRequest.due_at <= now)
    closed = select(Account.id).where(Account.ended_at <= now - terms.ENDED.lasts, Account.given_name != "")
    return or_(Account.id.in_(asked), Account.id.in_(closed))


def erase(account_id: int, now: datetime, line: Line | None = None, *, registered: bool = True) -> None:
    """Erases a person: first written down outside of the database, then each room in a step of its own, the account last.

    Safe to run again wherever it broke off. `line` is what the register says where this is done once more after a restore. An
    account that never came to life need not be `registered`.
    """
    account = db.session.get(Account, account_id)
    if account is None:
        return
    asked = request_of(account_id)
    mark = register.mark_of(account.id, account.created_at)
    line = line or Line(mark, asked.texts if asked else LeftTexts.NAMELESS, now)
    db.session.rollback()
    if registered:
        register.keep(line)
    with step():
        _shut(account_id, line)
    leaving = Leaving(account_id, line.texts, now)
    for forget in ACCOUNT_ERASE.fillers():
        _in_a_step(forget, leaving)
    with step():
        _empty(account_id, line)
        if registered:
            _register(account_id, line)


def _in_a_step(forget: Callable[[Leaving], None], leaving: Leaving) -> None:
    with step():
        forget(leaving)


def _shut(account_id: int, line: Line) -> None:
    """Nobody acts, and nobody votes, under the account while its rooms are emptied one after another."""
    account = db.session.get_one(Account, account_id, with_for_update=True, populate_existing=True)
    account.ended_at = account.ended_at or line.erased_at
    account.session_epoch += 1


def _empty(account_id: int, line: Line) -> None:
    """What is left is a number, so that what others wrote and counted keeps whole."""
    account = db.session.get_one(Account, account_id, with_for_update=True, populate_existing=True)
    asked = db.session.get(ErasureRequest, account_id)
    if asked is not None:
        db.session.delete(asked)
    account.email, account.email_key, account.password_hash = "", f"erased {account_id}", ""
    account.given_name, account.family_name, account.shows_full_name = "", "", False
    account.territory_id, account.email_confirmed_at = None, None
    account.ended_at = account.ended_at or line.erased_at
    account.session_epoch += 1
    db.session.flush()


def _register(account_id: int, line: Line) -> None:
    if db.session.get(Erasure, line.mark) is None:
        db.session.add(Erasure(mark=line.mark, texts=line.texts, erased_at=line.erased_at))
        db.session.flush()
        _log("erasure.done", account_id, line.erased_at, actor_id=None)


def reapply(now: datetime) -> int:
    """After a backup was restored: whoever was erased since it was made is erased again. Returns how many there were.

    Called outside of a step, before the site opens. Wants the same SECRET_KEY, and the file of the register as it stood before.
    """
    found = [(number, line) for number, line in register.returned() if not _is_erased(number)]
    db.session.rollback()
    for number, line in found:
        erase(number, now, line)
    return len(found)


def _is_erased(account_id: int) -> bool:
    return not db.session.get_one(Account, account_id).given_name


def _require_another_administrator(account: Account) -> None:
    if roles.administrators_who_stay() == {account.id}:
        raise Conflict(STILL_NEEDED)


def _log(act: str, account_id: int, now: datetime, *, actor_id: int | None) -> None:
    chain.log(act, now=now, actor_id=actor_id, thing="account", thing_id=account_id)
