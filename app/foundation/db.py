"""The database: one declarative base, column types, and engines that behave alike on SQLite and PostgreSQL."""

import enum
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from typing import Annotated, Any

import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry

WRITING = "veche_writing"
PATIENT_MS = 5000
IMPATIENT_MS, TRIES = 50, 40


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An instant. Refuses naive values, returns aware UTC on every database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no place in the database")
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = sa.JSON().with_variant(JSONB(), "postgresql")


def _values(kind: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in kind]


# Enumerations are stored as their words, so that a reader of the tables needs no key.
_ENUM = sa.Enum(enum.Enum, native_enum=False, length=40, values_callable=_values)


class Base(DeclarativeBase):
    """The base of every table."""

    registry = registry(
        type_annotation_map={
            datetime: UtcDateTime(),
            int: sa.BigInteger(),
            dict[str, Any]: Json,
            list[Any]: Json,
            enum.Enum: _ENUM,
        }
    )
    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


Id = Annotated[int, mapped_column(sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True)]

db = SQLAlchemy(metadata=Base.metadata, session_options={"autoflush": True})


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={PATIENT_MS}",
        "cache_size=-16000",
        # What is deleted or erased is overwritten in its page.
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that starts as a reader and turns writer fails at once when another wrote meanwhile: writers say so at the start.
    words = "BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITING) else "BEGIN"
    try:
        # Straight to the driver: each request begins once or twice.
        connection.connection.driver_connection.execute(words)  # type: ignore[union-attr]
    except sqlite3.OperationalError as error:
        raise sa.exc.OperationalError(words, (), error) from error


def attune(engine: Engine) -> None:
    """Teaches an engine of SQLite our transactions; any other needs nothing."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def bind(app: Flask, url: str) -> None:
    """Binds the database to the application and teaches SQLite our transactions."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    of_its_kind: dict[str, Any] = (
        {"connect_args": {"check_same_thread": False}}
        if url.startswith("sqlite")
        else {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10}
    )
    # An error says which statement failed, never with what: that may be how somebody voted, and errors are logged.
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"hide_parameters": True, **of_its_kind}
    db.init_app(app)
    with app.app_context():
        attune(db.engine)


def overwrite_erased() -> None:
    """Takes what was erased out of the files of SQLite, too: its log keeps pages as they were until it is written anew. Others
    who read keep it for a moment; after some tries it is left to them. Any other database does this by itself, later.
    """
    if db.engine.dialect.name != "sqlite":
        return
    db.session.rollback()
    with closing(db.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        # Who writes meanwhile must not be kept waiting for those who read.
        cursor.execute(f"PRAGMA busy_timeout={IMPATIENT_MS}")
        try:
            for _ in range(TRIES):
                (is_busy, *_rest) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if not is_busy:
                    return
                time.sleep(IMPATIENT_MS / 1000)
        finally:
            cursor.execute(f"PRAGMA busy_timeout={PATIENT_MS}")
            cursor.close()
