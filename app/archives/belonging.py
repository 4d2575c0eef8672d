"""What belongs to a campaign, found by the foreign keys that lead to it, and what the keys do not say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, Table, select

from app.foundation.db import Base

ROOT = "campaigns"

# Things of the house that many campaigns share, and by what an installation knows its own again.
SHARED: Mapping[str, str] = {
    "territories": "name",
    "offices": "name",
    "competences": "name",
    "services": "name_key",
    "accounts": "email_key",
}
# Kept files come with the rows that name them, under their own numbers.
FILES = "uploads"
# The log goes as one member: entries with what they open to, by their number in the chain.
LOG = ("audit_chains", "audit_entries", "audit_openings")
# The one key among several that may be empty, but says to which campaign a row belongs.
OWNED_BY: Mapping[str, str] = {"role_grants": "campaign_id"}

LEFT_OUT: Mapping[str, str] = {
    "unwanted_invitations": "digests keyed with the secret of an installation",
    "affiliations": "a person's own, for whoever may sign in",
    "age_declarations": "a person's own, for whoever may sign in",
    "answer_sheets": "a workbook that an official has brought and not sent yet",
    "apart_looks": "what a voter wrote about a vote of their own: ballots go without their voters",
    "api_replies": "a person's own, for whoever may sign in",
    "api_tokens": "hashes of secrets, for whoever may sign in",
    "arrivals": "which archives this installation took in",
    "assistances": "help given in an installation, to whoever may sign in",
    "assisted_acts": "help given in an installation, to whoever may sign in",
    "backup_codes": "hashes of secrets, for whoever may sign in",
    "block_reviews": "about whoever may write no more, and nobody of an archive may sign in",
    "blocks": "about whoever may write no more, and nobody of an archive may sign in",
    "bounces": "addresses of people",
    "calendar_days": "the working days of an installation",
    "cast_traces": "traces of the network",
    "code_factors": "secrets, for whoever may sign in",
    "consents": "a person's own, given to who runs the installation",
    "digest_files": "made anew of the snapshot, the same bytes",
    "email_changes": "addresses of people",
    "entry_codes": "hashes of secrets, for whoever may sign in",
    "erasure_requests": "a person's own, for whoever may sign in",
    "erasures": "digests keyed with the secret of an installation",
    "follows": "a person's own, for whoever may sign in",
    "identities": "digests keyed with the secret of an installation",
    "invitations": "addresses of people",
    "inviting_letters": "addresses of people",
    "joined_accounts": "accounts of people, closed in an installation",
    "left_voters": "digests keyed with the secret of an installation",
    "like_ideas": "found anew",
    "likened_ideas": "found anew",
    "morning_letters": "letters of an installation",
    "wave_prints": "digests keyed with the secret of an installation",
    "waves": "what an installation noticed about its accounts",
    "notice_choices": "a person's own, for whoever may sign in",
    "notices": "a person's own, for whoever may sign in",
    "open_packs": "made anew of the tables",
    "opened_accounts": "a person's own, for whoever may sign in",
    "openid_links": "digests keyed with the secret of an installation",
    "outbox": "background work of an installation",
    "own_downloads": "a person's own, for whoever may sign in",
    "passkeys": "secrets, for whoever may sign in",
    "paused_mailboxes": "addresses of people",
    "published_ledgers": "made anew of the ledger, the same bytes",
    "recoveries": "about the sign-ins of an installation",
    "saved_searches": "a person's own, for whoever may sign in",
    "schedule_turns": "background work of an installation",
    "sealed_originals": "words with personal data that were put out of sight",
    "search_stale": "the index is made anew",
    "sign_in_answers": "sign-ins under way",
    "sign_ins": "sign-ins of an installation",
    "site_pictures": "the look of an installation",
    "site_settings": "the look of an installation",
    "site_texts": "words of the operator of an installation",
    "staff_invitations": "addresses of people",
    "tellings": "background work of an installation",
    "theme_searches": "suggested anew",
    "trace_salts": "traces of the network",
    "voting_codes": "hashes of secrets: ballots by code go without their codes",
    "webhook_deliveries": "what was sent to other programs of an installation",
    "webhooks": "other programs of an installation",
}

# These wake background work, which is to find everything else in its place.
LAST = ("joinings", "joining_answers")


@dataclass(frozen=True)
class Key:
    """A foreign key: the column that points and the table it points at."""

    column: str
    target: str


def keys_of(table: Table) -> list[Key]:
    """The foreign keys of a table, by column."""
    found = [Key(column.name, key.column.table.name) for column in table.columns for key in column.foreign_keys]
    return sorted(found, key=lambda key: key.column)


@cache
def owners() -> Mapping[str, Key | None]:
    """The tables whose rows go along, each with the key that leads to its campaign by the shortest way; None for the campaign."""
    tables = Base.metadata.tables
    found: dict[str, Key | None] = {ROOT: None}
    elsewhere = {*SHARED, *LEFT_OUT, *LOG, FILES}
    while more := {name: key for name in tables.keys() - found.keys() - elsewhere if (key := _owner(name, found))}:
        found |= more
    return found


def _owner(name: str, found: Mapping[str, Key | None]) -> Key | None:
    table = tables_by_name()[name]
    leads = [key for key in keys_of(table) if key.target in found and key.target != name and _is_owner(table, key)]
    return min(leads, key=lambda key: (key.target != ROOT, key.column), default=None)


def _is_owner(table: Table, key: Key) -> bool:
    return not table.columns[key.column].nullable or OWNED_BY.get(table.name) == key.column


def tables_by_name() -> Mapping[str, Table]:
    """All tables of the schema."""
    return Base.metadata.tables


def in_order() -> list[Table]:
    """The tables whose rows go along, each after those it points at."""
    going = owners().keys() | {FILES}
    ordered = [table for table in Base.metadata.sorted_tables if table.name in going]
    return sorted(ordered, key=lambda table: table.name in LAST)


def shared_in_order() -> list[Table]:
    """Tables of shared things, each after those it points at."""
    return [table for table in Base.metadata.sorted_tables if table.name in SHARED]


def of_campaign(table: Table, campaign_id: int) -> ColumnElement[bool]:
    """The condition on rows of a table that goes along."""
    key = owners()[table.name]
    if key is None:
        return table.columns["id"] == campaign_id
    if key.target == ROOT:
        return table.columns[key.column] == campaign_id
    above = tables_by_name()[key.target]
    (points_at,) = (one.column for one in table.columns[key.column].foreign_keys)
    return table.columns[key.column].in_(select(points_at).where(of_campaign(above, campaign_id)))


def unplaced() -> Iterator[str]:
    """Tables of which nobody has said what becomes of them."""
    placed = {*owners(), *SHARED, *LEFT_OUT, *LOG, FILES}
    yield from sorted(tables_by_name().keys() - placed)
