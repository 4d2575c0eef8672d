"""What of the instance folder belongs into a backup: everything but what can be made again, and what is the machine's own."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from flask import current_app

from app.config import Settings
from app.foundation.db import db

# Made again by itself, of this machine alone, or kept apart (the database, the settings, secrets).
LEFT = frozenset(
    {
        "config.py",
        "demo-loading.json",
        "demo-sign-ins.json",
        "demo.lock",
        "index",
        "index-of-staff",
        "last-backup.json",
        "mail",
        "restoring.json",
        "identity_secret",
        "secret_key",
        "up.lock",
        "valkey",
        "valkey.sock",
        "veche.log",
        "write.lock",
    }
)
# What a file of SQLite begins with, and what stands beside it while it is open.
SQLITE, TAILS = b"SQLite format 3\0", ("-wal", "-shm", "-journal")
LEFT_BEGIN = (".", "veche.sqlite3", "secret_key.", "identity_secret.", "new-")
# What restores beside the rest only where it was asked for: they open accounts, and the doors of others.
KEYS = ("secret_key", "identity_secret")
SECRET_FILES = ("config.py", *KEYS, "demo-sign-ins.json")


def settings() -> Settings:
    """The settings of this copy."""
    return current_app.extensions["veche.settings"]  # type: ignore[no-any-return]


def instance() -> Path:
    """The instance folder."""
    return settings().VECHE_INSTANCE


def names() -> list[str]:
    """The files and folders at the top of the instance folder that hold what people brought and what was made for them."""
    return sorted(path.name for path in instance().iterdir() if _belongs(path))


def is_left(name: str) -> bool:
    """Whether a name at the top of the instance folder is nothing of a backup: neither taken out, nor put back where one has it."""
    return name in LEFT or name.startswith(LEFT_BEGIN) or name in _database()


def _database() -> set[str]:
    """The file of the database, which may have any name: as it lies there it is torn, and knows nobody who is to be erased again."""
    path = db.engine.url.database if db.engine.dialect.name == "sqlite" else None
    if not path or Path(path).absolute().parent != instance().absolute():
        return set()
    return {Path(path).name + tail for tail in ("", *TAILS)}


def _belongs(path: Path) -> bool:
    is_plain = not path.is_symlink() and (path.is_dir() or path.is_file())
    return is_plain and not is_left(path.name) and not is_database(path)


def is_database(path: Path) -> bool:
    """Whether this is the file of a database, or its log: of one that was in use under another name, say, before the copy moved to
    PostgreSQL. It knows people who were erased since.
    """
    main = next((path.with_name(path.name.removesuffix(tail)) for tail in TAILS if path.name.endswith(tail)), path)
    for file in {path, main}:
        if file.is_file():
            with file.open("rb") as opened:
                if opened.read(len(SQLITE)) == SQLITE:
                    return True
    return False


def hold(folder: Path) -> None:
    """Takes the files as they lie into a folder, those that are there already left alone: by links, so that it takes no room and no
    time, and what is thrown away meanwhile stays."""
    for name in names():
        for path in _files(instance() / name):
            kept = folder / path.relative_to(instance())
            kept.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(path, kept)
            except FileExistsError:
                continue
            except FileNotFoundError:
                continue
            except OSError:
                shutil.copyfile(path, kept)


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for found in sorted(path.rglob("*")):
        # Halves of files that are being written, and locks, are nothing yet.
        if (
            found.is_file()
            and not found.is_symlink()
            and not found.name.startswith((".", "new-"))
            and found.name != "lock"
        ):
            yield found
