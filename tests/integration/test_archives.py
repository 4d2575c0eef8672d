"""A finished project written down as an archive, and taken in by an installation that has nothing."""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

import pytest
from click.testing import Result as Done
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.archives import taking
from app.digests.models import Snapshot, SnapshotKind
from app.foundation import canonical, clock
from app.foundation.db import Base, db
from app.foundation.outbox import Errand
from app.foundation.unit_of_work import step
from app.territories.models import Territory
from campaigns.plan.models import Campaign
from tests.factories.finished import SECRETS, SLUG, given, make_finished, make_held
from tests.factories.people import give_role, make_account, make_territory
from tests.factories.votes import make_vote
from tests.support.kept import Shelf
from tests.support.people import Visitor

LINK = re.compile(r'(?:href|src)="(/[^"]*)"')
# Forms of the moment, and what is the same for everyone.
NOT_FOLLOWED = re.compile(r"^/(static|account|display|style|dev|search|contributions|pages)|/new|\?")


def run(app: Flask, *words: str) -> Done:
    db.session.remove()
    return app.test_cli_runner().invoke(args=list(words))


def printed(done: Done) -> Any:
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def pages(client: FlaskClient) -> dict[str, bytes]:
    """Every page and file that a guest comes to from the page of the project."""
    found: dict[str, bytes] = {}
    waiting = [f"/campaigns/{SLUG}/", "/digests/", "/answers/", "/implementation/"]
    while waiting:
        address = waiting.pop()
        if address in found or NOT_FOLLOWED.search(address):
            continue
        with client.get(address) as response:
            found[address] = b"%d " % response.status_code + response.get_data()
            if response.mimetype == "text/html":
                waiting += [urldefrag(link).url for link in LINK.findall(response.get_data(as_text=True))]
    return found


def told(app: Flask, client: FlaskClient, instance: Path) -> dict[str, Any]:
    """All that is to be the same in both installations."""
    rounds = [printed(run(app, "rounds", "tally", SLUG, "--round", number, "--json")) for number in ("1", "2")]
    (packed,) = (instance / "ledgers").rglob("*.zip")
    verified = printed(run(app, "rounds", "verify", str(packed), "--json"))
    return {"rounds": rounds, "verified": verified, "pages": pages(client)}


def make_files_of_the_report_alone() -> None:
    """The files of one digest are as dear as all else: those of the others are left out."""
    report = select(Snapshot.id).where(Snapshot.kind == SnapshotKind.FINAL)
    final = db.session.scalars(report).one()
    errands = db.session.scalars(select(Errand).where(Errand.job == "digests.make_files")).all()
    others = [one.id for one in errands if one.ids != {"snapshot_id": final}]
    with step():
        db.session.execute(delete(Errand).where(Errand.id.in_(others)))


def empty(app: Flask, shelf: Shelf, instance: Path) -> None:
    """An installation that has nothing."""
    shelf.clear(app)
    for folder in ("ledgers", "digests"):
        shutil.rmtree(instance / folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _no_files(instance: Path) -> Iterator[None]:
    # The instance folder is one for the whole run, the database is not.
    for folder in ("ledgers", "digests"):
        shutil.rmtree(instance / folder, ignore_errors=True)
    yield
    for folder in ("ledgers", "digests"):
        shutil.rmtree(instance / folder, ignore_errors=True)


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture
def held(
    app: Flask, made_once: Callable[[Callable[[], Any]], Any], shelf: Shelf, instance: Path, tmp_path: Path
) -> Path:
    """The archive of a small project, in an installation that has nothing."""
    path = tmp_path / "held.zip"
    path.write_bytes(made_once(make_held))
    empty(app, shelf, instance)
    return path


def counts() -> dict[str, int | None]:
    """How many rows each table has."""
    db.session.rollback()
    return {t.name: db.session.scalar(select(func.count()).select_from(t)) for t in Base.metadata.sorted_tables}


def rewrite(path: Path, **changed: Callable[[bytes], bytes | None]) -> None:
    """Other members in the archive, with checksums that fit them; by the name of their table."""
    with zipfile.ZipFile(path) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    manifest = json.loads(members["manifest.json"])
    for table, change in changed.items():
        name = f"tables/{table}.jsonl"
        body = members[name] = change(members[name]) or b""
        manifest["members"][name] |= {"sha256": sha256(body).hexdigest(), "size": len(body), "rows": body.count(b"\n")}
    members["manifest.json"] = canonical.spell(manifest)
    repack(path, members)


def repack(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in members.items():
            packed.writestr(name, body)


def edit(path: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    """Other members, whatever the manifest says of them."""
    with zipfile.ZipFile(path) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    change(members)
    repack(path, members)


def members_but_log(archive: bytes) -> dict[str, bytes]:
    """All members but the log, which says that the project came in, and the manifest with its checksum."""
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        names = set(packed.namelist()) - {"manifest.json", "tables/audit_entries.jsonl"}
        return {name: packed.read(name) for name in names}


def with_manifest(**changed: Any) -> Callable[[Path], None]:
    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = canonical.spell({**json.loads(members["manifest.json"]), **changed})

    return lambda path: edit(path, change)


def with_lines(table: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    return lambda path: rewrite(path, **{table: lambda body: body.replace(old, new, 1)})


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "no zip": (lambda path: path.write_bytes(b"PK"), "this is no zip"),
    "cut off": (lambda path: path.write_bytes(path.read_bytes()[:-2_000]), "this is no zip"),
    "no manifest": (lambda path: edit(path, lambda members: members.pop("manifest.json")), "it has no manifest.json"),
    "a table is gone": (
        lambda path: edit(path, lambda members: members.pop("tables/ideas.jsonl")),
        "tables/ideas.jsonl is missing",
    ),
    "other words": (
        lambda path: edit(path, lambda members: members.update({"tables/comments.jsonl": b"?" * 10})),
        "is not as long as the manifest says",
    ),
    "something more": (
        lambda path: edit(path, lambda members: members.update({"../../etc/cron.d/x": b"*"})),
        "is in it, but not in its manifest.json",
    ),
    "another format": (with_manifest(format=2), "this release reads format 1"),
    "another schema": (with_manifest(schema="0001"), "Bring both installations to the same release"),
    "no archive": (with_manifest(kind="holiday pictures"), "it is no archive of a campaign"),
    "another project": (with_manifest(slug="other"), "the one campaign of which its manifest speaks"),
    "another log": (with_manifest(log={"entries": 1, "head": "0"}), "its log does not end as its manifest says"),
    "a changed log": (with_lines("audit_entries", b"something.else", b"nothing.at.all"), "was changed"),
    "a path": (
        with_manifest(members={"../x": {"rows": 0, "sha256": "0" * 64, "size": 1}}),
        "is missing",
    ),
    "no instant": (with_lines("ideas", b'"ring":', b'"ring":"x","thing":'), "not the columns of the table"),
    "no number": (with_lines("ideas", b'"supports":1', b'"supports":"1"'), "supports is no whole number"),
    "no state": (with_lines("contributions", b'"published"', b'"gone"'), "state is not what such a column holds"),
    "a broken rule": (with_lines("ideas", b'"supports":1', b'"supports":-1'), "CHECK constraint failed"),
    "nobody's text": (with_lines("comments", b'"thread_id":', b'"thread_id":99'), "FOREIGN KEY constraint failed"),
    "a row more": (lambda path: rewrite(path, ideas=lambda body: body + body.splitlines(True)[0]), "UNIQUE constraint"),
    "no statement": (with_lines("contributions", b'"statement_id":1', b'"statement_id":null'), "CHECK constraint"),
    "a bomb": (lambda path: rewrite(path, comments=lambda body: b" " * (24 << 20)), "larger than any archive"),
    "no PDF": (
        with_lines("uploads", b"application/pdf", b"image/png"),
        "is not image/png",
    ),
}


@pytest.mark.any_database
def test_what_is_no_whole_archive_is_refused_and_changes_nothing(app: Flask, held: Path) -> None:
    before, whole, said = counts(), held.read_bytes(), {}

    for name, (damage, _sentence) in REFUSED.items():
        held.write_bytes(whole)
        damage(held)
        done = run(app, "campaigns", "import", str(held), "--format", "archive")
        said[name] = (done.exit_code, done.output)

    assert {name: code for name, (code, _words) in said.items()} == dict.fromkeys(REFUSED, 1)
    assert {name: words for name, (_code, words) in said.items() if REFUSED[name][1] not in words} == {}
    assert counts() == before


def test_cut_off_anywhere_it_is_seen_by_nobody_and_goes_on_where_it_stopped(
    app: Flask,
    held: Path,
    visit: Callable[..., Visitor],
    run_jobs: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chief = give_role(make_account("chief@example.org", id=9_000), Role.ADMINISTRATOR)
    give_role(chief, Role.MODERATOR)
    steps, left = taking._Taking._keep, 0

    def killed_at_last(self: Any, stage: int, done: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Killed
        steps(self, stage, done)

    monkeypatch.setattr(taking, "FIRST", 1)
    monkeypatch.setattr(taking, "MOST", 1)
    monkeypatch.setattr(taking._Taking, "_keep", killed_at_last)
    seen, kills = [], 0
    while True:
        left = 20
        db.session.remove()
        try:
            taking.take(held, clock.now())
            break
        except Killed:
            kills += 1
        if not db.session.scalar(select(Campaign.is_arriving)):
            continue
        run_jobs()
        for person in (None, chief):
            looks = visit(person)
            seen += [looks.get("/campaigns/held/").status_code, looks.get("/ideas/1").status_code]
            seen.append("held" in looks.get("/campaigns/").get_data(as_text=True))
        seen.append("Ждёт проверки" in visit(chief).get("/moderation/").get_data(as_text=True))
    run_jobs()

    assert (kills > 3, set(seen)) == (True, {404, False})
    assert visit().get("/campaigns/held/").status_code == 200
    assert "Ждёт проверки" in visit(chief).get("/moderation/").get_data(as_text=True)
    assert members_but_log(given("held")) == members_but_log(held.read_bytes())
    assert taking.take(held, clock.now()).is_known
    assert run(app, "audit", "verify").exit_code == 0


def test_where_something_else_has_its_numbers_it_is_refused_unless_they_are_those_of_people(
    app: Flask, held: Path, visit: Callable[..., Visitor], run_jobs: Callable[[], None]
) -> None:
    chief = give_role(make_account("chief@example.org", "Пётр"), Role.ADMINISTRATOR)
    chief_id = chief.id
    moved_id = make_territory("Другой посёлок").id
    before = counts()

    other_place = run(app, "campaigns", "import", str(held), "--format", "archive")
    with step():
        db.session.delete(db.session.get_one(Territory, moved_id))
    tried = printed(run(app, "campaigns", "import", str(held), "--format", "archive", "--dry-run", "--json"))
    written = counts()
    taken = printed(run(app, "campaigns", "import", str(held), "--format", "archive", "--json"))
    run_jobs()
    again = printed(run(app, "campaigns", "import", str(held), "--format", "archive", "--json"))
    with_manifest(title="Another title")(held)
    other = run(app, "campaigns", "import", str(held), "--format", "archive")
    log = visit(db.session.get_one(Account, chief_id)).get("/campaigns/held/log").get_data(as_text=True)

    assert (other_place.exit_code, "number 1 of territories is something else here" in other_place.output) == (1, True)
    assert (tried, written) == (taken, {**before, "territories": 0})
    assert {name: again[name] for name in ("ideas", "comments", "ballots", "unchanged")} == {
        "ideas": 0,
        "comments": 0,
        "ballots": 0,
        "unchanged": taken["ideas"] + taken["comments"] + taken["ballots"],
    }
    assert (other.exit_code, "is here already, and not from this archive" in other.output) == (1, True)
    # The owner of the archive had the number that the administrator has here: what the log said of them is erased, not changed.
    assert ("erased" in log, "Пётр" in log.partition("<main")[2], "came in from an archive" in log) == (
        True,
        False,
        True,
    )
    assert db.session.scalar(select(Account.given_name).where(Account.id == chief_id)) == "Пётр"
    assert visit().get("/ideas/1").status_code == 200
    assert run(app, "audit", "verify").exit_code == 0


def test_a_round_that_people_can_still_change_is_not_written_down(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "open.zip"
    round_ = make_vote()
    slug = db.session.get_one(Campaign, round_.campaign_id).slug

    open_still = run(app, "campaigns", "export", slug, "--output", str(file))
    nowhere = run(app, "campaigns", "export", "nowhere", "--output", str(file))
    file.write_bytes(b"")
    renamed = run(app, "campaigns", "import", str(file), "--format", "archive", "--campaign", "other")

    assert (open_still.exit_code, "round 1 is still open" in open_still.output) == (1, True)
    assert (nowhere.exit_code, "no campaign has the address nowhere" in nowhere.output) == (1, True)
    assert (renamed.exit_code, "keeps its address" in renamed.output) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["open.zip"]


@pytest.mark.slow
@pytest.mark.any_database
def test_a_project_is_the_same_in_another_installation(
    app: Flask,
    client: FlaskClient,
    shelf: Shelf,
    instance: Path,
    run_jobs: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    make_finished(monkeypatch)
    make_files_of_the_report_alone()
    run_jobs()
    before = told(app, client, instance)
    file = tmp_path / "library.zip"
    given = printed(run(app, "campaigns", "export", SLUG, "--output", str(file), "--json"))
    empty(app, shelf, instance)

    taken = printed(run(app, "campaigns", "import", str(file), "--format", "archive", "--json"))
    make_files_of_the_report_alone()
    run_jobs()
    after = told(app, client, instance)

    assert {name: taken[name] for name in ("ideas", "comments", "ballots")} == {
        name: given[name] for name in ("ideas", "comments", "ballots")
    }
    assert (after["rounds"], after["verified"]) == (before["rounds"], before["verified"])
    assert sorted(after["pages"]) == sorted(before["pages"])
    assert [address for address, body in before["pages"].items() if after["pages"][address] != body] == []
    with zipfile.ZipFile(file) as packed:
        inside = b"\n".join(packed.read(name) for name in packed.namelist()).decode(errors="replace")
    assert [secret for secret in SECRETS if secret in inside] == []
