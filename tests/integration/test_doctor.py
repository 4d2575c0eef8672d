"""Looking whether all is well: what has to be done is said in a sentence, and what a check cannot see hides no other."""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, update

from app.accounts.roles import Role
from app.config import load
from app.factory import create_app
from app.foundation import clock, outbox, timetable
from app.foundation.checks import CHECKS, Verdict, warning
from app.foundation.db import db
from app.foundation.outbox import Errand
from app.foundation.timetable import Every, Turn
from app.foundation.unit_of_work import step
from app.operations import doctor
from app.operations.checks import outside, own, work
from search.domain import upkeep
from search.models import Stale
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import give_role, make_account
from tests.support.clocks import MovingClock
from tests.support.letters import letters
from tests.support.people import Visitor

Set = Callable[..., None]
Visit = Callable[..., Visitor]
PUBLIC = "https://ideas.example.org"
KEY = "v=DKIM1; k=rsa; p=MIIB"


@pytest.fixture
def set_(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Set:
    """`set_(NAME=value)` changes settings of this test."""

    def change(**values: Any) -> None:
        monkeypatch.setitem(app.extensions, "veche.settings", replace(app.extensions["veche.settings"], **values))

    return change


def verdicts(checks: Sequence[Any]) -> dict[str, str]:
    return {one.name: one.verdict.value for one in checks}


def test_a_copy_without_a_worker_is_not_well_and_says_what_to_do(app: Flask) -> None:
    upkeep.rebuild()

    told = app.test_cli_runner().invoke(args=["doctor", "--json"])

    found = json.loads(told.stdout)
    by_name = {one["name"]: one["verdict"] for one in found["checks"]}
    assert (told.exit_code, found["well"]) == (1, False)
    assert {name for name, verdict in by_name.items() if verdict == "failure"} >= {"worker", "schedule"}
    assert {
        name: by_name[name] for name in ("database", "redis", "outbox", "search", "demo", "address", "mail")
    } == dict.fromkeys(("database", "redis", "outbox", "search", "demo", "address", "mail"), "ok")
    assert "start `flask worker`" in told.stdout


def test_the_page_of_administration_tells_how_every_part_stands_and_asks_no_other_machine(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "BEYOND", (lambda: pytest.fail("another machine was asked"),))
    keeper = make_account()
    give_role(keeper, Role.ADMINISTRATOR)

    page = visit(keeper).get("/admin/health").text

    for part in ("Database", "Background work", "Backups", "Search index", "Your own templates"):
        assert f"<b>{part}</b>" in page
    assert "start `flask worker`" in page


def test_people_read_a_line_a_check(app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["doctor", "--mail", "me@example.org"])

    assert "FAILURE  worker: no worker runs, so that letters wait: start `flask worker`\n" in told.stdout
    assert [letter.to for letter in letters()] == ["me@example.org"]


@pytest.mark.parametrize(
    ("settings", "is_demo", "verdict"),
    [
        ({}, True, "ok"),
        ({"PUBLIC_URL": PUBLIC}, False, "ok"),
        ({"PUBLIC_URL": PUBLIC}, True, "failure"),
        ({"HOST": "0.0.0.0"}, True, "failure"),
        ({"HOST": "::1", "PUBLIC_URL": "http://veche.localhost"}, True, "ok"),
    ],
)
def test_a_demo_account_that_others_reach_is_a_failure(
    set_: Set, settings: dict[str, str], is_demo: bool, verdict: str
) -> None:
    make_account(is_demo=is_demo)
    set_(**settings)

    assert verdicts(own.demo()) == {"demo": verdict}


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, []),
        ({"PUBLIC_URL": PUBLIC}, ["TRUSTED_PROXIES", "DEMO_PAGES", "SMTP_URL", "SITE_ORGANISER", "SITE_CONTACTS"]),
        (
            {"PUBLIC_URL": PUBLIC, "TRUSTED_PROXIES": 1},
            ["DEMO_PAGES", "SMTP_URL", "SITE_ORGANISER", "SITE_CONTACTS"],
        ),
        (
            {"HOST": "10.0.0.5", "PUBLIC_URL": ""},
            ["PUBLIC_URL", "DEMO_PAGES", "SMTP_URL", "SITE_ORGANISER", "SITE_CONTACTS"],
        ),
        (
            {"PUBLIC_URL": PUBLIC, "SMTP_URL": "smtp://h", "TRUSTED_PROXIES": 1},
            ["DEMO_PAGES", "MAIL_FROM", "SITE_ORGANISER", "SITE_CONTACTS"],
        ),
    ],
)
def test_settings_that_leave_something_open_are_named(set_: Set, settings: dict[str, str], said: list[str]) -> None:
    set_(**settings)

    checks = [one for one in own.settings() if one.verdict != Verdict.OK]

    assert [one.sentence.split()[0] for one in checks] == said


@pytest.mark.any_database
def test_a_key_that_others_read_is_a_failure(set_: Set, tmp_path: Path) -> None:
    for name in ("secret_key", "identity_secret"):
        (tmp_path / name).write_text("k" * 48)
        (tmp_path / name).chmod(0o640)
    set_(VECHE_INSTANCE=tmp_path, SECRET_KEY="k" * 48, IDENTITY_SECRET="short")

    assert [one.sentence.partition(":")[0] for one in own.secret_key()] == [
        f"others on this machine may read {tmp_path}/secret_key",
        "IDENTITY_SECRET is shorter than 32 letters",
    ]


@pytest.mark.parametrize(("hours", "verdict"), [(0, "ok"), (25, "ok"), (27, "warning"), (200, "failure")])
def test_an_old_backup_is_told(set_: Set, tmp_path: Path, clock: MovingClock, hours: int, verdict: str) -> None:
    taken = clock.now() - timedelta(hours=hours)
    (tmp_path / "last-backup.json").write_text(json.dumps({"taken_at": taken.isoformat(), "file": "b.zip", "bytes": 1}))
    set_(VECHE_INSTANCE=tmp_path)

    assert verdicts(own.backup()) == {"backup": verdict}


@pytest.mark.parametrize(("minutes", "verdict"), [(1, "ok"), (10, "warning"), (90, "failure")])
def test_work_that_waits_long_is_told(app: Flask, clock: MovingClock, minutes: int, verdict: str) -> None:
    with step():
        outbox.ask("uploads.sweep", delay=timedelta(seconds=1))
    clock.move_by(minutes=minutes, seconds=1)

    assert verdicts(work.outbox()) == {"outbox": verdict}


def test_work_that_was_given_up_is_told(app: Flask) -> None:
    with step():
        outbox.ask("uploads.sweep")
        db.session.execute(update(Errand).values(failed_at=clock.now()))

    assert verdicts(work.outbox()) == {"outbox": "warning"}


def test_a_schedule_that_stands_still_and_a_clock_set_back_are_told(app: Flask, clock: MovingClock) -> None:
    timetable.ask_for_due([Every("uploads.sweep", timedelta(hours=1))])
    fresh = verdicts([*work.schedule(), *work.time()])
    clock.move_by(minutes=6)
    late = verdicts([*work.schedule(), *work.time()])
    with step():
        db.session.execute(update(Turn).values(last_at=clock.now() + timedelta(hours=1)))
    back = verdicts(work.time())

    assert [fresh, late, back] == [
        {"schedule": "ok", "clock": "ok"},
        {"schedule": "failure", "clock": "ok"},
        {"clock": "failure"},
    ]


def test_an_index_that_missed_texts_or_cannot_be_read_is_told(app: Flask) -> None:
    def looked() -> dict[str, str]:
        return verdicts([*work.search(), *work.search_drift()])

    without = looked()
    upkeep.rebuild()
    whole = looked()
    make_idea(make_campaign())
    with step():
        db.session.execute(delete(Stale))
    drifted = looked()

    assert [without, whole, drifted] == [{"search": "failure"}, {"search": "ok"}, {"search": "warning"}]


def asked(records: dict[str, list[str]]) -> outside.LookUp:
    """A domain name system that has these texts and no others."""
    return lambda name: records.get(name, [])


GOOD = {
    "example.org": ["google-site-verification=1", "v=spf1 mx -all"],
    "mail._domainkey.example.org": [KEY],
    "_dmarc.example.org": ["v=DMARC1; p=reject; rua=mailto:d@example.org"],
}


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("change", "settings", "found"),
    [
        ({}, {}, {"SPF": "ok", "DKIM": "ok", "DMARC": "ok"}),
        ({"example.org": []}, {}, {"SPF": "failure", "DKIM": "ok", "DMARC": "ok"}),
        ({"example.org": ["v=spf1 +all"]}, {}, {"SPF": "failure", "DKIM": "ok", "DMARC": "ok"}),
        ({"example.org": ["v=spf1 mx all"]}, {}, {"SPF": "failure", "DKIM": "ok", "DMARC": "ok"}),
        ({"example.org": ["v=spf1 mx ?all"]}, {}, {"SPF": "warning", "DKIM": "ok", "DMARC": "ok"}),
        ({"example.org": ["v=spf1 redirect=_spf.example.net"]}, {}, {"SPF": "ok", "DKIM": "ok", "DMARC": "ok"}),
        ({"example.org": ["v=spf1 -all", "v=spf1 mx -all"]}, {}, {"SPF": "failure", "DKIM": "ok", "DMARC": "ok"}),
        ({"example.org": ["v=spf10 -all"]}, {}, {"SPF": "failure", "DKIM": "ok", "DMARC": "ok"}),
        ({"mail._domainkey.example.org": []}, {}, {"SPF": "ok", "DKIM": "warning", "DMARC": "ok"}),
        ({"mail._domainkey.example.org": ["v=DKIM1; p="]}, {}, {"SPF": "ok", "DKIM": "failure", "DMARC": "ok"}),
        ({}, {"DKIM_SELECTOR": "ours"}, {"SPF": "ok", "DKIM": "failure", "DMARC": "ok"}),
        ({"ours._domainkey.example.org": [KEY]}, {"DKIM_SELECTOR": "ours"}, {"SPF": "ok", "DKIM": "ok", "DMARC": "ok"}),
        ({"_dmarc.example.org": []}, {}, {"SPF": "ok", "DKIM": "ok", "DMARC": "failure"}),
        ({"_dmarc.example.org": ["v=DMARC1; p=none"]}, {}, {"SPF": "ok", "DKIM": "ok", "DMARC": "warning"}),
        ({"_dmarc.example.org": ["v=DMARC1; p=none; sp=reject"]}, {}, {"SPF": "ok", "DKIM": "ok", "DMARC": "warning"}),
    ],
)
def test_the_domain_of_letters_is_looked_up(
    app: Flask,
    set_: Set,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, list[str]],
    settings: dict[str, str],
    found: dict[str, str],
) -> None:
    set_(SMTP_URL="smtp://localhost", MAIL_FROM="veche@example.org", **settings)
    monkeypatch.setitem(app.extensions, outside.RESOLVER, asked({**GOOD, **change}))

    assert verdicts(outside.mail()) == found


@pytest.mark.any_database
def test_a_cyrillic_domain_is_looked_up_by_its_ascii_name_and_dmarc_of_its_parent(
    app: Flask, set_: Set, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_(SMTP_URL="smtp://localhost", MAIL_FROM="veche@почта.краудюгры.рф")
    host = "xn--80agcw4ads1eya.xn--p1ai"
    records = {
        f"xn--80a1acny.{host}": ["v=spf1 a ~all"],
        f"default._domainkey.xn--80a1acny.{host}": [KEY],
        f"_dmarc.{host}": ["v=DMARC1;p=quarantine"],
    }
    monkeypatch.setitem(app.extensions, outside.RESOLVER, asked(records))

    assert verdicts(outside.mail()) == {"SPF": "ok", "DKIM": "ok", "DMARC": "ok"}


@pytest.mark.any_database
def test_a_silent_name_server_is_a_warning(app: Flask, set_: Set, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(_name: str) -> list[str]:
        raise OSError

    set_(SMTP_URL="smtp://localhost", MAIL_FROM="veche@example.org")
    monkeypatch.setitem(app.extensions, outside.RESOLVER, silent)

    assert verdicts(outside.mail()) == {"mail": "warning"}


@pytest.mark.any_database
def test_a_check_that_breaks_hides_no_other(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_asked: None) -> list[Any]:
        raise ZeroDivisionError

    fillers = {**app.extensions["veche.fillers"], CHECKS: (breaks, lambda _asked: [warning("room", "look")])}
    monkeypatch.setitem(app.extensions, "veche.fillers", fillers)

    found = verdicts(doctor.examine())

    assert (found[__name__], found["room"], found["database"]) == ("failure", "warning", "ok")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory, valkey_url: str) -> Flask:
    """A copy whose database has no tables."""
    folder = tmp_path_factory.mktemp("bare")
    return create_app(
        load({}, VECHE_INSTANCE=folder, REDIS_URL=valkey_url, DEFAULT_LANGUAGE="en", LOG_LEVEL="CRITICAL")
    )


@pytest.mark.any_database
@pytest.mark.parametrize("path", ["/", "/campaigns/", "/ideas/1", "/search?q=a", "/sitemap.xml", "/readyz"])
def test_without_tables_every_page_is_a_plain_503(bare: Flask, path: str) -> None:
    answer = bare.test_client().get(path)

    assert (answer.status_code, "Traceback" in answer.text) == (503, False)
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.any_database
def test_a_person_reads_that_nothing_is_lost_and_a_program_a_problem(bare: Flask) -> None:
    page = bare.test_client().get("/campaigns/")
    problem = bare.test_client().get("/campaigns/", headers={"Accept": "application/json"})

    assert ("Nothing is lost" in page.text, page.headers["Retry-After"], "Set-Cookie" in page.headers) == (
        True,
        "60",
        False,
    )
    assert (problem.status_code, problem.mimetype, problem.json and problem.json["code"]) == (
        503,
        "application/problem+json",
        "down",
    )


@pytest.mark.any_database
@pytest.mark.parametrize(
    "words",
    [
        ["people", "add", "a@example.org", "--name", "A"],
        ["roles", "list"],
        ["demo"],
        ["search", "status"],
        ["worker"],
        ["scheduler"],
        ["campaigns", "list", "--json"],
        ["backup", os.devnull + "/b.zip"],
    ],
)
def test_without_tables_every_command_says_so_in_a_sentence(bare: Flask, words: list[str]) -> None:
    told = bare.test_cli_runner().invoke(args=words)

    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == (
        "Error: the database has no tables yet: run `flask setup` (a real installation) or `flask db upgrade`\n"
    )


@pytest.mark.any_database
def test_a_database_of_another_release_is_told_apart(app: Flask, client: FlaskClient) -> None:
    with step():
        db.session.execute(db.text("UPDATE alembic_version SET version_num = '9999'"))

    told = app.test_cli_runner().invoke(args=["roles", "list"])
    ready = client.get("/readyz")

    assert (told.exit_code, "of a later release" in told.stderr, ready.status_code) == (1, True, 503)
