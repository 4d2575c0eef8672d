"""A fresh database for each test, as quick as can be: a migrated one is made once and copied. And what stands in one, kept."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event

from app.foundation.db import db
from search.engines.postgresql.tables import SCHEMA


class SqliteDatabases:
    """Copies of a migrated file."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'test.sqlite3'}"
        self._folder, self._file, self._template = folder, folder / "test.sqlite3", folder / "template.sqlite3"

    def prepare(self, app: Flask) -> None:
        with app.app_context():
            event.listen(db.engine, "connect", _not_to_disk)
            upgrade()
            db.engine.dispose()
        shutil.copyfile(self._file, self._template)

    def keep(self, name: str) -> Path:
        """What stands in the database now, for `renew`."""
        kept = self._folder / f"{name}.kept"
        with closing(sqlite3.connect(self._file)) as source, closing(sqlite3.connect(kept)) as copy:
            source.backup(copy)
        return kept

    def renew(self, app: Flask, kept: Path | None = None) -> None:
        """A database with nothing in it, or with what was kept."""
        with app.app_context():
            db.engine.dispose()
        for tail in ("-wal", "-shm"):
            Path(f"{self._file}{tail}").unlink(missing_ok=True)
        shutil.copyfile(kept or self._template, self._file)


def _not_to_disk(connection: Any, _record: Any) -> None:
    # A test outlives no failure of power: nothing waits for the disk.
    connection.execute("PRAGMA synchronous=OFF")


@dataclass(frozen=True)
class Rows:
    """The rows of each table that has any, as COPY writes them, the counters that have begun to count, and where the search
    index was put aside."""

    tables: Mapping[str, bytes]
    counters: Mapping[str, int]
    index: str | None = None


# Those who are in the middle of something: a connection that only waits for the next test harms nobody, and a new one is dear.
BUSY = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    " AND backend_type = 'client backend' AND state <> 'idle' AND pid <> pg_backend_pid()"
)
# The tables whose triggers a test has switched off: no copy brings them back, as SQLite's does.
UNGUARDED = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgenabled = 'D' AND NOT tgisinternal"


class PostgresqlDatabases:
    """One migrated database, emptied: quicker than any copy. As a replica, so that no trigger guards what must go."""

    def __init__(self, server: str, name: str) -> None:
        self._server, self._name = server, name
        self.url = f"{server}/{name}"
        self._tables: list[str] = []
        self._empty = Rows({}, {})
        self._connection: psycopg.Connection | None = None

    def prepare(self, app: Flask) -> None:
        with psycopg.connect(f"{self._server}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {self._name}")
        with app.app_context():
            upgrade()
            self._tables = [table.name for table in db.metadata.sorted_tables]
            db.engine.dispose()
        self._empty = self.keep("empty")

    def keep(self, name: str) -> Rows:
        """What stands in the database now, for `renew`."""
        with self._own() as connection:
            rows = {table: _copied_out(connection, table) for table in self._filled(connection)}
            index = f'"{name}"' if _has_index(connection) else None
            if index:
                _copy_schema(connection, SCHEMA, index)
            return Rows(rows, dict(self._counting(connection)), index)

    def renew(self, app: Flask, kept: Rows | None = None) -> None:
        """A database with nothing in it, or with what was kept."""
        rows = kept or self._empty
        with app.app_context():
            if db.engine.pool.checkedout():
                db.engine.dispose()
        with self._own() as connection:
            connection.execute(BUSY)
            if _has_index(connection):
                connection.execute(f"DROP SCHEMA {SCHEMA} CASCADE")
            if rows.index:
                _copy_schema(connection, rows.index, SCHEMA)
            for (table,) in connection.execute(UNGUARDED).fetchall():
                connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            connection.execute("SET LOCAL session_replication_role = replica")
            for table in self._filled(connection):
                connection.execute(f"DELETE FROM {table}")
            for table, lines in rows.tables.items():
                with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(lines)
            for counter, last in (dict.fromkeys(dict(self._counting(connection)), 0) | dict(rows.counters)).items():
                connection.execute("SELECT setval(%s, %s, %s)", (counter, last or 1, last > 0))

    def close(self) -> None:
        """Ends the connection of the tests themselves."""
        if self._connection:
            self._connection.close()

    @contextmanager
    def _own(self) -> Iterator[psycopg.Connection]:
        """The connection of the tests themselves, in a transaction: one for the whole run."""
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self.url)
        with self._connection.transaction():
            yield self._connection

    def _filled(self, connection: psycopg.Connection) -> list[str]:
        """The tables that have rows."""
        asked = ", ".join(f"EXISTS (SELECT FROM {table})" for table in self._tables)
        answers = connection.execute(f"SELECT {asked}").fetchone() or ()
        return [table for table, has_rows in zip(self._tables, answers, strict=True) if has_rows]

    def _counting(self, connection: psycopg.Connection) -> list[tuple[str, int]]:
        """The counters that have begun to count, and where they are."""
        query = "SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
        return connection.execute(query).fetchall()


def _has_index(connection: psycopg.Connection) -> bool:
    found = connection.execute("SELECT to_regnamespace(%s) IS NOT NULL", (SCHEMA,)).fetchone()
    return bool(found and found[0])


def _copy_schema(connection: psycopg.Connection, source: str, copy: str) -> None:
    tables = (
        "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' AND relnamespace = %s::regnamespace ORDER BY 1"
    )
    connection.execute(f"CREATE SCHEMA {copy}")
    for (table,) in connection.execute(tables, (source,)).fetchall():
        connection.execute(f"CREATE TABLE {copy}.{table} (LIKE {source}.{table} INCLUDING ALL)")
        connection.execute(f"INSERT INTO {copy}.{table} SELECT * FROM {source}.{table}")


def _copied_out(connection: psycopg.Connection, table: str) -> bytes:
    with connection.cursor().copy(f"COPY {table} TO STDOUT") as copy:
        return b"".join(bytes(block) for block in copy)
