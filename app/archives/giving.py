"""Writing a campaign down as an archive: read at one moment, outside of any step."""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Connection, Table, select, text

from app.archives import belonging, columns, container, readiness, values
from app.archives.columns import PERSON, Row
from app.archives.container import Manifest, Packing
from app.archives.loading import people_of
from app.audit.models import Chain, Entry, Opening
from app.foundation.db import db
from app.foundation.release import VERSION
from app.uploads import store
from campaigns.contributions.models import State

AT_ONCE = 2_000
Progress = Callable[[str, int], None]


class NotGiven(Exception):
    """The campaign cannot be written down; the text says why."""


@dataclass
class Gathered:
    """What was met on the way: numbers of rows that go along, and of shared things that they point at.

    `named` are the people whose names pages say.
    """

    going: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    shared: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    named: set[int] = field(default_factory=set)


def give(slug: str, output: Path, progress: Progress = lambda table, rows: None) -> Manifest:
    """Writes the archive of a campaign to a file that only its owner may read. Raises NotGiven."""
    with _one_moment() as connection, container.packing(output) as packing:
        campaigns = belonging.tables_by_name()[belonging.ROOT]
        found = connection.execute(select(campaigns).where(campaigns.c.slug == slug)).mappings().one_or_none()
        if found is None:
            raise NotGiven(f"no campaign has the address {slug}")
        campaign = dict(found)
        if why_not := readiness.why_not(connection, campaign["id"]):
            raise NotGiven(why_not)
        gathered = Gathered()
        _add_own(connection, campaign, packing, gathered, progress)
        _add_files(connection, packing, gathered)
        log = _add_log(connection, campaign["id"], packing, gathered)
        _add_shared(connection, campaign, packing, gathered)
        schema = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        manifest = Manifest(slug, campaign["title"], VERSION, schema, log, packing.members)
        packing.finish(manifest)
    return manifest


@contextmanager
def _one_moment() -> Iterator[Connection]:
    """All reads see the same: what is written meanwhile is in the next archive."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def _add_own(
    connection: Connection,
    campaign: Row,
    packing: Packing,
    gathered: Gathered,
    progress: Progress,
) -> None:
    tables = belonging.in_order()
    pointed_at = {key.target for table in tables for key in belonging.keys_of(table)}
    for table in tables:
        if table.name != belonging.FILES:
            rows = _own(connection, table, campaign["id"], gathered, table.name in pointed_at)
            progress(table.name, packing.add_lines(f"tables/{table.name}.jsonl", rows))


def _own(
    connection: Connection, table: Table, campaign_id: int, gathered: Gathered, is_pointed_at: bool
) -> Iterator[Row]:
    keys = [key for key in belonging.keys_of(table) if key.column not in columns.BEHIND.get(table.name, {})]
    within = [key for key in keys if _is_within(table, key)]
    outside = [key for key in keys if key.target in belonging.SHARED or key.target == belonging.FILES]
    for row in _rows(connection, table, belonging.of_campaign(table, campaign_id)):
        # What hangs on a draft stays with it: nobody but its author ever reads one.
        if (table.name == "contributions" and row["state"] == State.DRAFT) or not _hangs_on(row, within, gathered):
            continue
        if is_pointed_at and "id" in row:
            gathered.going[table.name].add(row["id"])
        for key in outside:
            if row[key.column] is not None:
                gathered.shared[key.target].add(row[key.column])
                if key.target == "accounts" and (table.name, key.column) not in columns.SILENT:
                    gathered.named.add(row[key.column])
        for target, ids in cited(table.name, row).items():
            gathered.shared[target] |= ids
        yield _spelled(table, row)


def _is_within(table: Table, key: belonging.Key) -> bool:
    is_later = key.column in getattr(columns.LATER.get(table.name), "meanwhile", {})
    return key.target in belonging.owners() and key.target != belonging.ROOT and not is_later


def _hangs_on(row: Row, within: Iterable[belonging.Key], gathered: Gathered) -> bool:
    return all(row[key.column] is None or row[key.column] in gathered.going[key.target] for key in within)


def cited(table: str, row: Row) -> dict[str, set[int]]:
    """Numbers of shared things that stand in fingerprinted JSON, where no other number may be put."""
    if table in {"rounds", "rule_versions", "rule_plans"}:
        return {"territories": set((row["rule"].get("who") or {}).get("territories") or ())}
    if table == "snapshots":
        body = row["body"]
        told = {name: {one["id"] for one in body.get(name) or ()} for name in ("territories", "services")}
        return {name: ids - {None} for name, ids in told.items()}
    return {}


def _add_files(connection: Connection, packing: Packing, gathered: Gathered) -> None:
    table = belonging.tables_by_name()[belonging.FILES]
    rows = list(_by_number(connection, table, gathered.shared[belonging.FILES]))
    for row in rows:
        gathered.shared["accounts"].add(row["account_id"])
    for digest in sorted({row["digest"] for row in rows}):
        path, small = store.path_of(digest), store.small_path_of(digest)
        if not path.exists():
            raise NotGiven(f"the file {digest} is not in the folder of uploads")
        packing.add_file(f"files/{digest}", path)
        if small.exists():
            packing.add_file(f"files/{digest}-small", small)
    packing.add_lines(f"tables/{table.name}.jsonl", (_spelled(table, row) for row in rows))


def _add_log(connection: Connection, campaign_id: int, packing: Packing, gathered: Gathered) -> tuple[int, str]:
    chain = connection.execute(select(Chain.id, Chain.length, Chain.head).where(Chain.campaign_id == campaign_id))
    found = chain.one_or_none()
    if found is None:
        return 0, ""
    names = ("number", "happened_at", "act", "thing", "thing_id", "commitment", "previous", "digest")
    query = select(*(getattr(Entry, name) for name in names), Opening.salt, Opening.actor_id, Opening.details)
    query = query.outerjoin(Opening, Opening.entry_id == Entry.id).where(Entry.chain_id == found.id)

    def lines() -> Iterator[Row]:
        for row in connection.execute(query.order_by(Entry.number)).mappings():
            opening = None
            if row["salt"] is not None:
                opening = {name: row[name] for name in ("salt", "actor_id", "details")}
            entry = {**{name: values.spelled(row[name]) for name in names}, "opening": opening}
            gathered.shared["accounts"] |= people_of(entry)
            gathered.named |= people_of(entry)
            yield entry

    packing.add_lines("tables/audit_entries.jsonl", lines())
    return found.length, found.head


def _add_shared(connection: Connection, campaign: Row, packing: Packing, gathered: Gathered) -> None:
    gathered.shared["territories"] |= _places_below(connection, campaign["territory_id"])
    for table in reversed(belonging.shared_in_order()):
        rows = list(_by_number(connection, table, _with_parents(connection, table, gathered.shared[table.name])))
        for row in rows:
            for key in belonging.keys_of(table):
                if row[key.column] is not None:
                    gathered.shared[key.target].add(row[key.column])
        lines = (_person(row, gathered.named) if table.name == "accounts" else _spelled(table, row) for row in rows)
        packing.add_lines(f"tables/{table.name}.jsonl", lines)


def _person(row: Row, named: set[int]) -> Row:
    spelled = _spelled(belonging.tables_by_name()["accounts"], row)
    spelled["email_key"] = _source_key(row)
    if row["id"] not in named:
        spelled |= {"given_name": columns.NAMELESS, "family_name": ""}
    return spelled


def _source_key(row: Row) -> str:
    """The same for the same person in every archive of this installation, and it tells nothing of them; kept by who came so."""
    if row["email_key"].startswith(PERSON):
        return str(row["email_key"])
    secret = current_app.extensions["veche.settings"].SECRET_KEY.encode()
    return PERSON + hmac.new(secret, f"{PERSON}{row['id']}".encode(), hashlib.sha256).hexdigest()[:32]


def _places_below(connection: Connection, territory_id: int | None) -> set[int]:
    """The places a campaign is about: its own with all below it, all where it names none."""
    table = belonging.tables_by_name()["territories"]
    parents = dict(connection.execute(select(table.c.id, table.c.parent_id)).all())
    if territory_id is None:
        return set(parents)
    found = {territory_id}
    while more := {id for id, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _with_parents(connection: Connection, table: Table, ids: set[int]) -> set[int]:
    if "parent_id" not in table.columns:
        return ids
    parents = dict(connection.execute(select(table.c.id, table.c.parent_id)).all())
    found = set(ids)
    while more := {parents[id] for id in found if parents[id] is not None} - found:
        found |= more
    return found


def _by_number(connection: Connection, table: Table, ids: set[int]) -> Iterator[Row]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), AT_ONCE):
        yield from _rows(connection, table, table.c.id.in_(ordered[start : start + AT_ONCE]))


def _rows(connection: Connection, table: Table, condition: Any) -> Iterator[Row]:
    query = select(table).where(condition).order_by(*table.primary_key.columns)
    streamed = connection.execution_options(stream_results=True, yield_per=AT_ONCE)
    for row in streamed.execute(query).mappings():
        yield dict(row)


def _spelled(table: Table, row: Row) -> Row:
    change = columns.CHANGED.get(table.name)
    changed = change(row) if change else row
    return {name: values.spelled(changed[name]) for name in columns.going(table)}
