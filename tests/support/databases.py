"""A fresh database for each test, as quick as can be: a migrated one is made once and copied."""

import shutil
from pathlib import Path

import psycopg
from flask import Flask
from flask_migrate import upgrade

from app.foundation.db import db


class SqliteDatabases:
    """Copies of a migrated file."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'test.sqlite3'}"
        self._file, self._template = folder / "test.sqlite3", folder / "template.sqlite3"

    def prepare(self, app: Flask) -> None:
        with app.app_context():
            upgrade()
            db.engine.dispose()
        shutil.copyfile(self._file, self._template)

    def renew(self, app: Flask) -> None:
        with app.app_context():
            db.engine.dispose()
        for tail in ("-wal", "-shm"):
            Path(f"{self._file}{tail}").unlink(missing_ok=True)
        shutil.copyfile(self._template, self._file)


class PostgresqlDatabases:
    """One migrated database, emptied: quicker than any copy. As a replica, so that no trigger guards what must go."""

    def __init__(self, server: str, name: str) -> None:
        self._server, self._name = server, name
        self.url = f"{server}/{name}"
        self._emptying = ""

    def prepare(self, app: Flask) -> None:
        with psycopg.connect(f"{self._server}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {self._name}")
        with app.app_context():
            upgrade()
            tables = [table.name for table in db.metadata.sorted_tables]
            db.engine.dispose()
        counters = "SELECT setval(quote_ident(sequencename), 1, false) FROM pg_sequences WHERE schemaname = 'public'"
        platform = "INSERT INTO audit_chains (length, head) VALUES (0, '')"
        self._emptying = "; ".join([*(f"DELETE FROM {table}" for table in tables), counters, platform])

    def renew(self, app: Flask) -> None:
        with app.app_context():
            db.engine.dispose()
        others = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self._name}' AND pid <> pg_backend_pid()"
        with psycopg.connect(self.url) as connection:
            connection.execute(others)
            connection.execute("SET session_replication_role = replica")
            connection.execute(self._emptying)
