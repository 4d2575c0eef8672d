"""Columns that do not go as they are: secrets stay behind, votes go without their voters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table

Row = dict[str, Any]
Given = Callable[[Row], Any]

# Of a person who has only supported, taken a stand or reported, no page says the name.
NAMELESS = "—"
SILENT = frozenset(
    {
        ("members", "account_id"),
        ("question_answers", "account_id"),
        ("reactions", "account_id"),
        ("reports", "reporter_id"),
        ("stands", "account_id"),
        ("supports", "account_id"),
    }
)
# The source key of a person stands in the place of an address, which nobody can have: none has a colon and no @.
PERSON = "archive:"

# What stays behind, and what stands in its place where the row arrives.
BEHIND: Mapping[str, Mapping[str, Given]] = {
    "accounts": {
        "email": lambda _row: "",
        "email_confirmed_at": lambda _row: None,
        "password_hash": lambda _row: "",
        "session_epoch": lambda _row: 0,
        "is_demo": lambda _row: False,
        "shows_full_name": lambda _row: False,
        "created_at": lambda row: row["arrived_at"],
        "ended_at": lambda _row: None,
    },
    "campaigns": {"invite_secret": lambda _row: None, "is_arriving": lambda _row: True},
    "cases": {"claimed_by": lambda _row: None, "claimed_until": lambda _row: None},
    "casts": {"form": lambda _row: None},
    "ballots": {"account_id": lambda _row: None, "code_id": lambda _row: None},
    "co_authors": {"secret": lambda row: f"{PERSON}{row['id']}"},
    "code_sheets": {"salt": lambda _row: ""},
    "ideas": {
        "draft_secret": lambda _row: None,
        "draft_until": lambda _row: None,
        "draft_waits_for": lambda _row: None,
    },
    "report_drafts": {
        "freezing_version": lambda _row: None,
        "freezing_reason": lambda _row: "",
        "freezing_by": lambda _row: None,
        "trouble": lambda _row: "",
    },
}
# Numbered anew where they arrive: nothing cites them.
NUMBERED_ANEW = frozenset({"role_grants"})


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _ballot(row: Row) -> Row:
    """Whose ballot it is says its pseudonym, as in the journal; by the hour, as there."""
    has_voter = row["slip_id"] is not None or row["source_id"] is not None
    source_id = row["source_id"] if has_voter else row["pseudonym"]
    return {
        **row,
        "source_id": source_id,
        "first_cast_at": _hour(row["first_cast_at"]),
        "cast_at": _hour(row["cast_at"]),
    }


def _cast(row: Row) -> Row:
    return {**row, "cast_at": _hour(row["cast_at"])}


def _person(row: Row) -> Row:
    return {**row, "family_name": row["family_name"][:1]}


CHANGED: Mapping[str, Callable[[Row], Row]] = {"accounts": _person, "ballots": _ballot, "casts": _cast}


@dataclass(frozen=True)
class Later:
    """Columns that are set once everything is in; until then a row has what `meanwhile` says."""

    meanwhile: Mapping[str, Any]


# A text is a draft, which nobody but its author sees and no work looks at, until all is in.
LATER: Mapping[str, Later] = {
    "contributions": Later({"state": "draft", "statement_id": None}),
    "campaigns": Later({"launched_at": None, "archived_at": None}),
    "results": Later(
        {"counted_at": None, "signed_at": None, "signed_by": None, "published_at": None, "superseded_at": None}
    ),
    "comments": Later({"parent_id": None, "root_id": None}),
    "ideas": Later({"joined_to_id": None}),
    "themes": Later({"joined_to_id": None}),
}

# The queue of moderators gets an open case once its text can be seen.
UNTIL_SEEN: Mapping[str, Callable[[Row], Row]] = {
    "cases": lambda row: {"closed_at": row["closed_at"] or row["opened_at"]},
}


def going(table: Table) -> list[str]:
    """The columns of a table that an archive has, in the order of their names."""
    behind = {*BEHIND.get(table.name, ()), *(("id",) if table.name in NUMBERED_ANEW else ())}
    return sorted(column.name for column in table.columns if column.name not in behind)
