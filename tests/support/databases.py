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
    """Copies of a migrated template database."""

    def __init__(self, server: str, name: str) -> None:
        self._server, self._name = server, name
        self.url = f"{server}/{name}"

    def _run(self, *statements: str) -> None:
        with psycopg.connect(f"{self._server}/postgres", autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def prepare(self, app: Flask) -> None:
        self._run(f"CREATE DATABASE {self._name}")
        with app.app_context():
            upgrade()
            db.engine.dispose()
        self._run(
            f"ALTER DATABASE {self._name} RENAME TO {self._name}_template",
            f"CREATE DATABASE {self._name} TEMPLATE {self._name}_template",
        )

    def renew(self, app: Flask) -> None:
        with app.app_context():
            db.engine.dispose()
        self._run(
            f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)",
            f"CREATE DATABASE {self._name} TEMPLATE {self._name}_template STRATEGY file_copy",
        )
