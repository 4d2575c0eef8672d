"""The search index of a copy, whichever engine keeps it: opened beside the application, and damaged."""

from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from app.config import Settings
from app.foundation.db import db
from search.engine import Engine, Shelf
from search.engines import FOLDERS
from search.engines.postgresql.engine import PostgresqlEngine
from search.engines.postgresql.tables import SCHEMA
from search.engines.whoosh import WhooshEngine


def opened(settings: Settings) -> Engine:
    """The public shelf in a process of its own, that has no application."""
    if settings.search_engine == "postgresql":
        database = sa.create_engine(settings.database_url)
        return PostgresqlEngine(Shelf.PUBLIC, lambda: database)
    return WhooshEngine(settings.VECHE_INSTANCE / FOLDERS[Shelf.PUBLIC])


def damage(app: Flask, with_garbage: bool) -> None:
    """Leaves of the public shelf what nobody can read: nothing, or something else."""
    settings = app.extensions["veche.settings"]
    if settings.search_engine == "postgresql":
        _damage_tables(with_garbage)
    else:
        _damage_files(settings.VECHE_INSTANCE / FOLDERS[Shelf.PUBLIC], b"garbage" * 100 if with_garbage else b"")
    # What is open already goes on reading.
    app.extensions.pop("veche.search")


def _damage_files(home: Path, content: bytes) -> None:
    for path in (home / (home / "current").read_text()).iterdir():
        path.write_bytes(content)


def _damage_tables(with_garbage: bool) -> None:
    with db.engine.begin() as connection:
        for name in sa.inspect(connection).get_table_names(SCHEMA):
            if name.startswith("documents_public"):
                change = (
                    f"ALTER TABLE {SCHEMA}.{name} RENAME vector TO garbage"
                    if with_garbage
                    else f"DROP TABLE {SCHEMA}.{name}"
                )
                connection.execute(sa.text(change))


def tables_with(words: str) -> list[str]:
    """The tables of the index in which the words stand; none where it is in files."""
    inspected = sa.inspect(db.engine)
    if SCHEMA not in inspected.get_schema_names():
        return []
    with db.engine.connect() as connection:
        tables = {
            name: connection.execute(sa.text(f"SELECT * FROM {SCHEMA}.{name}"))
            for name in inspected.get_table_names(SCHEMA)
        }
        return [name for name, rows in tables.items() if any(words in str(tuple(row)) for row in rows)]
