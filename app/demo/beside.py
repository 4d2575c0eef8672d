"""A database made beside the one in use, and put into its place in one moment.

Whoever reads meanwhile reads the old one. A process that is killed leaves the old one or the new one, whole; what it left
beside is thrown away by the next.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, cast

from flask import current_app
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.foundation.db import attune, db
from app.foundation.locks import WriteLock

# How long readers of PostgreSQL wait behind us before we give way and try again.
LOCK_MILLISECONDS = 300
SCHEMA = "veche_demo_refresh"

MayBe = Callable[[Connection], bool]


class NoPlace(Exception):
    """There is no place for a database beside; the text says what is missing."""


class Beside(Protocol):
    """Where the new database is made."""

    def begin(self) -> Engine:
        """An empty database beside the one in use. Raises NoPlace."""

    def take_place(self, may_be: MayBe) -> bool:
        """Puts it into the place of the one in use, where that may be; asks on a connection on which nobody else writes.

        Returns False where it may not be now, or where others do not let us.
        """

    def clear(self) -> None:
        """Throws away what is left beside."""


def here(folder: Path) -> Beside:
    """Beside the database of this copy. Files, where there are any, lie in the folder."""
    return SqliteBeside(folder) if db.engine.dialect.name == "sqlite" else PostgresqlBeside()


@contextmanager
def working_in(engine: Engine) -> Iterator[None]:
    """While the block lasts all that this process reads and writes is in another database, which nobody else writes to."""
    engines = cast(dict[str | None, Engine], db.engines)
    kept = current_app.extensions
    in_use, lock = engines[None], kept["veche.write_lock"]
    db.session.remove()
    engines[None], kept["veche.write_lock"] = engine, WriteLock(None)
    try:
        yield
    finally:
        db.session.remove()
        engine.dispose()
        engines[None], kept["veche.write_lock"] = in_use, lock


class SqliteBeside:
    """A file beside. Its pages are copied over those in use in one transaction of SQLite."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / "new.sqlite3"

    def begin(self) -> Engine:
        self.clear()
        self._folder.mkdir(parents=True)
        engine = create_engine(f"sqlite:///{self._file}")
        attune(engine)
        return engine

    def take_place(self, may_be: MayBe) -> bool:
        lock = cast(WriteLock, current_app.extensions["veche.write_lock"])
        lock.acquire()
        try:
            with db.engine.connect() as connection:
                if not may_be(connection):
                    return False
            self._copy()
        finally:
            lock.release()
        return True

    def _copy(self) -> None:
        new = sqlite3.connect(self._file)
        in_use = db.engine.raw_connection()
        try:
            new.backup(cast(sqlite3.Connection, in_use.driver_connection))
        finally:
            in_use.close()
            new.close()

    def clear(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


class PostgresqlBeside:
    """A schema beside. Its tables and functions are moved into the place of those in use in one transaction."""

    def begin(self) -> Engine:
        self.clear()
        try:
            with db.engine.begin() as connection:
                connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
        except ProgrammingError:
            raise NoPlace(
                "the user of the database may not make a schema in it; GRANT CREATE ON DATABASE lets them"
            ) from None
        engine = create_engine(db.engine.url)
        event.listen(engine, "connect", _look_beside)
        return engine

    def take_place(self, may_be: MayBe) -> bool:
        with db.engine.connect() as connection, connection.begin() as moving:
            move = _Move(connection)
            if move.has_all_locks() and may_be(connection):
                move.run()
                return True
            moving.rollback()
        return False

    def clear(self) -> None:
        with db.engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))


def _look_beside(connection: Any, _record: Any) -> None:
    autocommit, connection.autocommit = connection.autocommit, True
    connection.execute(f"SET search_path TO {SCHEMA}")
    connection.autocommit = autocommit


class _Move:
    """Moves what stands in the schema beside into the one in use, and drops what has the same names there."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._home = cast(str, connection.scalar(text("SELECT quote_ident(current_schema())")))
        self._tables = self._names("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = :schema")
        self._functions = self._names(
            "SELECT quote_ident(proname) || '(' || pg_get_function_identity_arguments(oid) || ')' "
            "FROM pg_proc WHERE pronamespace = CAST(:schema AS regnamespace)"
        )

    def _names(self, query: str, schema: str = SCHEMA) -> Sequence[str]:
        return sorted(self._connection.scalars(text(query), {"schema": schema}))

    def has_all_locks(self) -> bool:
        """Whether nobody reads or writes any more. Those who are at it are given a moment."""
        self._say(f"SET LOCAL lock_timeout = {LOCK_MILLISECONDS}")
        there = [
            name for name in self._tables if self._connection.scalar(text(f"SELECT to_regclass('{self._home}.{name}')"))
        ]
        try:
            if there:
                self._say(f"LOCK TABLE {', '.join(f'{self._home}.{name}' for name in there)}")
        except OperationalError:
            return False
        return True

    def run(self) -> None:
        for kind, names in (("TABLE", self._tables), ("FUNCTION", self._functions)):
            for name in names:
                self._say(f"DROP {kind} IF EXISTS {self._home}.{name} CASCADE")
            for name in names:
                self._say(f"ALTER {kind} {SCHEMA}.{name} SET SCHEMA {self._home}")
        # What is left there was forgotten here: then nothing is moved at all.
        self._say(f"DROP SCHEMA {SCHEMA}")

    def _say(self, statement: str) -> None:
        self._connection.execute(text(statement))
