"""Looking at a whole archive before anything is written: it is put into a database of its own, which refuses what no database holds."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, func, select
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.archives import belonging
from app.archives.container import Damaged
from app.archives.giving import cited
from app.archives.loading import Loading, Stage, read_entry
from app.audit import chain
from app.audit.models import Entry, Opening
from app.foundation import canonical
from app.foundation.db import Base, attune
from app.foundation.errors import Invalid
from app.uploads import kinds
from app.uploads.models import MediaType

AT_ONCE = 2_000


@dataclass(frozen=True)
class Tried:
    """What an archive that holds together would bring: numbers of its own rows by table, and of shared things that
    fingerprinted JSON cites."""

    ids: dict[str, list[int]]
    cited: dict[str, set[int]]
    counts: dict[str, int]


def look(loading: Loading) -> Tried:
    """Puts all of it into an empty database. Raises Damaged where a row is none, or does not fit the others."""
    campaign_id = loading.campaign["id"]
    _look_at_log(loading)
    _look_at_files(loading)
    with _nowhere() as connection:
        for table in belonging.shared_in_order():
            _put(connection, Stage(table.name, _rows_of(loading, table), loading.put(table)))
        root = belonging.tables_by_name()[belonging.ROOT]
        _put(connection, Stage(root.name, _rows_of(loading, root), loading.put(root)))
        for stage in loading.stages():
            _put(connection, stage)
        for table in belonging.in_order():
            _look_at_owner(connection, table, campaign_id)
        ids = {name: list(connection.scalars(select(table.c.id).order_by(table.c.id))) for name, table in _own_ids()}
        counts = {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in belonging.in_order()
        }
    return Tried(ids, _cited(loading), counts)


def _rows_of(loading: Loading, table: Table) -> Any:
    return lambda: loading.rows_of(table)


def _own_ids() -> Iterator[tuple[str, Table]]:
    """Tables that give their rows numbers of their own, which the archive keeps."""
    for table in belonging.in_order():
        column = table.columns.get("id")
        if column is not None and not column.foreign_keys and table.name != "role_grants":
            yield table.name, table


def _put(connection: Connection, stage: Stage) -> None:
    rows: list[Any] = []
    for _weight, row in stage.rows():
        rows.append(row)
        if len(rows) == AT_ONCE:
            _put_some(connection, stage, rows)
            rows = []
    if rows:
        _put_some(connection, stage, rows)


def _put_some(connection: Connection, stage: Stage, rows: list[Any]) -> None:
    try:
        with connection.begin_nested():
            stage.put(connection, rows)
    except DatabaseError as fault:
        if len(rows) > 1:
            for half in (rows[: len(rows) // 2], rows[len(rows) // 2 :]):
                _put_some(connection, stage, half)
        word = "does not fit the others" if isinstance(fault, IntegrityError) else "is none"
        raise Damaged(f"{stage.name}: a row {word}: {fault.orig}") from None


def _look_at_owner(connection: Connection, table: Table, campaign_id: int) -> None:
    """Everything in it belongs to its campaign: nothing is brought in beside it."""
    if table.name in {belonging.ROOT, belonging.FILES}:
        return
    strange = ~belonging.of_campaign(table, campaign_id)
    if connection.scalar(select(func.count()).select_from(table).where(strange)):
        raise Damaged(f"{table.name}: a row belongs to no campaign of this archive")


def _look_at_log(loading: Loading) -> None:
    length, head = 0, ""
    for length, (_weight, raw) in enumerate(loading.raw("audit_entries"), 1):
        entry = Entry(**read_entry(raw))
        if entry.number != length or not chain.follows(entry, head):
            raise Damaged(f"entry {length} of its log was changed or does not follow the one before")
        if raw["opening"] is not None and not chain.opens(entry, Opening(**raw["opening"])):
            raise Damaged(f"what entry {length} of its log opens to was changed")
        head = entry.digest
    if (length, head) != loading.archive.manifest.log:
        raise Damaged("its log does not end as its manifest says")


def _look_at_files(loading: Loading) -> None:
    packed = set(loading.archive.files())
    table = belonging.tables_by_name()[belonging.FILES]
    rows = {row["digest"]: row["media_type"] for _weight, row in loading.rows_of(table)}
    if packed != rows.keys():
        raise Damaged("its files are not those of which its rows speak")
    for digest, media_type in rows.items():
        if _media_type_of(loading.archive.content(f"files/{digest}")) != media_type:
            raise Damaged(f"files/{digest} is not {media_type}")


def _media_type_of(content: bytes) -> MediaType | None:
    try:
        return kinds.media_type_of(io.BytesIO(content))
    except Invalid:
        return None


def _cited(loading: Loading) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for name in ("rounds", "rule_versions", "rule_plans", "snapshots"):
        for _weight, row in loading.rows_of(belonging.tables_by_name()[name]):
            if name == "snapshots" and canonical.fingerprint(row["body"]) != row["fingerprint"]:
                raise Damaged(f"the digest {row['fingerprint']} is not what its fingerprint says")
            for target, ids in cited(name, row).items():
                found[target] = found.get(target, set()) | ids
    return found


@contextmanager
def _nowhere() -> Iterator[Connection]:
    """A database that nobody else sees, and that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'trial.sqlite3'}", hide_parameters=True)
        attune(engine)
        try:
            with engine.connect() as connection:
                Base.metadata.create_all(connection)
                yield connection
                connection.rollback()
        finally:
            engine.dispose()
