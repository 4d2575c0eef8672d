"""All data out, and in again: elsewhere, on another database, in the place of what stands; and nothing by halves."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Account
from app.accounts.personal import erasing, register
from app.accounts.personal.models import Erasure
from app.accounts.slots import LeftTexts
from app.audit import chain
from app.config import load
from app.factory import create_app
from app.foundation import clock as house_clock
from app.foundation import schema
from app.foundation.db import db
from app.foundation.restoring import KEPT_ASIDE
from app.foundation.unit_of_work import step
from app.operations import backing_up, belongings, container, restoring, rows
from app.operations.container import Damaged
from app.operations.restoring import JOURNAL, Journal, NotRestored
from campaigns.rounds.ballots.models import Ballot
from search.domain import upkeep
from tests.factories.finished import make_held
from tests.factories.people import make_account
from tests.factories.personal import make_whole_person, remaining
from tests.support.clocks import MovingClock
from tests.support.servers import free_port

ROOT = Path(__file__).parents[2]
# What a restore itself writes down.
BY_RESTORE = {"audit_chains", "audit_entries", "audit_openings"}


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as this application reads it."""
    with db.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in db.metadata.sorted_tables
        }


def files(instance: Path) -> dict[str, bytes]:
    """What people brought and what was made for them."""
    folders = ("uploads", "ledgers", "digests", "opendata")
    found = (path for name in folders for path in (instance / name).rglob("*"))
    return {
        str(path.relative_to(instance)): path.read_bytes() for path in found if path.is_file() and path.name != "lock"
    }


@pytest.fixture
def here(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The instance folder of the tests, at a port where nobody listens."""
    settings = replace(app.extensions["veche.settings"], PORT=free_port())
    monkeypatch.setitem(app.extensions, "veche.settings", settings)
    return settings.VECHE_INSTANCE


@pytest.fixture
def held(app: Flask, made_once: Callable[..., Any]) -> None:
    """A small project whose vote was held, with files."""
    made_once(make_held)


def elsewhere(folder: Path, **over: Any) -> Flask:
    """An empty copy in another folder, with SQLite."""
    settings = {"SECRET_KEY": "another secret", "PORT": free_port(), "DEFAULT_LANGUAGE": "en", "LOG_LEVEL": "CRITICAL"}
    return create_app(
        load({}, **{"VECHE_INSTANCE": folder, "REDIS_URL": f"unix://{folder}/no.sock", **settings, **over})
    )


def whole(words: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {name: rows for name, rows in words.items() if name not in BY_RESTORE}


@pytest.mark.slow
def test_a_backup_makes_the_same_installation_elsewhere(app: Flask, held: None, here: Path, tmp_path: Path) -> None:
    told = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "b.zip"), "--json"])
    before, brought = everything(), files(here)
    tallied = app.test_cli_runner().invoke(args=["rounds", "tally", "held", "--json"]).stdout
    other = elsewhere(tmp_path / "other")

    with other.app_context():
        done = other.test_cli_runner().invoke(args=["restore", str(tmp_path / "b.zip"), "--json"])

    assert (told.exit_code, done.exit_code, done.stderr.count("SECRET_KEY is another")) == (0, 0, 1), done.stderr
    assert json.loads(told.stdout)["rows"] == sum(len(found) for found in before.values())
    with other.app_context():
        assert whole(everything()) == whole(before)
        assert files(tmp_path / "other") == brought
        again = other.test_cli_runner()
        assert again.invoke(args=["rounds", "tally", "held", "--json"]).stdout == tallied
        assert again.invoke(args=["audit", "verify"]).exit_code == 0
        assert json.loads(again.invoke(args=["search", "status", "--json"]).stdout)["shelves"]["public"]["missing"] == 0
        db.session.remove()
        db.engine.dispose()
    assert [path.name for path in (tmp_path / "other").glob(".*")] == []
    assert {name.partition("/")[0] for name in brought} >= {"ledgers", "uploads"}


@pytest.mark.slow
def test_a_backup_takes_the_place_of_what_stands_only_where_that_was_said(
    app: Flask, held: None, here: Path, tmp_path: Path
) -> None:
    backing_up.back_up(tmp_path / "b.zip", with_secrets=True)
    before, brought = everything(), files(here)
    later = make_account("later@example.org").id
    (here / "uploads" / "aa").mkdir(parents=True, exist_ok=True)
    (here / "uploads" / "aa" / "later").write_bytes(b"later")
    db.session.remove()

    refused = app.test_cli_runner().invoke(args=["restore", str(tmp_path / "b.zip")])
    kept = (db.session.scalar(select(func.count(Account.id)).where(Account.id == later)), files(here) != brought)
    db.session.remove()
    done = app.test_cli_runner().invoke(args=["restore", str(tmp_path / "b.zip"), "--replace"])

    assert (refused.exit_code, "this installation has people of its own" in refused.stderr, kept) == (
        1,
        True,
        (1, True),
    )
    assert (done.exit_code, done.stderr, done.exception) == (0, "", None)
    assert whole(everything()) == whole(before)
    assert files(here) == brought
    make_account("new@example.org")
    with pytest.raises(DBAPIError), step():
        db.session.execute(text("DELETE FROM audit_entries"))
    upkeep.rebuild()


def test_secrets_stay_at_home_unless_asked_for(app: Flask, here: Path, tmp_path: Path) -> None:
    (here / "config.py").write_text('SMTP_URL = "smtp://user:verysecret@host"\n')
    try:
        backing_up.back_up(tmp_path / "plain.zip")
        backing_up.back_up(tmp_path / "secret.zip", with_secrets=True)
    finally:
        (here / "config.py").unlink()

    def inside(name: str) -> tuple[set[str], bytes]:
        with zipfile.ZipFile(tmp_path / name) as file:
            return {one for one in file.namelist() if one.startswith("secrets/")}, b"".join(
                map(file.read, file.namelist())
            )

    assert inside("plain.zip")[0] == set()
    assert inside("secret.zip")[0] == {"secrets/config.py", "secrets/secret_key", "secrets/identity_secret"}
    assert [b"verysecret" in inside(name)[1] for name in ("plain.zip", "secret.zip")] == [False, True]
    assert [b"a secret of the tests" in inside(name)[1] for name in ("plain.zip", "secret.zip")] == [False, True]
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("plain.zip", "secret.zip")] == [0o600, 0o600]


def test_a_backup_is_not_written_over(app: Flask, here: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    first = app.test_cli_runner().invoke(args=["backup", str(path)])
    kept = path.read_bytes()
    second = app.test_cli_runner().invoke(args=["backup", str(path)])
    nowhere = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "no" / "b.zip")])

    assert (first.exit_code, second.exit_code, path.read_bytes() == kept) == (0, 1, True)
    assert "is there already" in second.stderr
    assert (nowhere.exit_code, "there is no folder" in nowhere.stderr) == (1, True)
    assert app.test_cli_runner().invoke(args=["backup", str(path), "--overwrite"]).exit_code == 0


@pytest.fixture
def packed(app: Flask, here: Path, tmp_path: Path) -> Path:
    """The backup of an installation with one person, to be spoilt."""
    make_account("one@example.org")
    backing_up.back_up(tmp_path / "b.zip")
    return tmp_path / "b.zip"


def spoilt(path: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The same zip with other members."""
    with zipfile.ZipFile(path) as file:
        members = {name: file.read(name) for name in file.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def told(members: dict[str, bytes], **over: Any) -> None:
    members["manifest.json"] = json.dumps({**json.loads(members["manifest.json"]), **over}).encode()


SPOILT: dict[str, Callable[[dict[str, bytes]], object]] = {
    "cut off": lambda members: members.update({"database.sqlite3": members["database.sqlite3"][:-4096]}),
    "one letter": lambda members: members.update(
        {"settings.json": members["settings.json"].replace(b"Veche", b"Vechf")}
    ),
    "more": lambda members: members.update({"files/uploads/x": b"x"}),
    "less": lambda members: members.pop("settings.json"),
    "no manifest": lambda members: members.pop("manifest.json"),
    "no json": lambda members: members.update({"manifest.json": b"{"}),
    "a list": lambda members: members.update({"manifest.json": b"[]"}),
    "another kind": lambda members: told(members, kind="a campaign of Veche"),
    "another format": lambda members: told(members, format=2),
    "another schema": lambda members: told(members, schema="0001"),
    "fewer rows": lambda members: told(members, rows={}),
    "a newer release": lambda members: told(members, schema="9999"),
}


@pytest.mark.any_database
@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_backup_changes_nothing(app: Flask, here: Path, packed: Path, how: str) -> None:
    make_account("two@example.org")
    before = everything()
    spoilt(packed, SPOILT[how])

    done = app.test_cli_runner().invoke(args=["restore", str(packed), "--replace"])

    assert (done.exit_code, done.stderr.startswith("Error: nothing was changed: ")) == (1, True), done.stderr
    assert everything() == before
    assert list(here.glob(".restoring-*")) == []


@pytest.mark.any_database
@pytest.mark.parametrize("name", ["files/../../evil", "/etc/evil", "files/..", "evil", "files\\..\\evil"])
def test_no_member_leads_out_of_the_folder(app: Flask, here: Path, packed: Path, name: str) -> None:
    def add(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
        members[name] = b"x"
        members["manifest.json"] = json.dumps(
            {**manifest, "members": {**manifest["members"], name: [digest, 1]}}
        ).encode()

    with pytest.raises(Damaged):
        restoring.restore(spoilt(packed, add), replace=True)

    assert [path.name for path in here.parent.glob("evil*")] == []


@pytest.mark.any_database
def test_what_is_no_zip_is_no_backup(app: Flask, here: Path, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(os.urandom(5000))

    with pytest.raises(Damaged):
        restoring.restore(tmp_path / "b.zip", replace=True)


@pytest.mark.any_database
def test_a_check_alone_tells_what_is_in_it(app: Flask, packed: Path) -> None:
    done = app.test_cli_runner().invoke(args=["restore", str(packed), "--check", "--json"])

    found = json.loads(done.stdout)
    assert (found["rows"] > 0, found["schema"], found["with_secrets"]) == (True, schema.standing().wanted, False)


@pytest.mark.any_database
def test_the_database_of_a_backup_is_a_file_that_any_sqlite_opens(packed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed) as file:
        file.extract("database.sqlite3", tmp_path)

    with closing(sqlite3.connect(tmp_path / "database.sqlite3")) as connection:
        assert connection.execute("SELECT email FROM accounts").fetchall() == [("one@example.org",)]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_what_was_decided_since_is_kept_aside_and_handed_over(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    fillers = {
        **app.extensions["veche.fillers"],
        KEPT_ASIDE: (lambda _asked: {"erased": [5]}, lambda _asked: {"other": 1}),
    }
    monkeypatch.setitem(app.extensions, "veche.fillers", fillers)

    assert restoring.kept_aside() == {"erased": [5], "other": 1}


@pytest.mark.any_database
def test_two_restores_do_not_meet(app: Flask, here: Path, packed: Path) -> None:
    with restoring.alone(), pytest.raises(NotRestored, match="this copy runs"):
        restoring.restore(packed, replace=True)


@pytest.mark.slow
def test_who_has_left_since_the_backup_has_left_after_the_restore(
    app: Flask, here: Path, tmp_path: Path, run_jobs: Callable[[], None], clock: MovingClock
) -> None:
    """Of every place that docs/personal-data.md names the same is left as if nothing had been restored."""
    # A log with something planted in it is not whole, and is not restored.
    leaves = make_whole_person(frozenset({"audit_openings"})).id
    stays = make_account("stays@example.org").id
    backing_up.back_up(tmp_path / "b.zip")
    leave(leaves, LeftTexts.STUBS)
    run_jobs()
    left, brought, known = remaining(), files(here), register.path().read_text("utf-8")
    db.session.remove()

    said = restoring.restore(tmp_path / "b.zip", replace=True).sentences
    at_once = {account.id: account.email for account in db.session.scalars(select(Account))}
    # The restore itself goes by the clock on the wall.
    clock.move_to(max(clock.now(), datetime.now(UTC)))  # noqa: TID251
    run_jobs()

    assert said == ["people who have left since the backup was made were erased again: 1"]
    assert (at_once[leaves], at_once[stays]) == ("", "stays@example.org")
    assert (sorted(remaining() - left), files(here)) == ([], brought)
    assert (register.path().read_text("utf-8"), len(db.session.scalars(select(Erasure)).all())) == (known, 1)
    assert [fault for one in chain.all_chains() for fault in chain.faults(one)] == []


@pytest.mark.slow
def test_votes_are_whole_after_a_restore_though_a_voter_has_left_since(
    app: Flask, held: None, here: Path, tmp_path: Path, run_jobs: Callable[[], None]
) -> None:
    backing_up.back_up(tmp_path / "b.zip")
    voter = db.session.scalars(
        select(Ballot.account_id).where(Ballot.account_id.is_not(None)).order_by(Ballot.id)
    ).first()
    assert voter is not None
    told = app.test_cli_runner()
    tallied, ballots = told.invoke(args=["rounds", "tally", "held", "--json"]).stdout, ballots_cast()
    leave(voter, LeftTexts.NAMELESS)
    db.session.remove()

    restoring.restore(tmp_path / "b.zip", replace=True)
    run_jobs()

    assert db.session.get_one(Account, voter).email == ""
    assert (told.invoke(args=["rounds", "tally", "held", "--json"]).stdout, ballots_cast()) == (tallied, ballots)
    for ledger in here.glob("ledgers/**/*.zip"):
        said = json.loads(told.invoke(args=["rounds", "verify", str(ledger), "--json"]).stdout)
        assert said["problems"] == []
    assert told.invoke(args=["audit", "verify"]).exit_code == 0


def leave(account_id: int, texts: LeftTexts) -> None:
    with step():
        erasing.ask(db.session.get_one(Account, account_id), texts, house_clock.now())
    erasing.erase(account_id, house_clock.now())


def ballots_cast() -> list[tuple[int, Any]]:
    return [(row.id, row.marks) for row in db.session.scalars(select(Ballot).order_by(Ballot.id))]


def test_the_file_of_the_database_is_no_file_of_a_backup_whatever_its_name(
    app: Flask, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = elsewhere(tmp_path / "other", DATABASE_URL=f"sqlite:///{tmp_path}/other/ours.db")
    with other.app_context():
        rows.migrate(db.engine)
        backing_up.back_up(tmp_path / "b.zip")
        lie = {name: belongings.is_left(name) for name in ("ours.db", "ours.db-wal", "ours.dbs", "uploads")}
        db.session.remove()
        db.engine.dispose()

    with zipfile.ZipFile(tmp_path / "b.zip") as file:
        assert [name for name in file.namelist() if "ours.db" in name] == []
    assert lie == {"ours.db": True, "ours.db-wal": True, "ours.dbs": False, "uploads": False}


# Where a kill may have cut the moving off: what stands new, in its place and old at that moment.
CUTS = {
    "nothing moved": ({"ledgers", "uploads"}, {"ledgers": "old", "digests": "old"}, {}),
    "the old one taken away": ({"ledgers", "uploads"}, {"digests": "old"}, {"ledgers": "old"}),
    "one in its place": ({"uploads"}, {"ledgers": "new", "digests": "old"}, {"ledgers": "old"}),
    "what has no new one taken away": ({"uploads"}, {"ledgers": "new"}, {"ledgers": "old", "digests": "old"}),
    "all but the journal": (set(), {"ledgers": "new", "uploads": "new"}, {"ledgers": "old", "digests": "old"}),
}


@pytest.mark.any_database
@pytest.mark.parametrize("cut", CUTS)
def test_a_restore_that_was_killed_at_its_last_step_goes_on_from_there(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cut: str
) -> None:
    new, placed, old = CUTS[cut]
    folder = tmp_path / ".restoring-x"
    for name in new:
        _put(folder / "new" / name, "new")
    for name, what in placed.items():
        _put(tmp_path / name, what)
    for name, what in old.items():
        _put(folder / "old" / name, what)
    journal = Journal(folder.name, ["ledgers", "uploads"], ["digests"])
    (tmp_path / JOURNAL).write_text(json.dumps(vars(journal)))
    settings = replace(app.extensions["veche.settings"], VECHE_INSTANCE=tmp_path)
    monkeypatch.setitem(app.extensions, "veche.settings", settings)

    assert restoring.finish() is True
    assert {path.parent.name: path.read_text() for path in tmp_path.glob("*/file")} == {
        "ledgers": "new",
        "uploads": "new",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ledgers", "uploads"]
    assert restoring.finish() is False


def _put(folder: Path, what: str) -> None:
    folder.mkdir(parents=True)
    (folder / "file").write_text(what)


@pytest.mark.any_database
def test_what_was_killed_before_all_was_ready_leaves_what_stands(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _put(tmp_path / "uploads", "old")
    _put(tmp_path / ".restoring-x" / "new" / "uploads", "new")
    settings = replace(app.extensions["veche.settings"], VECHE_INSTANCE=tmp_path)
    monkeypatch.setitem(app.extensions, "veche.settings", settings)

    restoring.finish()
    restoring.sweep()

    assert [(path.parent.name, path.read_text()) for path in tmp_path.rglob("file")] == [("uploads", "old")]


AGAIN, ENDED = "", restoring.ENDED
# The last thing a process does before the kill, by what had come so far; and what the next restore then does, on SQLite and on PostgreSQL.
MOMENTS = {
    "the new database waits": ("restoring._write = die", AGAIN, AGAIN),
    "all is written down": ("kept = restoring._write; restoring._write = lambda it: (kept(it), die())", ENDED, AGAIN),
    "the rows are in PostgreSQL": ("restoring._move = die", ENDED, ENDED),
}
# A program that is killed at that moment: nothing of it has the time to tidy up.
DYING = """
import os, signal, sys
from app.operations import restoring
def die(*_what, **_how):
    os.kill(os.getpid(), signal.SIGKILL)
{moment}
from flask.cli import main
sys.argv = ["flask", *sys.argv[1:]]
main()
"""


@pytest.fixture
def empty_place(app: Flask, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """An instance folder with nothing in it, and the address of a database without tables; a file lies elsewhere."""
    folder = tmp_path / "place"
    folder.mkdir()
    if db.engine.dialect.name == "sqlite":
        (tmp_path / "data").mkdir()
        yield folder, f"sqlite:///{tmp_path}/data/ours.db"
        return
    url = app.extensions["veche.settings"].DATABASE_URL
    server, name = url.rpartition("/")[0], "veche_place"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
        yield folder, f"{server}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def in_place(place: tuple[Path, str], program: list[str], *words: str) -> subprocess.CompletedProcess[str]:
    """A program of its own, in the process group of its own, whose installation is that place."""
    folder, url = place
    over = {"VECHE_INSTANCE": str(folder), "DATABASE_URL": url, "REDIS_URL": f"unix://{folder}/no.sock"}
    more = {"SECRET_KEY": "a secret", "IDENTITY_SECRET": "another", "PORT": str(free_port()), "LOG_LEVEL": "ERROR"}
    env = {**os.environ, **over, **more, "FLASK_APP": str(ROOT / "wsgi.py")}
    return subprocess.run([*program, *words], env=env, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_restore_that_is_killed_leaves_an_empty_place_or_is_ended(
    app: Flask, here: Path, empty_place: tuple[Path, str], tmp_path: Path, moment: str
) -> None:
    patch, *outcomes = MOMENTS[moment]
    said = outcomes[db.engine.dialect.name == "postgresql"]
    make_account("one@example.org")
    _put(here / "uploads" / "ab", "one")
    try:
        backing_up.back_up(tmp_path / "b.zip")
    finally:
        shutil.rmtree(here / "uploads" / "ab")
    before, folder = everything(), empty_place[0]
    db.session.remove()

    killed = in_place(
        empty_place, [sys.executable, "-c", DYING.format(moment=patch)], "restore", str(tmp_path / "b.zip")
    )
    again = in_place(empty_place, [restoring.FLASK], "restore", str(tmp_path / "b.zip"))

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert (again.returncode, said in again.stderr) == (1 if said else 0, True), again.stderr
    with _app_of(empty_place).app_context():
        assert whole(everything()) == whole(before)
        db.session.remove()
        db.engine.dispose()
    assert (folder / "uploads" / "ab" / "file").read_text() == "one"
    assert [path.name for path in (*folder.glob(".*"), *tmp_path.glob("data/.*"), *folder.glob(JOURNAL))] == []


def _app_of(place: tuple[Path, str]) -> Flask:
    return elsewhere(place[0], DATABASE_URL=place[1])


def test_a_database_that_was_in_use_under_another_name_goes_into_no_backup_and_comes_out_of_none(
    app: Flask, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy that has moved to another database has the old one lying there: it knows people who were erased since."""
    make_account("one@example.org")
    with closing(sqlite3.connect(here / "before.db")) as connection:
        connection.execute("CREATE TABLE accounts (email)")
        connection.commit()
    (here / "before.db-wal").write_bytes(b"a log")
    (here / "notes.db").write_bytes(b"no database")
    try:
        backing_up.back_up(tmp_path / "now.zip")
        # As backups were made before that was seen.
        monkeypatch.setattr(belongings, "is_database", lambda _path: False)
        backing_up.back_up(tmp_path / "then.zip")
        monkeypatch.undo()
    finally:
        for name in ("before.db", "before.db-wal", "notes.db"):
            (here / name).unlink()

    found = []
    for name in ("now", "then"):
        folder = tmp_path / name
        with elsewhere(folder, DATABASE_URL=f"sqlite:///{folder}/ours.db").app_context():
            restoring.restore(tmp_path / f"{name}.zip")
            db.session.remove()
            db.engine.dispose()
        found.append(sorted(path.name for path in folder.glob("*.db*") if not path.name.startswith("ours.db")))

    with zipfile.ZipFile(tmp_path / "now.zip") as now, zipfile.ZipFile(tmp_path / "then.zip") as then:
        held = [[name for name in file.namelist() if name.endswith((".db", "-wal"))] for file in (now, then)]
    assert held == [["files/notes.db"], ["files/before.db", "files/before.db-wal", "files/notes.db"]]
    assert found == [["notes.db"], ["notes.db"]]


def test_backups_hold_files_that_come_and_go_meanwhile(app: Flask, here: Path, tmp_path: Path) -> None:
    (here / "uploads" / "ab").mkdir(parents=True, exist_ok=True)
    (here / "uploads" / "ab" / "one").write_bytes(b"one")
    (here / "uploads" / "new-half").write_bytes(b"half")
    try:
        backing_up.back_up(tmp_path / "b.zip")
    finally:
        shutil.rmtree(here / "uploads" / "ab")
        (here / "uploads" / "new-half").unlink()

    with container.unpacking(tmp_path / "b.zip") as read:
        assert read.manifest.under("files/uploads/") == ["files/uploads/ab/one"]
        read.verify()
