"""A copy of Veche to measure: a fresh folder, a migrated SQLite, a queue of its own, the machine's clock."""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from app.config import load
from app.factory import create_app
from app.foundation.db import db
from tests.support import servers

QUIET = {"SECRET_KEY": "a secret of the benchmarks", "LOG_LEVEL": "ERROR"}


@contextmanager
def copy(database: str = "sqlite") -> Iterator[Flask]:
    """The application of a fresh copy on SQLite or on PostgreSQL; all of it is gone afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="veche-bench-") as folder,
        servers.valkey() as queue,
        servers.postgresql() if database == "postgresql" else nullcontext() as server,
    ):
        at = {"DATABASE_URL": f"{server}/postgres"} if server else {}
        app = create_app(load({}, VECHE_INSTANCE=folder, REDIS_URL=queue, **at, **QUIET))
        with app.app_context():
            upgrade()
        yield app
        with app.app_context():
            db.engine.dispose()


def database_of(app: Flask) -> Path:
    """Its database file."""
    return Path(app.extensions["veche.settings"].VECHE_INSTANCE) / "veche.sqlite3"


@contextmanager
def bare_tables(place: Path, names: Sequence[str]) -> Iterator[sqlite3.Connection]:
    """A connection to an empty SQLite file that has these tables of the copy, with their indexes; no keys are checked."""
    path = place.with_name("bare.sqlite3")
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as bare, closing(sqlite3.connect(place)) as source:
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=NORMAL")
        marks = ", ".join("?" * len(names))
        find = f"SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL AND tbl_name IN ({marks})"
        for (statement,) in source.execute(f"{find} ORDER BY type DESC", tuple(names)):
            bare.execute(statement)
        yield bare
