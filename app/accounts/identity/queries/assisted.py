"""Whom an assistant may help, and what was done for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, or_, select, true

from app.accounts.identity import numbers
from app.accounts.identity.models import Assistance, AssistedAct, EntryCode, OpenedAccount
from app.accounts.models import Account
from app.accounts.roles import Actor, Place, Role
from app.foundation.db import db
from app.foundation.paging import Page, pack, unpack
from app.foundation.texts import clean_line

ON_A_PAGE = 30
MOST_ACTS = 200


@dataclass(frozen=True)
class Helped:
    """Something an assistant did in a person's name."""

    act: str
    address: str
    at: datetime
    helper: Account


def _mine(actor: Actor) -> ColumnElement[bool]:
    """The accounts that were opened where the actor is an assistant; on the platform all."""
    scopes = [Place(office_id=grant.office_id).word for grant in actor.grants if grant.role == Role.ASSISTANT]
    if not scopes:
        return false()
    return true() if Place().word in scopes else OpenedAccount.scope.in_(scopes)


def opened(actor: Actor, account_id: int) -> OpenedAccount | None:
    """The account, where the actor may help its person."""
    return db.session.scalar(
        select(OpenedAccount)
        .join(Account, Account.id == OpenedAccount.account_id)
        .where(OpenedAccount.account_id == account_id, Account.ended_at.is_(None), _mine(actor))
    )


def find(actor: Actor, words: str, after: str | None) -> Page[tuple[Account, OpenedAccount]]:
    """People whom the actor may help, the newest first, by number or by the beginnings of their names."""
    query = (
        select(Account, OpenedAccount)
        .join(OpenedAccount, OpenedAccount.account_id == Account.id)
        .where(Account.ended_at.is_(None), _mine(actor), *(_matches(word) for word in _asked(words)))
    )
    key = unpack(after, int)
    if key:
        query = query.where(Account.id < key[0])
    rows = [(account, given) for account, given in db.session.execute(query.order_by(Account.id.desc()).limit(31))]
    following = pack(rows[ON_A_PAGE - 1][0].id) if len(rows) > ON_A_PAGE else None
    return Page(rows[:ON_A_PAGE], following, key is None)


def _asked(words: str) -> list[str]:
    words = clean_line(words)
    key = numbers.key_of(words)
    return [key] if key.startswith(numbers.PREFIX) else words.split()[:3]


def _matches(word: str) -> ColumnElement[bool]:
    if word.startswith(numbers.PREFIX):
        return Account.email_key == word
    # SQLite knows the small and capital letters of English alone: the usual spellings of a name are tried.
    spellings = {word, word.lower(), word.capitalize(), word.upper()}
    return or_(
        *(
            column.startswith(one, autoescape=True)
            for one in spellings
            for column in (Account.given_name, Account.family_name)
        )
    )


def code_of(account_id: int, now: datetime) -> EntryCode | None:
    """The code that would let the person in now."""
    return db.session.scalar(
        select(EntryCode).where(
            EntryCode.account_id == account_id,
            EntryCode.used_at.is_(None),
            EntryCode.ended_at.is_(None),
            EntryCode.until > now,
        )
    )


def sitting(assistance_id: int, helper_id: int, now: datetime) -> Assistance | None:
    """The help that this assistant gives at this moment, if it still holds."""
    return db.session.scalar(
        select(Assistance)
        .join(Account, Account.id == Assistance.account_id)
        .where(
            Assistance.id == assistance_id,
            Assistance.helper_id == helper_id,
            Assistance.ended_at.is_(None),
            Assistance.until > now,
            Account.ended_at.is_(None),
        )
    )


def of_person(account_id: int) -> OpenedAccount | None:
    """How the account was opened, where an assistant did it."""
    return db.session.get(OpenedAccount, account_id)


def acts_for(account_id: int) -> Sequence[Helped]:
    """What was done in the person's name, the latest first."""
    rows = db.session.execute(
        select(AssistedAct, Account)
        .join(Assistance, Assistance.id == AssistedAct.assistance_id)
        .join(Account, Account.id == Assistance.helper_id)
        .where(Assistance.account_id == account_id)
        .order_by(AssistedAct.id.desc())
        .limit(MOST_ACTS)
    )
    return [Helped(act.act, act.address, act.done_at, helper) for act, helper in rows]
