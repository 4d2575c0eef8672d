"""What takes long to make is made once a worker, and given to each test as it was when it was made."""

import io
import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from redis import Redis
from sqlalchemy import inspect

from app.foundation.db import Base, db
from tests.support.databases import PostgresqlDatabases, Rows, SqliteDatabases

FOLDERS = ("mail", "index", "index-of-staff", "uploads", "imports", "own", "ledgers", "digests", "opendata")
FILES = ("erasures.jsonl",)


@dataclass(frozen=True)
class Kept:
    """All that one making has left: in the database, in the folders, in the queue, and what it gave."""

    database: Path | Rows
    folders: Path
    queue: dict[bytes, bytes]
    given: bytes


@dataclass
class Shelf:
    """What was made in this run. Nobody gets the thing itself: each taker gets a copy, in a house that has nothing else."""

    databases: SqliteDatabases | PostgresqlDatabases
    instance: Path
    redis: Redis
    _kept: dict[str, Kept] = field(default_factory=dict)

    def clear(self, app: Flask) -> None:
        """An empty database, queue, index and folders."""
        self.databases.renew(app)
        self._empty()

    def take(self, app: Flask, make: Callable[[], Any]) -> Any:
        """What `make` gives in an empty house; rows of the database are rows of this test's session."""
        name = f"{make.__module__}.{make.__qualname__}"
        if name not in self._kept:
            self._kept[name] = self._keep(name, make())
        kept = self._kept[name]
        db.session.remove()
        self.databases.renew(app, kept.database)  # type: ignore[arg-type]
        self._empty()
        shutil.copytree(kept.folders, self.instance, dirs_exist_ok=True)
        for key, value in kept.queue.items():
            self.redis.restore(key, 0, value)
        return _Reader(io.BytesIO(kept.given)).load()

    def _keep(self, name: str, made: Any) -> Kept:
        given = io.BytesIO()
        _Writer(given).dump(made)
        db.session.remove()
        folders = self.instance / f"{name}.folders"
        for folder in FOLDERS:
            if (self.instance / folder).exists():
                shutil.copytree(self.instance / folder, folders / folder)
        folders.mkdir(exist_ok=True)
        queue = {key: self.redis.dump(key) for key in self.redis.scan_iter() if self.redis.ttl(key) == -1}
        return Kept(self.databases.keep(name), folders, queue, given.getvalue())

    def _empty(self) -> None:
        self.redis.flushall()
        for folder in FOLDERS:
            shutil.rmtree(self.instance / folder, ignore_errors=True)
        for name in FILES:
            (self.instance / name).unlink(missing_ok=True)


class _Writer(pickle.Pickler):
    """Writes of a row which it is, not what is in it."""

    def persistent_id(self, obj: Any) -> tuple[type[Base], Any] | None:
        return (type(obj), inspect(obj).identity) if isinstance(obj, Base) else None


class _Reader(pickle.Unpickler):
    """Loads rows anew."""

    def persistent_load(self, pid: tuple[type[Base], Any]) -> Base:
        kind, identity = pid
        return db.session.get_one(kind, identity)
