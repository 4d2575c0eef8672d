"""The open data of a campaign: they come when it is over, hold nothing of a person and fit their own description."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation import clock as present
from app.foundation.db import Base, db
from app.foundation.outbox import Errand
from app.foundation.unit_of_work import step
from app.opendata import jobs, keeping, making
from app.opendata.models import Form, OpenPack
from app.opendata.shape import Kind
from app.opendata.tables import TABLES
from campaigns.answers.models import Extension, OwedAnswer, OwedState, Transfer
from campaigns.answers.models import Outcome as Answered
from campaigns.contributions.models import PUBLIC, Contribution, State
from campaigns.discussion.models import Question
from campaigns.ideas.models import Idea, Outcome
from campaigns.implementation.models import WorkState
from campaigns.plan.models import Audience, Campaign
from campaigns.plan.phases import PhaseKind
from moderation.models import Decision
from tests.architecture.test_personal_data import TABLE
from tests.factories.answers import make_owed, put_answer
from tests.factories.assessment import make_assessed
from tests.factories.campaigns import make_campaign, make_idea, make_track, support
from tests.factories.cases import restrict
from tests.factories.comments import hide, say
from tests.factories.discussion import HOW, WHERE, answer, make_conclusion, make_topic
from tests.factories.people import give_role, make_account, make_office, make_territory
from tests.factories.rounds import bring_sheet, freeze, make_round, publish
from tests.factories.selection import make_expert, make_selection, pick
from tests.factories.services import make_service
from tests.factories.texts import put_news
from tests.factories.works import add_step, make_work, put_contest
from tests.factories.worlds import make_world
from tests.support.clocks import MovingClock
from tests.support.people import Visitor
from tests.support.statements import counted
from tests.support.tabular import Package

FORMULA = '=HYPERLINK("https://evil.example";"x")'
LONG = "длинный текст, " * 400
GOING_ON = [(PhaseKind.DISCUSSION, -30, 1), (PhaseKind.IDEAS, -30, 1)]
OVER = [(PhaseKind.DISCUSSION, -30, -3), (PhaseKind.IDEAS, -30, -2), (PhaseKind.RESULTS, -2, 30)]
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Words that are given out, where the text they belong to is public.
GIVEN = """
answer_extensions.reason answer_transfers.reason answers.letter_number answers.link answers.post answers.reasons answers.referred_to
answers.signer conclusions.body ideas.effect ideas.elsewhere ideas.problem ideas.proposal ideas.title milestones.title
news.body news.title
owed_answers.close_reason problems.text progress_reports.caption progress_reports.link progress_reports.text questions.options
questions.text selection_rows.reason topics.background topics.title undertakings.reason
""".split()
# Numbers of accounts of the canary, which no other number looks like.
FIRST_ACCOUNT = 770_001


def pack_of(campaign: Campaign, folder: Path) -> dict[Form, bytes]:
    """The files of a campaign as they would be made now."""
    done = making.read(campaign, present.now(), folder)
    return {form: making.write(done, form, folder).read_bytes() for form in Form}


def make_finished(slug: str = "over", **over: Any) -> tuple[Campaign, list[Idea]]:
    """A campaign that is over, with something in every table but those of votes and of experts."""
    campaign = make_campaign(slug, windows=GOING_ON, winners=2, expert_picks=1, organiser="Департамент =1+1", **over)
    small, big = make_territory(f"Урай {slug}"), make_territory(f"Сургут {slug}")
    service, track = make_service(f"Запись к врачу {slug}", territory_id=big.id), make_track(campaign, "+Здоровье")
    people = [make_account(territory_id=(big if n > 1 else small).id if n < 8 else None) for n in range(9)]
    texts = {"title": FORMULA, "problem": f'-1 "два"\r\n,{LONG}'.replace("\r", ""), "proposal": "@сделать\nтак"}
    placed = {"territory_id": big.id, "service_id": service.id, "track_id": track.id}
    ideas = [make_idea(campaign, people[0], **texts, **placed), *(make_idea(campaign) for _ in range(3))]
    for idea, number in zip(ideas, (9, 4, 2, 1), strict=True):
        support(idea, *people[:number])
    bring_sheet(ideas[0], 12)
    topic = make_topic(campaign, asked=[HOW, WHERE], service_id=service.id)
    say(topic, people[0])
    hide(say(topic, people[1]))
    question, other = [one.id for one in _questions(topic.id)]
    answer(topic, question, by=[(person, 4 if place else 1) for place, person in enumerate(people[:5])])
    answer(topic, other, by=[(person, 2) for person in people[:4]])
    make_conclusion(topic, "Талоны расходятся", service=service)
    put_news(campaign)
    put_news(campaign, state=State.DRAFT)
    publish(freeze(make_round(campaign)))
    pick(campaign, ideas[3], make_expert(campaign))
    make_selection(campaign)
    office = make_office(f"Департамент {slug}")
    put_answer(make_owed(ideas[0], office), outcome=Answered.WORKS_ALREADY, link="https://example.org")
    _move_and_close(make_owed(ideas[1], office, make_office(f"Помощники {slug}")), make_owed(ideas[3], office), people)
    work = make_work(ideas[0], office, WorkState.DONE)
    add_step(work)
    put_contest(work)
    with step():
        for window in db.session.get_one(Campaign, campaign.id).windows:
            window.closes_at = min(window.closes_at, present.now() - timedelta(hours=1))
    return campaign, ideas


Finished = tuple[Campaign, list[Idea]]


@pytest.fixture
def finished(made_once: Callable[[Callable[[], Any]], Any]) -> Finished:
    """That campaign, made once for all tests of this file."""
    return made_once(make_finished)


def _move_and_close(moved: OwedAnswer, closed: OwedAnswer, people: list[Account]) -> None:
    """One answer has a later day and came from another department, none will come to the other."""
    now, day = present.now(), moved.due_on
    same = {"owed_id": moved.id, "reason": "Ждём заседания.", "made_at": now}
    by_two = {"closed_by": people[0].id, "close_confirmed_by": people[1].id, "closed_at": now}
    with step():
        db.session.add(Extension(**same, from_on=day, to_on=day + timedelta(days=9)))
        db.session.add(Transfer(**same, from_id=moved.office_id, to_id=moved.office_id))
        row = db.session.get_one(OwedAnswer, closed.id)
        row.state, row.close_reason = OwedState.CLOSED, "Автор отозвал вопрос."
        for name, value in by_two.items():
            setattr(row, name, value)


def _questions(topic_id: int) -> Any:
    return db.session.scalars(
        sa.select(Question).where(Question.topic_id == topic_id).order_by(Question.position)
    ).all()


def test_the_files_fit_their_description_and_each_other(app: Flask, finished: Finished, tmp_path: Path) -> None:
    campaign, ideas = finished
    (tmp_path / "again").mkdir()
    (tmp_path / "first").mkdir()

    files, again = pack_of(campaign, tmp_path / "first"), pack_of(campaign, tmp_path / "again")
    package, whole = Package(files[Form.CSV]), json.loads(files[Form.JSON])

    assert files == again
    assert package.faults == []
    assert sorted(package.tables) == sorted(
        table.name
        for table in TABLES
        if table.name
        not in {
            "idea_problems",
            "turnout",
            "ballot_files",
            "assessments",
        }
    )
    assert {name: len(rows) for name, rows in whole["tables"].items()} == {
        name: len(rows) for name, rows in package.tables.items()
    }
    first, told = package.tables["ideas"][0], whole["tables"]["ideas"][0]
    assert [first[name] for name in ("title", "problem", "proposal", "track")] == [
        "'" + told[name] for name in ("title", "problem", "proposal", "track")
    ]
    assert (told["title"], told["supports_site"], told["supports_paper"], told["supports"]) == (FORMULA, 9, 12, 21)
    assert (told["selected"], told["status"], told["sent_on"]) == (True, Outcome.IMPLEMENTED.value, "2026-11-04")
    assert told["selection_sentence"] == "Вошла в отбор: 1-е место из 4 по поддержке"
    assert package.files["ideas.csv"].count(b"\r\n") == len(ideas) + 1
    assert package.about["created"] == "2026-11-04T12:00:00Z"
    _formulas_are_none(files[Form.XLSX])


def _formulas_are_none(book: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert [sheet for sheet in sheets if "<f>" in sheet or "<f " in sheet] == []
    assert any("HYPERLINK(" in sheet for sheet in sheets)


def test_small_numbers_are_told_together(app: Flask, finished: Finished, tmp_path: Path) -> None:
    campaign, _ideas = finished

    tables = Package(pack_of(campaign, tmp_path)[Form.CSV]).tables

    # Two live in one place and six in the other; so both are one cell, or anybody could subtract.
    assert [(row["cell"], row["territory"], row["people"]) for row in tables["people_by_territory"]] == [
        ("others", None, 8),
        ("unknown", None, 1),
    ]
    assert [(row["people"], row["supports"]) for row in tables["supports_by_territory"]] == [(8, 15), (1, 1)]
    asked = {row["kind"]: (row["id"], row["people"]) for row in tables["questions"]}
    assert {kind: people for kind, (_id, people) in asked.items()} == {"scale": 5, "choice": 4}
    assert [(row["question_id"], row["value"], row["people"]) for row in tables["question_answers"]] == [
        (asked["scale"][0], 1, 1),
        (asked["scale"][0], 4, 4),
    ]
    assert [row["comments"] for row in tables["topics"]] == [1]
    assert [(row["title"], row["text"]) for row in tables["news"]] == [
        ("Начинаем второй этап", "С понедельника принимаем идеи.")
    ]


def test_moments_are_told_of_plans_alone() -> None:
    moments = {f"{table.name}.{one.name}" for table in TABLES for one in table.fields if one.kind is Kind.DATETIME}

    assert moments == {"phases.opens_at", "phases.closes_at", "rounds.opens_at", "rounds.closes_at"}


# What a person left, planted in every column that may hold it.


@pytest.mark.any_database
@pytest.mark.slow
def test_nothing_of_a_person_is_in_any_file(app: Flask, tmp_path: Path) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("numbers of accounts begin where this database lets them")
    make_account("first@example.org", id=FIRST_ACCOUNT)
    world = make_world()
    publish(world.result)
    make_selection(world.campaigns["counted"])
    make_assessed("assessed")
    make_finished("finished")
    planted = plant()

    open_ones = [
        one for one in db.session.scalars(sa.select(Campaign)) if one.launched_at and one.audience == Audience.EVERYONE
    ]
    with counted() as asked:
        told = "".join(_all_that_is_said(one, tmp_path / one.slug) for one in open_ones)

    # Where nobody has left anything in this world, nothing is asked for.
    assert [name for name in named_columns() if name not in GIVEN and any(name in text for text in asked.texts)] == []
    assert len(planted - set(GIVEN)) > 20
    assert set(re.findall(r"канарейка-[a-z_.]+", told)) == set()
    assert set(re.findall(r"видно-([a-z_]+\.[a-z_]+)", told)) == set(GIVEN)
    assert re.findall(r"\b7700\d\d\b", told) == []
    assert re.findall(r"[\w.]+@example\.org", told) == []
    assert re.findall(r"\b(?:Анна|Кравец|Мария|Ковач|Когалым)\b", told) == []


def _all_that_is_said(campaign: Campaign, folder: Path) -> str:
    folder.mkdir()
    files = pack_of(campaign, folder)
    packed = [zipfile.ZipFile(io.BytesIO(files[form])) for form in (Form.CSV, Form.XLSX)]
    inside = [archive.read(name).decode() for archive in packed for name in archive.namelist()]
    return "\n".join([*inside, files[Form.JSON].decode()])


def named_columns() -> list[str]:
    """Where something of a person may stand in the database, by docs/personal-data.md."""
    return sorted(set(re.findall(r"`([a-z_]+\.[a-z_]+)`", TABLE.read_text("utf-8").partition("## Beside")[0])))


def plant() -> set[str]:
    """Plants a word in every column that docs/personal-data.md names: one for what may be told, where its text is public, and
    another for all else. A column that is added there is planted by itself. Returns where there was a row to plant in.
    """
    found = set()
    with step():
        for name in named_columns():
            table, column = name.split(".")
            if _plant(Base.metadata.tables[table], column, name):
                found.add(name)
    db.session.expire_all()
    return found


def _plant(table: sa.Table, column: str, name: str) -> int:
    secret, public = f"канарейка-{name}", f"видно-{name}"
    hidden = sa.true()
    there = 0
    if name in GIVEN:
        there = _write(table, column, public, sa.true())
        hidden = _is_hidden(table)
    return _write(table, column, secret, hidden) + there


def _is_hidden(table: sa.Table) -> sa.ColumnElement[bool]:
    """Rows whose text, or the idea they are about, is not public."""
    of_text = {
        "ideas": "id",
        "topics": "id",
        "conclusions": "id",
        "answers": "id",
        "news": "id",
        "questions": "topic_id",
        "problems": "conclusion_id",
    }
    shut = sa.select(Contribution.id).where(Contribution.state.not_in(sorted(PUBLIC)))
    if table.name in of_text:
        return table.c[of_text[table.name]].in_(shut)
    return table.c.idea_id.in_(shut) if "idea_id" in table.c else sa.false()


def _write(table: sa.Table, column: str, word: str, where: sa.ColumnElement[bool]) -> int:
    kept, is_json = table.c[column], isinstance(table.c[column].type, sa.JSON)
    alone = any(
        kept.name in [one.name for one in c.columns] for c in table.constraints if isinstance(c, sa.UniqueConstraint)
    )
    value: Any = (
        sa.literal(word) if not alone else sa.literal(word + ".") + sa.cast(sa.literal_column("rowid"), sa.String)
    )
    if is_json:
        value = [word] if name_is_list(f"{table.name}.{column}") else {"word": word}
    try:
        with db.session.begin_nested():
            done = db.session.execute(sa.update(table).where(where).values({kept: value}))
            return done.rowcount  # type: ignore[attr-defined, no-any-return]
    except sa.exc.IntegrityError:
        # A trigger keeps it as it is: nobody can write there, and nothing of it is read.
        return 0


def name_is_list(name: str) -> bool:
    return name == "questions.options"


# When they come, stay, and go.


def work() -> None:
    """Does what was asked of open data, and leaves all other background work."""
    for errand in db.session.scalars(sa.select(Errand).where(Errand.job == "opendata.make")).all():
        ids = dict(errand.ids)
        with step():
            db.session.delete(errand)
        jobs.make(**ids)


def fetch(client: FlaskClient, path: str, **over: Any) -> TestResponse:
    """The answer, read to its end: its file is closed."""
    return client.get(path, buffered=True, **over)


def kept() -> list[Path]:
    """Where the files of the one campaign lie."""
    files = db.session.scalars(sa.select(OpenPack.files)).one()
    return [keeping.path_of(one["sha256"]) for one in files.values()]


def links_on(client: FlaskClient, slug: str = "over") -> list[str]:
    return re.findall(r'href="(/campaigns/[^"]+/data/[^"]+)"', client.get(f"/campaigns/{slug}/data").text)


def test_they_come_when_the_result_is_out_and_are_made_anew_when_something_has_changed(
    app: Flask, finished: Finished, client: FlaskClient, clock: MovingClock
) -> None:
    campaign, ideas = finished
    make_campaign("going-on")
    closed = make_campaign("closed", windows=OVER, audience=Audience.INVITED)

    def look() -> dict[str, Any]:
        jobs.look()
        work()
        return {one.campaign_id: one.files for one in db.session.scalars(sa.select(OpenPack))}

    before, first = links_on(client), look()
    links, answer = links_on(client), fetch(client, "/campaigns/over/data/csv")
    again = fetch(client, "/campaigns/over/data/csv", headers={"If-None-Match": answer.headers["ETag"]})
    clock.move_by(days=1, minutes=1)
    unchanged, old = look(), kept()
    owed = make_owed(ideas[2], make_office("Третье ведомство"))
    too_soon = look()
    clock.move_by(days=1, minutes=1)
    changed = look()

    assert (before, list(first)) == ([], [campaign.id])
    assert links == [f"/campaigns/over/data/{form}" for form in ("xlsx", "csv", "json")]
    assert (answer.status_code, answer.mimetype, again.status_code) == (200, "application/zip", 304)
    assert Package(answer.data).faults == []
    assert (unchanged, too_soon) == (first, first)
    assert (owed.id > 0, changed.keys() == first.keys(), changed != first) == (True, True, True)
    assert [path.is_file() for path in (*old, *kept())] == [False] * 3 + [True] * 3
    assert (
        "This project has no open data"
        in Visitor(app, give_role(make_account(), Role.OWNER, closed)).get("/campaigns/closed/data").text
    )
    assert [
        fetch(client, f"/campaigns/{slug}/data/csv").status_code for slug in ("going-on", "closed", "over/data/x")
    ] == [404] * 3


def test_a_text_that_is_hidden_goes_from_the_files_at_once(app: Flask, finished: Finished, client: FlaskClient) -> None:
    campaign, ideas = finished
    moderator = give_role(make_account(), Role.MODERATOR, campaign)
    jobs.look()
    work()
    before = kept()

    restrict(ideas[0], Decision.HIDE, moderator)
    at_once, page = fetch(client, "/campaigns/over/data/json").status_code, client.get("/campaigns/over/data").text
    work()
    after = fetch(client, "/campaigns/over/data/json")

    assert (at_once, "being made anew" in page) == (404, True)
    assert (after.status_code, "HYPERLINK" in after.text, len(after.json["tables"]["ideas"])) == (200, False, 3)
    assert [path.is_file() for path in (*before, *kept())] == [False] * 3 + [True] * 3


def test_a_text_that_is_hidden_while_the_files_are_made_is_not_given_out(
    app: Flask, finished: Finished, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign, ideas = finished
    moderator = give_role(make_account(), Role.MODERATOR, campaign)
    jobs.look()
    rests: list[int] = []

    def hide_it() -> None:
        rests.append(1)
        if len(rests) == 5:
            restrict(ideas[0], Decision.HIDE, moderator)

    monkeypatch.setattr(keeping, "_rest", hide_it)
    jobs.make(campaign.id)
    too_early = fetch(client, "/campaigns/over/data/json").status_code
    work()

    assert too_early == 404
    assert "HYPERLINK" not in fetch(client, "/campaigns/over/data/json").text


def test_the_command_writes_what_is_published_or_what_stands_now(
    app: Flask, finished: Finished, tmp_path: Path
) -> None:
    make_campaign("closed", audience=Audience.INVITED)
    runner, first, second = app.test_cli_runner(), tmp_path / "first.zip", tmp_path / "second.zip"

    before = runner.invoke(args=["campaigns", "open-data", "over", "--output", str(first)])
    jobs.look()
    work()
    after = runner.invoke(args=["campaigns", "open-data", "over", "--output", str(second)])
    refused = [
        runner.invoke(args=["campaigns", "open-data", slug, "--output", str(first)]).exit_code
        for slug in ("nobody", "closed")
    ]

    assert ("ideas 4" in before.stderr, "the published file" in after.stderr, refused) == (True, True, [1, 1])
    assert Package(first.read_bytes()).tables == Package(second.read_bytes()).tables


def test_a_campaign_without_an_idea_has_data_too(app: Flask, tmp_path: Path) -> None:
    package = Package(pack_of(make_campaign("empty", windows=OVER), tmp_path)[Form.CSV])

    assert (package.faults, sorted(package.tables)) == ([], ["moderation", "phases", "project"])
