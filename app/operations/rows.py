"""A whole database as one SQLite file, whatever it lives in, and back: the file that backups hold."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from flask import current_app
from sqlalchemy import Connection, Engine, Table
from sqlalchemy.pool import NullPool

from app.foundation.db import attune, db
from search.engines.postgresql.tables import SCHEMA

AT_ONCE = 2000
COMMITTED, UNDER_WAY = "committed", "in progress"


def tables() -> list[Table]:
    """Every table of this release, those first that others point to, as far as that can be."""
    return list(db.metadata.tables.values())


def migrate(engine: Engine, revision: str = "head") -> None:
    """Brings a database up to a revision."""
    config = current_app.extensions["migrate"].migrate.get_config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


@contextmanager
def opened(path: Path) -> Iterator[Engine]:
    """A SQLite file of its own, apart from the application's database."""
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=NullPool)
    attune(engine)
    try:
        yield engine
    finally:
        engine.dispose()


def write_down(path: Path) -> dict[str, int]:
    """Writes the application's database into a new SQLite file, as it stands at one moment. Returns the counters of PostgreSQL."""
    if db.engine.dialect.name == "sqlite":
        with closing(db.engine.raw_connection()) as connection:
            # One step, without what was erased and without its log; those who write meanwhile are not kept waiting.
            connection.cursor().execute("VACUUM INTO ?", (str(path),))
        return {}
    with opened(path) as target:
        migrate(target)
        as_it_stands = db.engine.execution_options(isolation_level="REPEATABLE READ")
        with as_it_stands.connect() as source, loading_sqlite(target) as connection:
            copy(source, connection)
            return _counters(source)


@contextmanager
def loading_sqlite(engine: Engine) -> Iterator[Connection]:
    """A connection to a SQLite file on which nothing guards its rows until all of them are there."""
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        triggers = driver.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        with connection.begin():
            for name, _sql in triggers:
                connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
            yield connection
            for _name, sql in triggers:
                connection.exec_driver_sql(sql)


def put_back(path: Path, counters: dict[str, int], before_commit: Callable[[str], None]) -> None:
    """Puts the rows of a SQLite file of this release in the place of all that is in the PostgreSQL database, in one transaction.

    `before_commit` is told the number of the transaction, so that somebody who comes later may ask what became of it.
    """
    with opened(path) as source, source.connect() as reading, db.engine.connect() as connection, connection.begin():
        load_postgresql(reading, connection, counters)
        number = connection.exec_driver_sql("SELECT pg_current_xact_id()::text").scalar_one()
        before_commit(str(number))


def load_postgresql(source: Connection, connection: Connection, counters: dict[str, int]) -> None:
    """Empties the tables and fills them anew within the caller's transaction."""
    names = [table.name for table in tables()]
    connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    for name in names:
        connection.exec_driver_sql(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
    ties = connection.exec_driver_sql(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
    ).fetchall()
    for table, name, _definition in ties:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    quoted = ", ".join(f'"{name}"' for name in names)
    connection.exec_driver_sql(f"TRUNCATE {quoted}")
    copy(source, connection)
    for table, name, definition in ties:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    for name in names:
        connection.exec_driver_sql(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')
    _count_on(connection, counters)


def outcome_of(number: str) -> str:
    """What became of that transaction of PostgreSQL: COMMITTED, UNDER_WAY, or another word where it was not committed."""
    with db.engine.connect() as connection:
        asked = sa.text("SELECT pg_xact_status(CAST(CAST(:number AS text) AS xid8))")
        return str(connection.scalar(asked, {"number": number}))


def copy(source: Connection, target: Connection) -> None:
    """Every row of every table from one database to another of the same revision, whatever their engines."""
    for table in tables():
        target.execute(table.delete())
        read = sa.select(*[_read(column).label(column.name) for column in table.columns])
        write = table.insert().values({column.name: _written(column, target.dialect.name) for column in table.columns})
        found = source.execution_options(stream_results=True).execute(read).mappings()
        for rows in _batches(found):
            target.execute(write, [dict(row) for row in rows])


def _batches(found: Iterable[Any]) -> Iterator[list[Any]]:
    rows = iter(found)
    while some := list(islice(rows, AT_ONCE)):
        yield some


def _read(column: "sa.Column[Any]") -> "sa.ColumnElement[Any]":
    # What is written as JSON stays the same text: null is something else than nothing.
    if isinstance(column.type, sa.JSON):
        return sa.cast(column, sa.Text)
    return sa.type_coerce(column, sa.String) if isinstance(column.type, sa.Enum) else column


def _written(column: "sa.Column[Any]", engine: str) -> "sa.ColumnElement[Any]":
    if isinstance(column.type, sa.JSON):
        text = sa.bindparam(column.name, type_=sa.Text)
        return text if engine == "sqlite" else sa.cast(text, column.type)
    kind = sa.String() if isinstance(column.type, sa.Enum) else column.type
    return sa.bindparam(column.name, type_=kind)


def _counters(connection: Connection) -> dict[str, int]:
    asked = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema() AND last_value IS NOT NULL"
    return {str(name): int(last) for name, last in connection.exec_driver_sql(asked)}


def _count_on(connection: Connection, counters: dict[str, int]) -> None:
    # A number that was given to somebody is not given again: neither those in the rows nor those that were given before.
    for table in tables():
        for column in table.primary_key.columns:
            asked = sa.text("SELECT pg_get_serial_sequence(:table, :column)")
            name = connection.scalar(asked, {"table": f'"{table.name}"', "column": column.name})
            if name:
                given = counters.get(str(name).rpartition(".")[2].strip('"'), 0)
                last = max(given, connection.scalar(sa.select(sa.func.max(column))) or 0)
                connection.execute(
                    sa.text("SELECT setval(:name, :last, :given)"), {"name": name, "last": last or 1, "given": last > 0}
                )


def count(path: Path) -> dict[str, int]:
    """How many rows each table of a SQLite file has."""
    with closing(sqlite3.connect(path)) as connection:
        names = [str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        own = [name for name in names if not name.startswith(("sqlite_", "alembic_"))]
        asked = "SELECT count(*) FROM "
        return {name: int(connection.execute(asked + f'"{name}"').fetchone()[0]) for name in sorted(own)}


def revision_of(path: Path) -> str:
    """Which migration a SQLite file has come to; empty where it has none."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.DatabaseError:
            return ""
        return str(row[0]) if row else ""


def faults_of(path: Path) -> list[str]:
    """What is wrong inside a SQLite file: broken pages, rows that point to none. Nothing where it is whole."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            pages = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
            ties = connection.execute("PRAGMA foreign_key_check").fetchmany(5)
    except sqlite3.DatabaseError as fault:
        return [str(fault)]
    return pages + [f"a row of {table} points to no row of {other}" for table, _row, other, _tie in ties]
