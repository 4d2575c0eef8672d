"""The demonstration: loaded once, loaded anew at today's dates, and never over anything else."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result as Done
from flask import Flask
from sqlalchemy import func, inspect, select

from app.accounts.models import Account
from app.demo import loading, refreshing
from app.demo.belongings import KINDS
from app.demo.beside import SCHEMA
from app.demo.crossings import CROSSINGS
from app.demo.ugra import UGRA
from app.foundation import clock, mail, outbox
from app.foundation.db import Base, db
from app.foundation.outbox import Errand
from app.foundation.unit_of_work import step
from app.offices.models import CalendarDay, Office
from app.territories.models import Territory
from app.uploads import store
from app.uploads.jobs import AT_HAND
from campaigns.plan.models import Campaign
from campaigns.services.models import Service
from search.queries import results
from tests.factories.campaigns import make_campaign
from tests.factories.people import make_account
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

Tell = Callable[..., None]
# The announced story, and the open one with little in it: they are loaded in a moment.
SMALL = (CROSSINGS,)
REFERENCE = replace(UGRA, talks=(), pairs=(), ideas=tuple(replace(idea, problems=()) for idea in UGRA.ideas[:2]))
CUT = (CROSSINGS, replace(UGRA, language="nobody speaks it"))


@pytest.fixture(autouse=True)
def _no_sign_ins(instance: Path) -> Iterator[None]:
    # The instance folder is one for the whole run, the database is not.
    forget_sign_ins(instance)
    yield
    forget_sign_ins(instance)


def forget_sign_ins(instance: Path) -> None:
    for name in (loading.FILE, loading.BEGUN):
        (instance / name).unlink(missing_ok=True)


@pytest.fixture
def tell(monkeypatch: pytest.MonkeyPatch) -> Tell:
    """`tell(story, …)`: the demonstration has these stories alone from now on."""
    return lambda *stories: monkeypatch.setattr(loading, "STORIES", stories)


def demo(app: Flask, *options: str, **over: Any) -> Done:
    db.session.remove()
    return app.test_cli_runner().invoke(args=["demo", *options], **over)


def told(done: Done) -> Any:
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def opens(slug: str) -> datetime:
    """When the campaign opens."""
    db.session.rollback()
    windows = db.session.scalars(select(Campaign).where(Campaign.slug == slug)).one().windows
    return sorted(window.opens_at for window in windows)[1]


def counts() -> dict[str, int | None]:
    """How many rows each table has."""
    db.session.rollback()
    return {t.name: db.session.scalar(select(func.count()).select_from(t)) for t in Base.metadata.sorted_tables}


def left_beside(app: Flask, instance: Path) -> bool:
    """Whether a new database lies about."""
    return (instance / refreshing.FOLDER).exists() or SCHEMA in inspect(db.engine).get_schema_names()


def sign_in(visitor: Visitor, sign_in: dict[str, str]) -> int:
    return visitor.send("/account/sign-in", {"email": sign_in["email"], "password": sign_in["password"]}).status_code


def bring_leftovers() -> tuple[Path, Path]:
    """A letter, and a file that nobody has, brought long enough ago."""
    letter, file = mail.folder() / "old.eml", store.path_of("ab" + "0" * 62)
    for path in (letter, file):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"old")
    hour = (clock.now() - AT_HAND - timedelta(minutes=1)).timestamp()
    os.utime(file, (hour, hour))
    return letter, file


@pytest.mark.slow
def test_refreshed_after_a_month_it_is_as_on_its_first_day(
    app: Flask, visit: Callable[..., Visitor], clock: MovingClock, instance: Path, tell: Tell
) -> None:
    tell(*SMALL)
    leftovers = bring_leftovers()
    first = told(demo(app, "--json"))
    opened, before = opens(CROSSINGS.slug), visit()
    signed_in = sign_in(before, first[0]), before.get("/account/").status_code
    clock.move_by(days=30)
    tell(*SMALL, REFERENCE)

    again = told(demo(app, "--refresh", "--yes", "--json"))

    after = visit()
    assert (again, signed_in, sign_in(after, first[0])) == (first, (303, 200), 303)
    # The same number may be another person in the new world.
    assert before.get("/account/").location == "/account/sign-in?next=/account/"
    assert after.get("/admin/people/").status_code == 200
    assert opens(CROSSINGS.slug) - opened == timedelta(days=30)
    assert "Ideas are taken for 12 more days" in visit().get(f"/campaigns/{UGRA.slug}/").get_data(as_text=True)
    assert app.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0
    assert results.find(REFERENCE.ideas[0].title).lines[0].hit.title == REFERENCE.ideas[0].title
    assert [path.exists() for path in leftovers] == [False, False]
    assert not left_beside(app, instance)


@pytest.mark.slow
def test_a_load_that_was_cut_off_is_cured_and_a_cut_off_cure_changes_nothing(
    app: Flask, instance: Path, tell: Tell
) -> None:
    tell(*CUT)
    cut = demo(app)
    half = counts()
    refused = demo(app)
    cut_again = demo(app, "--refresh", "--yes")
    unchanged = counts()
    kept = loading.kept_sign_ins()
    tell(*SMALL)

    cured = told(demo(app, "--refresh", "--yes", "--json"))
    twice = told(demo(app, "--refresh", "--yes", "--json"))

    assert [type(done.exception) for done in (cut, cut_again)] == [KeyError, KeyError]
    assert (refused.exit_code, refused.stderr) == (
        1,
        "Error: the demonstration was cut off while it was loaded; `flask demo --refresh` loads it anew\n",
    )
    assert (half["campaigns"], unchanged) == (1, half)
    assert (cured, twice, told(demo(app, "--json"))) == ([vars(one) for one in kept],) * 3
    assert (counts()["campaigns"], left_beside(app, instance)) == (1, False)


@pytest.mark.slow
def test_work_that_has_begun_is_not_taken_over_into_the_new_world(app: Flask, instance: Path, tell: Tell) -> None:
    tell()
    loading.keep([])
    with step():
        outbox.ask("search.compare")
        db.session.scalars(select(Errand)).one().taken_until = clock.now() + timedelta(minutes=1)
    before = counts()

    with pytest.raises(refreshing.NotRefreshed) as refusal:
        refreshing.refresh(patience=0)

    assert str(refusal.value).startswith("others are at work in the database")
    assert (counts(), left_beside(app, instance)) == (before, False)


@pytest.mark.slow
def test_what_comes_while_the_stories_are_played_is_not_lost(app: Flask, instance: Path, tell: Tell) -> None:
    tell()
    loading.keep([])

    def meanwhile(sentence: str) -> None:
        if sentence.startswith("Putting"):
            make_account("anna@example.org")

    with pytest.raises(refreshing.NotRefreshed) as refusal:
        refreshing.refresh(meanwhile)

    assert "account “anna@example.org”" in str(refusal.value)
    assert list(db.session.scalars(select(Account.email))) == ["anna@example.org"]
    assert not left_beside(app, instance)


def add(row: Base) -> None:
    with step():
        db.session.add(row)


FOREIGN: dict[str, tuple[Callable[[], object], str]] = {
    "a campaign": (lambda: make_campaign("health", is_demo=True), "campaign “health”"),
    "a campaign by a story's name": (lambda: make_campaign(UGRA.slug), f"campaign “{UGRA.slug}”"),
    "an account": (lambda: make_account("anna@example.org"), "account “anna@example.org”"),
    "a department": (lambda: add(Office(name="Roads")), "department “Roads”"),
    "a service": (lambda: add(Service(name="Diary", name_key="diary", created_at=clock.now())), "service “Diary”"),
    "a place": (lambda: add(Territory(name="Kharkiv")), "place “Kharkiv”"),
    "a holiday": (
        lambda: add(CalendarDay(day=date(2026, 12, 31), is_working=False, name="Eve")),
        "day of the working calendar “Eve”",
    ),
    "more of them": (
        lambda: [make_account(f"{n}@example.org") for n in range(5)],
        "account “0@example.org”, “1@example.org”, “2@example.org” and 2 more",
    ),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_where_anything_else_stands_it_is_refused_and_nothing_changes(app: Flask, kind: str) -> None:
    loading.keep([])
    make, words = FOREIGN[kind]
    make()
    before = counts()

    done = demo(app, "--refresh", "--yes")

    sentence = f"this installation holds more than the demonstration: {words}. It would be lost, so nothing was changed"
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", f"Error: {sentence}\n")
    assert counts() == before


def test_an_installation_without_sign_ins_is_no_demonstration(app: Flask, instance: Path) -> None:
    done = demo(app, "--refresh", "--yes")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(
        f"Error: this installation is no demonstration: there is no demo-sign-ins.json in {instance}."
    )


@pytest.mark.parametrize("answer", ["n\n", ""])
def test_it_asks_before_and_no_answer_is_a_no(app: Flask, answer: str) -> None:
    loading.keep([])
    before = counts()

    done = demo(app, "--refresh", "--json", input=answer)

    assert (done.exit_code, done.stdout, counts()) == (1, "", before)
    assert "since is lost" in done.stderr


def test_whatever_belongs_to_nobody_and_to_no_campaign_is_looked_for() -> None:
    known = {kind.name.class_.__tablename__ for kind in KINDS}
    above = {t.name: {k.column.table.name for k in t.foreign_keys} - {t.name} for t in Base.metadata.sorted_tables}

    # Mailboxes that letters do not reach show themselves again; who was erased stands in a file, too; a sign-in waits an hour.
    come_again = {"outbox", "tellings", "schedule_turns", "bounces", "paused_mailboxes", "erasures", "sign_in_answers"}
    alone = {name for name, others in above.items() if not others} - come_again

    assert (alone - known, known - set(above)) == (set(), set())
