"""Bringing a backup back: staged beside what stands, checked whole, put in its place at one stroke.

A folder in the instance folder holds the new data until they are ready, and the old ones until they are replaced. `restoring.json` is
written when all is ready: whoever finds it afterwards goes on from there, so that a kill leaves the old state or the new one.
"""

import fcntl
import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any

from flask import current_app
from redis.exceptions import RedisError
from rq import Worker
from sqlalchemy import inspect, text

from app.accounts.personal import register
from app.config import Settings
from app.foundation import hosts, schema
from app.foundation.db import db
from app.foundation.release import VERSION
from app.foundation.restoring import KEPT_ASIDE
from app.operations import backing_up, belongings, container, rows
from app.operations.container import DATABASE, FILES, SECRETS, Manifest, Unpacking

JOURNAL = "restoring.json"
STAGED = ".restoring-"
MEANS = {
    "SECRET_KEY": "everybody signs in again and links in letters are void",
    "IDENTITY_SECRET": "nobody is known by a confirmed identity any more and confirms it again",
}
ENDED = (
    "a restore that was killed in its last step has been ended just now: what it was to bring is here. Look at it; to bring this file "
    "all the same, say --replace"
)
UNDECIDED = "PostgreSQL is still at the end of a restore that was killed: try again in a minute"
# How often, and how long in all, PostgreSQL is asked what became of a transaction whose process was killed.
ASKED_EVERY, ASKED_FOR = 0.2, 20
FLASK = str(Path(sys.executable).parent / "flask")


class NotRestored(Exception):
    """Nothing was changed; the text says why and what to do."""


@dataclass(frozen=True)
class Journal:
    """What is left to be done once all is ready: names that move from the staged folder into the instance folder, names there that
    the backup does not have, the file of the database (SQLite) or the transaction that takes its rows (PostgreSQL)."""

    folder: str
    names: list[str]
    gone: list[str] = field(default_factory=list)
    database: str = ""
    transaction: str = ""


@dataclass(frozen=True)
class Restored:
    """What was done, for the one who restores."""

    manifest: Manifest
    sentences: list[str] = field(default_factory=list)


def restore(path: Path, *, replace: bool = False, with_settings: bool = False) -> Restored:
    """Makes this installation that of the backup. Raises NotRestored or Damaged, and then nothing is changed."""
    ended = finish()
    with alone(), container.unpacking(path) as backup:
        if ended and not replace and not is_empty():
            raise NotRestored(ENDED)
        _require_fit(backup.manifest, replace)
        backup.verify()
        folder = belongings.instance() / f"{STAGED}{secrets.token_hex(6)}"
        try:
            staged = folder / "new"
            _stage(backup, staged)
            said = _make_ready(backup, staged, folder)
            _put_in_place(backup.manifest, staged, folder)
        except BaseException:
            if not (belongings.instance() / JOURNAL).exists():
                shutil.rmtree(folder, ignore_errors=True)
            raise
    said += _bring_secrets(path, with_settings)
    return Restored(backup.manifest, [sentence for sentence in said if sentence])


def finish() -> bool:
    """Ends a restore that was cut off after all was ready, forwards; or forgets one whose rows never came into PostgreSQL.

    Returns whether there was one. Quick where there was none. Raises NotRestored where PostgreSQL has not decided yet.
    """
    journal_path = belongings.instance() / JOURNAL
    if not journal_path.exists():
        return False
    journal = Journal(**json.loads(journal_path.read_text("utf-8")))
    if journal.transaction and not _is_committed(journal.transaction):
        journal_path.unlink()
        shutil.rmtree(belongings.instance() / journal.folder, ignore_errors=True)
        return True
    _move(journal)
    return True


def _is_committed(transaction: str) -> bool:
    """The process that restored is gone, but its last word may just have reached PostgreSQL."""
    until = time.monotonic() + ASKED_FOR
    while (became := rows.outcome_of(transaction)) == rows.UNDER_WAY:
        if time.monotonic() > until:
            raise NotRestored(UNDECIDED)
        time.sleep(ASKED_EVERY)
    return became == rows.COMMITTED


def sweep() -> None:
    """Throws away what restores left that were killed before anything was ready. Called where no restore can be under way."""
    if (belongings.instance() / JOURNAL).exists():
        return
    for folder in belongings.instance().glob(f"{STAGED}*"):
        shutil.rmtree(folder, ignore_errors=True)
    if db.engine.dialect.name == "sqlite":
        _beside(Path(str(db.engine.url.database)).absolute()).unlink(missing_ok=True)


def _beside(target: Path) -> Path:
    """Where the new database waits, if the present one lies outside of the instance folder: on the same disk."""
    return target.with_name(f".{target.name}.restored")


@contextmanager
def alone() -> Iterator[None]:
    """Nobody starts this copy meanwhile. Raises NotRestored where it runs."""
    stop = "stop this copy first: the web server, the worker and the scheduler"
    with (belongings.instance() / "up.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotRestored(f"this copy runs; {stop}") from None
        if _serves(belongings.settings()):
            raise NotRestored(f"a web server answers at the address of this copy; {stop}")
        if _works():
            raise NotRestored(f"a worker of this copy runs; {stop}")
        sweep()
        yield


def _serves(settings: Settings) -> bool:
    host = "127.0.0.1" if settings.HOST in {"0.0.0.0", "::"} else settings.HOST  # noqa: S104
    shown = f"[{host}]" if ":" in host else host
    try:
        with urllib.request.urlopen(f"http://{shown}:{settings.PORT}/healthz", timeout=2) as answer:
            return bool(answer.status == 200 and answer.read(16) == b"ok\n")
    except (OSError, HTTPException, ValueError):
        return False


def _works() -> bool:
    with suppress(RedisError, OSError):
        return bool(Worker.all(connection=current_app.extensions["veche.redis"]))
    return False


def _require_fit(manifest: Manifest, replace: bool) -> None:
    if not schema.knows(manifest.schema):
        raise NotRestored(
            f"the backup is of release {manifest.release} with the schema {manifest.schema}, which this release ({VERSION}) does not "
            "know: install that release first"
        )
    found = schema.standing()
    if found.state == schema.State.SILENT:
        raise NotRestored(found.sentence)
    if found.state == schema.State.EMPTY:
        return
    if not found.fits:
        raise NotRestored(found.sentence)
    if not replace and not is_empty():
        raise NotRestored(
            "this installation has people of its own: restore into an empty one, or say --replace to lose all that is here "
            "(make a backup of it first)"
        )


def is_empty() -> bool:
    """Whether nobody has an account here yet."""
    if not inspect(db.engine).has_table("accounts"):
        return True
    with db.engine.connect() as connection:
        return not connection.scalar(text("SELECT EXISTS (SELECT 1 FROM accounts)"))


def _stage(backup: Unpacking, staged: Path) -> None:
    needed = sum(size for _digest, size in backup.manifest.members.values())
    free = shutil.disk_usage(belongings.instance()).free
    if free < needed:
        raise NotRestored(f"the instance folder has {free >> 20} MB left, and the backup needs {needed >> 20} MB")
    staged.mkdir(parents=True, mode=0o700)
    backup.unpack(DATABASE, staged / "veche.sqlite3")
    if rows.revision_of(staged / "veche.sqlite3") != backup.manifest.schema:
        raise container.Damaged("its database is of another schema than it says")
    if faults := rows.faults_of(staged / "veche.sqlite3"):
        raise container.Damaged(f"its database is damaged: {faults[0]}")
    if rows.count(staged / "veche.sqlite3") != dict(backup.manifest.rows):
        raise container.Damaged("its database has not as many rows as it says")
    for name in backup.manifest.under(FILES):
        backup.unpack(name, staged / name.removeprefix(FILES))


def _make_ready(backup: Unpacking, staged: Path, folder: Path) -> list[str]:
    """In a process whose installation is the staged one: brings it up to this release, re-applies what was decided since, looks
    through the logs and builds the search. What goes wrong there has changed nothing here."""
    _keep_register(staged)
    kept = folder / "kept.json"
    kept.touch(mode=0o600)
    kept.write_text(json.dumps(kept_aside(), ensure_ascii=False), "utf-8")
    index = "--index" if belongings.settings().search_engine == "whoosh" else "--no-index"
    said = run_in(staged, keys_of(backup), "restore-staged", str(kept), index)
    # What that process wrote is in the file itself and not in a log beside it, which is not brought along.
    with closing(sqlite3.connect(staged / "veche.sqlite3")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return [str(sentence) for sentence in json.loads(said)]


def _keep_register(staged: Path) -> None:
    """Who was erased is known by a file, too: it is there where the database is not, and may have been put there by hand."""
    present, new = belongings.instance() / register.FILE, staged / register.FILE
    if present.exists():
        lines = [
            *(new.read_text("utf-8").splitlines() if new.exists() else ()),
            *present.read_text("utf-8").splitlines(),
        ]
        new.touch(mode=0o600)
        new.write_text("".join(f"{line}\n" for line in dict.fromkeys(lines)), "utf-8")


def kept_aside() -> dict[str, Any]:
    """What the rooms of the present installation hand over to the restored one."""
    if not schema.standing().fits:
        return {}
    kept = {name: value for given in KEPT_ASIDE.fill(None) for name, value in given.items()}
    db.session.rollback()
    return kept


def keys_of(backup: Unpacking) -> dict[str, str]:
    """The secrets of the restored installation: those of the backup where it brought them, but for what the environment sets."""
    found = {}
    for name, present in backing_up.keys().items():
        is_brought = backup.manifest.has(SECRETS + name) and name.upper() not in os.environ
        found[name.upper()] = backup.text(SECRETS + name).strip() if is_brought else present
    return found


def run_in(instance: Path, keys: dict[str, str], *words: str) -> str:
    """Runs a command of another installation folder with SQLite, and returns what it prints. Raises NotRestored with its words."""
    over = {"VECHE_INSTANCE": str(instance), "DATABASE_URL": "", "SEARCH_ENGINE": "", **keys}
    address = {"PUBLIC_URL": belongings.settings().PUBLIC_URL, "LOG_LEVEL": "ERROR"}
    done = subprocess.run(
        [FLASK, *words], env={**os.environ, **over, **address}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotRestored(f"the backup could not be made ready: {done.stderr.strip()[-2000:]}")
    return done.stdout


def _put_in_place(manifest: Manifest, staged: Path, folder: Path) -> None:
    instance = belongings.instance()
    into_postgresql = db.engine.dialect.name != "sqlite"
    found = (path for path in staged.iterdir() if not belongings.is_left(path.name))
    names = sorted(path.name for path in found if not belongings.is_database(path))
    gone = sorted(set(belongings.names()) - set(names))
    if into_postgresql:
        if not schema.standing().fits:
            rows.migrate(db.engine)
        journal = Journal(folder.name, names, gone)
        rows.put_back(
            staged / "veche.sqlite3",
            dict(manifest.counters),
            lambda number: _write(Journal(**{**asdict(journal), "transaction": number})),
        )
    else:
        db.session.remove()
        db.engine.dispose()
        target = Path(str(db.engine.url.database)).absolute()
        if target.parent != instance:
            shutil.copyfile(staged / "veche.sqlite3", _beside(target))
        _write(Journal(folder.name, [*names, "index", "index-of-staff"], gone, str(target)))
    finish()


def _write(journal: Journal) -> None:
    path = belongings.instance() / JOURNAL
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        json.dump(asdict(journal), file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    container.keep_names(path.parent)


def _move(journal: Journal) -> None:
    """Each name by two renames, which may be done again from wherever they were cut off."""
    instance = belongings.instance()
    folder = instance / journal.folder
    old = folder / "old"
    old.mkdir(parents=True, exist_ok=True)
    if journal.database:
        _move_database(folder, old, Path(journal.database))
    for name in journal.names:
        _replace(folder / "new" / name, instance / name, old / name)
    for name in journal.gone:
        if (instance / name).exists():
            (instance / name).rename(old / name)
    container.keep_names(instance)
    (instance / JOURNAL).unlink()
    shutil.rmtree(folder, ignore_errors=True)


def _move_database(folder: Path, old: Path, target: Path) -> None:
    beside = _beside(target)
    new = beside if beside.exists() else folder / "new" / "veche.sqlite3"
    if not new.exists():
        return
    # The log of the old file goes with it: read into the new one it would break it.
    for tail in ("", "-wal", "-shm"):
        path = target.with_name(target.name + tail)
        if path.exists():
            path.unlink()
    new.replace(target)
    container.keep_names(target.parent)


def _replace(new: Path, target: Path, old: Path) -> None:
    if not new.exists():
        return
    if target.exists():
        target.rename(old)
    new.rename(target)


def _bring_secrets(path: Path, with_settings: bool) -> list[str]:
    """The key and the settings of the backup, where it has them; else says what the present ones mean."""
    instance, said = belongings.instance(), []
    with container.unpacking(path) as backup:
        manifest = backup.manifest
        for name, secret in keys_of(backup).items():
            if manifest.has(SECRETS + name.lower()) and name not in os.environ:
                backup.unpack(SECRETS + name.lower(), instance / f".{name.lower()}")
                (instance / f".{name.lower()}").replace(instance / name.lower())
            elif manifest.keys.get(name.lower()) != backing_up.mark_of(secret):
                said.append(f"{name} is another than that of the backup: {MEANS[name]}. Set the old one to avoid that.")
        if manifest.has(f"{SECRETS}demo-sign-ins.json"):
            backup.unpack(f"{SECRETS}demo-sign-ins.json", instance / "demo-sign-ins.json")
        has_settings = (instance / "config.py").exists()
        if manifest.has(f"{SECRETS}config.py") and (with_settings or not has_settings):
            backup.unpack(f"{SECRETS}config.py", instance / ".config.py")
            (instance / ".config.py").replace(instance / "config.py")
            said.append("The settings are those of the backup.")
        elif not has_settings:
            said.append(_settings_told(json.loads(backup.text(container.SETTINGS))))
        if manifest.address != hosts.read():
            said.append(f"The address of the backup was {manifest.address}; this copy has {hosts.read()}.")
    return said


def _settings_told(told: dict[str, Any]) -> str:
    present = json.loads(json.dumps(backing_up.plain_settings()))
    names = ", ".join(sorted(name for name, value in told.items() if present.get(name) != value))
    return (
        f"Settings to be set here again (their values are in {container.SETTINGS} of the backup): {names}."
        if names
        else ""
    )
