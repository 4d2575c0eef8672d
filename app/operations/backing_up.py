"""Taking all data out, while people go on writing."""

import hashlib
import json
import shutil
import tempfile
from dataclasses import fields
from pathlib import Path
from typing import Any

from app.config import Settings
from app.foundation import clock, hosts, schema
from app.foundation.db import db
from app.foundation.release import VERSION
from app.operations import belongings, container, rows
from app.operations.container import DATABASE, FILES, SECRETS, SETTINGS, Manifest

LAST = "last-backup.json"
# Settings that open doors, and those of the machine alone.
SECRET = frozenset(
    {"SECRET_KEY", "IDENTITY_SECRET", "IDENTITY_PROVIDERS", "DATABASE_URL", "REDIS_URL", "SMTP_URL", "METRICS_TOKEN"}
)
OF_MACHINE = frozenset({"VECHE_INSTANCE", "HOST", "PORT", "WEB_WORKERS", "WEB_THREADS", "LOG_LEVEL", "TESTING"})


class NotBackedUp(Exception):
    """No backup was made; the text says why and what to do."""


def back_up(path: Path, *, with_secrets: bool = False, overwrite: bool = False) -> Manifest:
    """Writes a backup of this copy to a file, whole or not at all. Raises NotBackedUp."""
    _require_fit(path, overwrite)
    with tempfile.TemporaryDirectory(prefix=".backing-up-", dir=belongings.instance()) as name:
        folder = Path(name)
        # Files first, the database, and what files came meanwhile: no row of it names a file that is not there.
        belongings.hold(folder / "files")
        counters = rows.write_down(folder / DATABASE)
        belongings.hold(folder / "files")
        if faults := rows.faults_of(folder / DATABASE):
            raise NotBackedUp(f"the database is damaged: {faults[0]}")
        told = _told(folder / DATABASE, counters)
        with container.packing(path) as packing:
            packing.add(DATABASE, folder / DATABASE)
            for file in sorted(path for path in (folder / "files").rglob("*") if path.is_file()):
                packing.add(FILES + file.relative_to(folder / "files").as_posix(), file)
            packing.add_text(SETTINGS, json.dumps(plain_settings(), ensure_ascii=False, indent=1))
            if with_secrets:
                _add_secrets(packing)
            packing.finish(told)
    with container.unpacking(path) as made:
        _write_last(path, made.manifest)
        return made.manifest


def _require_fit(path: Path, overwrite: bool) -> None:
    found = schema.standing()
    if not found.fits:
        raise NotBackedUp(found.sentence)
    if path.is_dir():
        raise NotBackedUp(f"{path} is a folder; name a file in it")
    if path.exists() and not overwrite:
        raise NotBackedUp(f"{path} is there already; name another file, or say --overwrite")
    if not path.parent.is_dir():
        raise NotBackedUp(f"there is no folder {path.parent}")
    free, needed = shutil.disk_usage(path.parent).free, _size_of_database()
    if free < needed:
        raise NotBackedUp(f"{path.parent} has {free >> 20} MB left and the database alone is {needed >> 20} MB large")


def _size_of_database() -> int:
    database = db.engine.url.database
    is_file = db.engine.dialect.name == "sqlite" and database
    return Path(str(database)).stat().st_size if is_file else 0


def _told(database: Path, counters: dict[str, int]) -> Manifest:
    return Manifest(
        taken_at=clock.now().isoformat(timespec="seconds"),
        release=VERSION,
        schema=rows.revision_of(database),
        engine=db.engine.dialect.name,
        address=hosts.read(),
        keys={name: mark_of(secret) for name, secret in keys().items()},
        rows=rows.count(database),
        counters=counters,
    )


def keys() -> dict[str, str]:
    """The secrets that data of this copy hang on, by the names of their files."""
    return {name: str(getattr(belongings.settings(), name.upper())) for name in belongings.KEYS}


def mark_of(key: str) -> str:
    """A word by which a secret key is known again, and which betrays nothing of it."""
    return hashlib.scrypt(key.encode(), salt=b"veche.backup.key", n=2**12, r=8, p=1, dklen=8).hex()


def plain_settings() -> dict[str, Any]:
    """The settings that were changed, but for secrets and those of the machine."""
    now, usual = belongings.settings(), {field.name: field.default for field in fields(Settings)}
    changed = {name: value for name, value in vars(now).items() if value != usual[name]}
    return {name: value for name, value in sorted(changed.items()) if name not in SECRET | OF_MACHINE}


def _add_secrets(packing: container.Packing) -> None:
    for name in belongings.SECRET_FILES:
        path = belongings.instance() / name
        if path.is_file():
            packing.add(SECRETS + name, path)
    for name, secret in keys().items():
        if SECRETS + name not in packing.members:
            packing.add_text(SECRETS + name, secret)


def _write_last(path: Path, manifest: Manifest) -> None:
    told = {"taken_at": manifest.taken_at, "file": str(path.absolute()), "bytes": path.stat().st_size}
    new = belongings.instance() / f".{LAST}"
    new.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    new.replace(belongings.instance() / LAST)
