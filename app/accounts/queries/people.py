"""Finding people."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import Account, Consent, RoleGrant
from app.accounts.roles import Role
from app.foundation.db import db
from app.foundation.paging import Page, pack, unpack
from app.territories.models import Territory

ON_A_PAGE = 50
MOST_WORDS = 5
LAST_LETTER = "\U0010ffff"


@dataclass(frozen=True)
class Search:
    """What an administrator looks for: words of names and addresses, perhaps only those who have a role."""

    words: str = ""
    with_role: bool = False
    after: str | None = None


def by_email_key(key: str) -> Account | None:
    """The account with this address, ended ones too: an address has one account."""
    return db.session.scalar(select(Account).where(Account.email_key == key))


def living(account_id: int) -> Account | None:
    """The account with this id, unless it is ended."""
    return db.session.scalar(select(Account).where(Account.id == account_id, Account.ended_at.is_(None)))


def find(search: Search) -> Page[Account]:
    """A page of living accounts, the newest first: by the beginnings of names and addresses; where nobody is found so, by any part
    of an address, for which all accounts are read."""
    key, words = unpack(search.after, int), search.words.split()[:MOST_WORDS]
    query = select(Account).where(Account.ended_at.is_(None)).order_by(Account.id.desc()).limit(ON_A_PAGE + 1)
    if search.with_role:
        query = query.where(Account.id.in_(select(RoleGrant.account_id).where(RoleGrant.ended_at.is_(None))))
    if key:
        query = query.where(Account.id < key[0])
    rows = db.session.scalars(query.where(*(_begins(word) for word in words))).all()
    if words and not rows:
        rows = db.session.scalars(query.where(*(_matches(word) for word in words))).all()
    following = pack(rows[ON_A_PAGE - 1].id) if len(rows) > ON_A_PAGE else None
    return Page(rows[:ON_A_PAGE], following, key is None)


def _begins(word: str) -> ColumnElement[bool]:
    # SQLite knows the small and capital letters of English alone: the usual spellings of a name are tried.
    spellings = sorted({word, word.lower(), word.capitalize(), word.upper()})
    asked = [(Account.email_key, word.casefold())]
    asked += [(column, one) for one in spellings for column in (Account.given_name, Account.family_name)]
    # Each by its own index: asked for all at once, SQLite reads every account.
    return Account.id.in_(union(*(select(Account.id).where(_starts(column, one)) for column, one in asked)))


def _starts(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    # Each in the words by which its engine asks the index. SQLite's letters stand in the order of their numbers.
    if db.engine.dialect.name == "sqlite":
        return and_(column >= word, column < word + LAST_LETTER)
    return column.startswith(word, autoescape=True)


def _matches(word: str) -> ColumnElement[bool]:
    return or_(Account.email_key.contains(word.casefold(), autoescape=True), _begins(word))


def consents_of(account_id: int) -> Sequence[Consent]:
    """What a person agreed to, in the order they did."""
    return db.session.scalars(select(Consent).where(Consent.account_id == account_id).order_by(Consent.id)).all()


def territory_of(account: Account) -> str:
    """The name of the person's territory, empty where they told none."""
    return db.session.scalar(select(Territory.name).where(Territory.id == account.territory_id)) or ""


def with_role(role: Role) -> Sequence[Account]:
    """Living accounts that have this role anywhere."""
    held = and_(RoleGrant.account_id == Account.id, RoleGrant.role == role, RoleGrant.ended_at.is_(None))
    return db.session.scalars(
        select(Account).where(Account.ended_at.is_(None), exists().where(held)).order_by(Account.id)
    ).all()
