"""A person with something in every place that docs/personal-data.md names: a row of each table, made of the schema itself.

A new table or column gets its row by itself; where the database refuses it, say below what it wants.
"""

import re
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Table

from app.accounts.models import Account
from app.foundation import clock
from app.foundation.db import Base, UtcDateTime, db
from app.foundation.unit_of_work import step
from tests.factories.people import make_account

DOC = Path(__file__).parents[2] / "docs" / "personal-data.md"
CANARY = "canary"
# Keys to accounts that are the person's wherever they stand; others are somebody else's.
THEIRS = frozenset({"account_id", "author_id", "actor_id", "asked_by", "reporter_id", "kept_by", "closed_id"})
# The rows that stand there by themselves, or that would be none of a person.
# Rows that are made otherwise, or say nothing of this person; `elsewhere` below names what their columns stand for.
NOT_MADE = frozenset({"accounts", "erasures", "joinings", "role_grants", "snapshots"})
KINDS = {
    "ideas": "idea",
    "topics": "topic",
    "comments": "comment",
    "answers": "answer",
    "conclusions": "conclusion",
    "news": "news",
    "contests": "contest",
}
# Where letters to the person go: other tables know them by it.
ADDRESS = "canary-accounts.email@example.org"
# What the database wants of a row beside what its columns say.
WANTED: dict[str, dict[str, Any]] = {
    "ballots": {"code_id": None, "slip_id": None, "source_id": None, "channel": "site"},
    "bounces": {"mailbox": ADDRESS},
    "comments": {"parent_id": None, "root_id": None},
    "follows": {"campaign_id": 1},
    "invitations": {"email_key": ADDRESS},
    "inviting_letters": {"email": ADDRESS},
    "paper_piles": {"channel": "paper"},
    "paused_mailboxes": {"mailbox": ADDRESS},
    "reviews": {"statement_id": 1, "decided_case_id": None},
    "rounds": {"source": "ballots"},
    "staff_invitations": {"email_key": ADDRESS},
    "statements": {"decision": "hide", "is_automatic": True},
    "theme_searches": {"found": [{"ideas": [], "words": ["canary theme_searches.found"]}]},
    "uploads": {"digest": "ab" * 32},
    "windows": {"kind": "voting", "closes_at": datetime(2030, 1, 1, tzinfo=UTC)},
}
FILLINGS: tuple[tuple[tuple[type, ...], Any], ...] = (
    ((UtcDateTime, sa.DateTime), datetime),
    ((sa.Date,), date(2026, 11, 4)),
    ((sa.Boolean,), False),
    ((sa.JSON,), {}),
    ((sa.LargeBinary,), b"1"),
    ((sa.Integer, sa.Float, sa.Numeric), 1),
)
# A key that may be empty, and is looked at when a person leaves.
PICTURE = "contests.upload_id"
_numbers = count(1)


def named() -> list[str]:
    """The columns that the table names, as `table.column`."""
    return re.findall(r"`([a-z_]+\.[a-z_]+)`", DOC.read_text("utf-8").partition("## Beside")[0])


def make_whole_person(but: frozenset[str] = frozenset()) -> Account:
    """The person, with all that is planted beside them, in every table but those."""
    person = make_account(ADDRESS, given_name=CANARY, family_name=CANARY, password_hash=CANARY)
    plant(person, make_account(), but)
    return person


def plant(person: Account, other: Account, but: frozenset[str] = frozenset()) -> None:
    """Puts a row of each table beside the person, each named column with a word of its own."""
    rows: dict[str, Any] = {}
    with step():
        wanted = {name.partition(".")[0] for name in named()} - NOT_MADE - {"contributions"} - but
        for table in Base.metadata.sorted_tables:
            if table.name in wanted:
                _put(table, rows, person.id, other.id)


def _put(table: Table, rows: dict[str, Any], person_id: int, other_id: int) -> Any:
    # Each row that names a file has brought one of its own.
    if table.name in rows and table.name != "uploads":
        return rows[table.name]
    rows[table.name] = None
    wanted = WANTED.get(table.name, {})
    values = {}
    for column in table.columns:
        if column.name in wanted:
            value = values[column.name] = wanted[column.name]
            if column.foreign_keys and value is not None:
                values[column.name] = _key(table, column, rows, person_id, other_id)
            continue
        value = _value(table, column, rows, person_id, other_id)
        if value is not None:
            values[column.name] = value
    done = db.session.execute(sa.insert(table).values(**values))
    rows[table.name] = done.inserted_primary_key[0] if done.inserted_primary_key else None
    return rows[table.name]


def _value(table: Table, column: Column[Any], rows: dict[str, Any], person_id: int, other_id: int) -> Any:
    name = f"{table.name}.{column.name}"
    if column.foreign_keys:
        return _key(table, column, rows, person_id, other_id)
    if name in named():
        return _canary(name, column)
    if column.nullable or (column.primary_key and isinstance(column.type, sa.Integer)):
        return None
    return _filling(column)


def _key(table: Table, column: Column[Any], rows: dict[str, Any], person_id: int, other_id: int) -> Any:
    target = next(iter(column.foreign_keys)).column.table
    if target.name == "accounts":
        if column.name in THEIRS:
            return person_id
        return None if column.nullable else other_id
    if target.name == "contributions" and column.primary_key and table.name in KINDS:
        return _contribution(target, KINDS[table.name], rows, person_id, other_id)
    name = f"{table.name}.{column.name}"
    if column.nullable and name != PICTURE and column.name not in WANTED.get(table.name, {}):
        return None
    if target.name == "contributions":
        return _put(Base.metadata.tables["ideas"], rows, person_id, other_id)
    return _put(target, rows, person_id, other_id)


def _contribution(table: Table, kind: str, rows: dict[str, Any], person_id: int, other_id: int) -> Any:
    campaign_id = _put(Base.metadata.tables["campaigns"], rows, person_id, other_id)
    now = clock.now()
    values = {
        "kind": kind,
        "campaign_id": campaign_id,
        "author_id": person_id,
        "byline": f"{CANARY} contributions.byline",
        "channel": "site",
        "state": "published",
        "language": "en",
        "version": 1,
        "created_at": now,
        "changed_at": now,
        "published_at": now,
    }
    return db.session.execute(sa.insert(table).values(**values)).inserted_primary_key[0]


def _canary(name: str, column: Column[Any]) -> Any:
    words = f"{CANARY} {name}"
    if isinstance(column.type, sa.JSON):
        return {"words": words} if column.default is None or column.default.arg is not list else [words]
    return words


def _filling(column: Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, sa.Enum):
        return kind.enums[0]
    for kinds, value in FILLINGS:
        if isinstance(kind, kinds):
            return clock.now() if value is datetime else value
    return f"x{next(_numbers)}"


def remaining() -> set[str]:
    """The named columns in which a word of the person still stands."""
    found = set()
    for name in named():
        table, _, column = name.partition(".")
        values = db.session.scalars(sa.select(Base.metadata.tables[table].c[column])).all()
        if any(CANARY in str(value) for value in values):
            found.add(name)
    return found
