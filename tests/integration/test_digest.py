"""Digests: the same rows give the same bytes, statements cite their ideas, nobody reads what is not theirs."""

import hashlib
import json
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.digests import jobs as digest_jobs
from app.digests.findings import percent
from app.digests.models import Snapshot
from app.digests.snapshot import draft
from app.foundation import canonical
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.comments.models import Comment, Thread
from campaigns.contributions import states
from campaigns.contributions.models import Channel, Contribution, Kind, State
from campaigns.discussion.models import AnswerCount, Conclusion, Problem, Question, QuestionKind, Topic
from campaigns.ideas.models import Idea, Support, SupportSheet
from campaigns.plan.models import Campaign
from campaigns.rounds.models import Result
from moderation.models import Case, Decision, Statement
from tests.factories.campaigns import make_campaign, make_idea, make_track, support
from tests.factories.comments import make_comment_in, say
from tests.factories.discussion import HOW, WHERE, make_conclusion, make_topic
from tests.factories.people import give_role, make_account, make_office, make_territory
from tests.factories.rounds import bring_sheet, freeze, make_round, publish
from tests.factories.services import make_service
from tests.support.clocks import MovingClock
from tests.support.databases import PostgresqlDatabases, SqliteDatabases
from tests.support.people import Visitor
from tests.support.statements import counted

Visit = Callable[..., Visitor]


def closed_cycle(slug: str = "ugra", winners: int = 2, **over: Any) -> Result:
    """Four ideas on two tracks: 7 + 2, 6, 3 and no supports."""
    campaign = make_campaign(slug, winners=winners, **over)
    round_ = make_round(campaign)
    health, school = make_track(campaign), make_track(campaign, "Школа")
    surgut = make_territory(f"Сургут {slug}")
    people = [make_account(territory_id=surgut.id if place < 6 else None) for place in range(7)]
    titles = ("Лист ожидания к врачу", "Одно письмо в день", "Справка одной кнопкой", "Крупный шрифт")
    for title, votes, track in zip(titles, (7, 6, 3, 0), (health, health, school, health), strict=True):
        support(make_idea(campaign, people[0] if not votes else None, title=title, track_id=track.id), *people[:votes])
    first = db.session.scalars(select(Idea).where(Idea.campaign_id == campaign.id).order_by(Idea.id)).first()
    assert first is not None
    bring_sheet(first, 2)
    return freeze(round_)


def found_in(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {found["code"]: found for found in body["findings"]}


def page(client: FlaskClient, path: str) -> str:
    response = client.get(path, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return response.get_data(as_text=True)


def snapshot_of(result: Result) -> Snapshot:
    return db.session.scalars(select(Snapshot).where(Snapshot.result_id == result.id)).one()


def test_a_frozen_result_is_read_into_a_snapshot_by_a_job(app: Flask, run_jobs: Callable[[], None]) -> None:
    number = closed_cycle().id

    run_jobs()

    snapshot = db.session.scalars(select(Snapshot)).one()
    assert snapshot.result_id == number
    assert snapshot.fingerprint == hashlib.sha256(canonical.spell(snapshot.body)).hexdigest()


def test_the_snapshot_has_the_numbers_of_the_cycle(app: Flask) -> None:
    numbers = draft(closed_cycle()).body["numbers"]

    expected = {"ideas": 4, "winners": 2, "unsupported": 1, "support": 18, "on_site": 16, "elsewhere": 2, "people": 7}
    assert {name: numbers[name] for name in expected} == expected
    assert (numbers["authors"], numbers["supporters"]) == (1, 7)
    assert numbers["elsewhere_by_channel"] == {"paper": 2}
    assert numbers["ideas_by_state"] == {"published": 4}


def test_statements_cite_their_ideas(app: Flask) -> None:
    result = closed_cycle()
    body = draft(result).body

    ids = [idea["id"] for idea in body["top"]]
    found = found_in(body)
    assert (found["leader"]["ideas"], found["leader"]["values"]) == (ids[:1], {"votes": 9})
    assert (found["selected"]["ideas"], found["selected"]["values"]) == (ids[:2], {"winners": 2, "ideas": 4})
    assert (found["cut"]["ideas"], found["cut"]["values"]["gap"]) == (ids[1:3], 3)
    assert found["track"]["values"] == {"name": "Здоровье", "ideas": 3, "share": 75}
    assert {str(id) for found in body["findings"] for id in found["ideas"]} <= set(draft(result).titles)


def test_ideas_beside_the_cut_are_told_from_both_sides(app: Flask) -> None:
    cut = draft(closed_cycle()).body["cut"]

    assert [idea["votes"] for idea in cut["just_in"]] == [9, 6]
    assert [idea["votes"] for idea in cut["just_out"]] == [3, 0]


def test_with_all_ideas_selected_it_is_said_that_there_is_no_cut(app: Flask) -> None:
    campaign = make_campaign("ugra", winners=20)
    round_, person = make_round(campaign), make_account()
    support(make_idea(campaign), person)

    body = draft(freeze(round_)).body

    assert body["cut"] is None
    assert {left["code"] for left in body["left_out"]} == {"no-home", "no-cut"}


def test_few_people_of_one_place_are_not_told_apart(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    result = closed_cycle()

    told = draft(result).body["participation"]
    monkeypatch.setattr("app.digests.sections.participation.SMALL", 7)
    merged = draft(result).body["participation"]

    assert (told["homes"], told["homes_merged"], told["homes_unknown"]) == (
        [{"name": "Сургут ugra", "people": 6}],
        0,
        1,
    )
    assert (merged["homes"], merged["homes_merged"]) == ([], 6)


def test_participation_is_told_by_the_days_of_the_campaigns_own_zone(app: Flask, clock: MovingClock) -> None:
    campaign = make_campaign("ugra")
    round_ = make_round(campaign)
    idea = make_idea(campaign)
    clock.move_to(clock.now().replace(hour=20))
    support(idea, make_account())

    participation = draft(freeze(round_)).body["participation"]

    assert (participation["unit"], participation["rows"]) == (
        "day",
        [
            {"from": "2026-11-04", "ideas": 1, "support": 0, "comments": 0},
            {"from": "2026-11-05", "ideas": 0, "support": 1, "comments": 0},
        ],
    )


def test_moderation_is_told_in_figures(app: Flask, clock: MovingClock) -> None:
    campaign = make_campaign("ugra")
    round_, moderator = make_round(campaign), make_account()
    published = make_idea(campaign)
    with step():
        for hours in (1, 3):
            db.session.add(
                Case(
                    contribution_id=published.id,
                    campaign_id=campaign.id,
                    opened_at=clock.now() - timedelta(hours=hours),
                    decision=Decision.PUBLISH,
                    decided_at=clock.now(),
                    decided_by=moderator.id,
                    closed_at=clock.now(),
                )
            )

    body = draft(freeze(round_)).body

    figures = body["moderation"]
    assert (figures["submitted"], figures["decided"], figures["median_minutes"], figures["p95_minutes"]) == (
        2,
        2,
        60,
        180,
    )
    assert found_in(body)["moderation"]["values"] == {"decided": 2, "median_minutes": 60}


# Services and what was discussed.


def talked_of(slug: str = "ugra", **over: Any) -> Result:
    """A cycle with ideas about two services and a discussion: two topics that were talked of, and one that is hidden."""
    campaign = make_campaign(slug, winners=2, **over)
    round_ = make_round(campaign)
    doctor = make_service("Запись к врачу", office_id=make_office("Депздрав").id)
    diary = make_service("Электронный дневник")
    make_service("Сервис, о котором молчат")
    people = [make_account() for _ in range(4)]
    for place, service in enumerate((doctor, doctor, diary, None)):
        idea = make_idea(campaign, people[0], title=f"Идея {place}", service_id=service.id if service else None)
        support(idea, *people[: 3 - place])
    make_idea(campaign, people[0], State.SUBMITTED, service_id=diary.id)
    topic = make_topic(campaign, title="Удобно ли записаться?", asked=(HOW, WHERE), service_id=doctor.id)
    quiet = make_topic(campaign, title="Дневник: что мешает?", service_id=diary.id)
    hidden = make_topic(campaign, people[3], State.HIDDEN, title="Скрытая тема", service_id=diary.id)
    say(topic, people[0])
    say(topic, people[0])
    say(topic, people[1])
    say(quiet, people[2])
    make_comment_in(State.HIDDEN, quiet, people[3], "Скрытые слова")
    with step():
        scale, choice = db.session.scalars(
            select(Question).where(Question.topic_id == topic.id).order_by(Question.position)
        )
        db.session.add_all(
            AnswerCount(question_id=question.id, value=value, people=number)
            for question, value, number in ((scale, 1, 1), (scale, 4, 2), (choice, 3, 3))
        )
    make_conclusion(topic, "Талоны кончаются за минуты.", "Отменить запись нельзя.", service=doctor)
    make_conclusion(hidden, "Скрытая проблема", service=diary)
    return freeze(round_)


def test_services_are_told_with_what_was_brought_about_each(app: Flask) -> None:
    body = draft(talked_of()).body

    columns = ("name", "department", "ideas", "support", "problems", "answers", "rating_tenths")
    assert [tuple(service[column] for column in columns) for service in body["services"]] == [
        ("Запись к врачу", "Депздрав", 2, 5, 2, 3, 30),
        ("Электронный дневник", None, 1, 1, 0, 0, None),
    ]
    found = found_in(body)["service"]
    assert found["values"] == {"name": "Запись к врачу", "ideas": 2, "share": 50}
    assert found["ideas"] == body["services"][0]["first"]


def test_what_was_discussed_is_told_without_anything_hidden(app: Flask) -> None:
    made = draft(talked_of())

    discussed = made.body["discussed"]
    told = [
        (made.titles[str(topic["id"])], topic["comments"], topic["people"], topic["answers"], len(topic["problems"]))
        for topic in discussed["topics"]
    ]
    assert told == [("Удобно ли записаться?", 3, 2, 6, 2), ("Дневник: что мешает?", 1, 1, 0, 0)]
    assert (discussed["comments"], discussed["people"], discussed["problems"]) == (4, 3, 2)
    assert not any("крыт" in words for words in made.titles.values())
    assert found_in(made.body)["discussed"]["values"] == {"comments": 4, "people": 3}


def test_a_campaign_without_a_discussion_has_none_in_its_digest(app: Flask) -> None:
    body = draft(closed_cycle()).body

    assert (body["services"], body["discussed"]) == ([], {"comments": 0, "people": 0, "problems": 0, "topics": []})
    assert {"discussed", "service"} & set(found_in(body)) == set()


def test_services_and_the_discussion_are_read_on_the_page_and_in_the_file(
    client: FlaskClient, app: Flask, tmp_path: Path, run_jobs: Callable[[], None]
) -> None:
    publish(talked_of(language="en"))
    run_jobs()

    read = page(client, "/digests/1")
    build(app, "html", tmp_path / "digest.html")

    written = (tmp_path / "digest.html").read_text("utf-8")
    for text in (read, written):
        assert "3 people spoke in the discussion. They left 4 comments." in text
        assert ("Талоны кончаются за минуты." in text, ">3.0<" in text, "Депздрав" in text) == (True, True, True)
    assert 'href="/services/1">Запись к врачу</a>' in read
    assert 'href="http://localhost/services/1">Запись к врачу</a>' in written


def test_words_of_a_topic_that_is_hidden_later_go_with_its_problems(
    client: FlaskClient, app: Flask, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    publish(talked_of())
    run_jobs()
    topic = db.session.scalars(select(Topic).where(Topic.title == "Удобно ли записаться?")).one().id
    conclusion = db.session.scalars(select(Conclusion.id).where(Conclusion.topic_id == topic)).one()
    with step():
        for id in (topic, conclusion):
            states.withdraw(db.session.get_one(Contribution, id), clock.now())

    read, found = page(client, "/digests/1"), json.loads(client.get("/digests/1.json").data)

    gone = ("Удобно ли записаться?", "Талоны кончаются за минуты.")
    assert [words in read for words in gone] == [False, False]
    assert [words in found["titles"].values() for words in gone] == [False, False]
    assert hashlib.sha256(canonical.spell(found["body"])).hexdigest() == found["fingerprint"]


def test_a_snapshot_of_the_release_before_is_still_read(
    client: FlaskClient, app: Flask, tmp_path: Path, run_jobs: Callable[[], None]
) -> None:
    number = publish(talked_of()).id
    run_jobs()
    with step():
        snapshot = db.session.scalars(select(Snapshot).where(Snapshot.result_id == number)).one()
        old = {name: part for name, part in snapshot.body.items() if name not in {"services", "discussed"}}
        old["findings"] = [one for one in old["findings"] if one["code"] not in {"service", "discussed", "problems"}]
        snapshot.body = {**old, "version": 1}
        snapshot.titles = {id: words for id, words in snapshot.titles.items() if id in {"1", "2", "3", "4"}}

    read = page(client, "/digests/1")
    code, _output = build(app, "html", tmp_path / "digest.html")

    assert ("What was discussed" in read, "By service" in read, "Findings" in read, code) == (False, False, True, 0)


@pytest.mark.any_database
def test_the_whole_body_is_as_it_was(app: Flask) -> None:
    """Whoever changes what a body says, changes the file, too, and thinks of the version of the format."""
    expected = Path(__file__).with_name("digest_body.json").read_bytes()

    made = draft(talked_of(language="en"))

    assert json.loads(canonical.spell({"body": made.body, "titles": made.titles})) == json.loads(expected)


def said(shuffle: random.Random, campaign_id: int, accounts: list[Account]) -> list[Any]:
    """Topics about services, their answers, comments and problems, each kind in a shuffled order."""
    now = present.now()
    common = {"campaign_id": campaign_id, "state": State.PUBLISHED, "language": "ru"}
    common |= {"created_at": now, "changed_at": now, "submitted_at": now, "published_at": now}
    commons = [Contribution(id=id, kind=Kind.TOPIC, byline="Ведущая", **common) for id in range(201, 205)]
    topics: list[Any] = [
        Topic(id=id, campaign_id=campaign_id, title=f"Тема {id % 2}", service_id=1 + id % 3) for id in range(201, 205)
    ]
    threads = [Thread(id=id, campaign_id=campaign_id, comments=0) for id in range(201, 205)]
    scales = [
        Question(id=id, topic_id=id, position=1, kind=QuestionKind.SCALE, text="Удобно?", options=[])
        for id in range(201, 205)
    ]
    answers = [
        AnswerCount(question_id=id, value=value, people=(id * value) % 7)
        for id in range(201, 205)
        for value in (1, 3, 5)
    ]
    comments = [
        Contribution(id=id, kind=Kind.COMMENT, author_id=accounts[id % 5].id, **common) for id in range(301, 321)
    ]
    bodies = [
        Comment(id=id, campaign_id=campaign_id, thread_id=201 + id % 4, body="Так и есть.", said_at=now)
        for id in range(301, 321)
    ]
    concluded = [Contribution(id=id, kind=Kind.CONCLUSION, byline="Ведущая", **common) for id in (401, 402)]
    conclusions = [Conclusion(id=id, campaign_id=campaign_id, topic_id=id - 200, body="Итог.") for id in (401, 402)]
    problems = [
        Problem(
            id=id,
            campaign_id=campaign_id,
            conclusion_id=401 + id % 2,
            number=id,
            text=f"Проблема {id}",
            service_id=1 + id % 3,
        )
        for id in range(501, 507)
    ]
    kinds: list[list[Any]] = [
        commons,
        topics,
        threads,
        scales,
        answers,
        comments,
        bodies,
        concluded,
        conclusions,
        problems,
    ]
    for rows in kinds:
        shuffle.shuffle(rows)
    return [row for rows in kinds for row in rows]


def put_in(shuffle: random.Random) -> bytes:
    """A cycle whose rows have the same ids and times, put in in a shuffled order; its snapshot's bytes."""
    campaign = make_campaign("ugra", winners=3)
    round_, now = make_round(campaign), present.now()
    accounts = [make_account(f"p{place}@example.org") for place in range(12)]
    tracks = [make_track(campaign, name) for name in ("Здоровье", "Школа", "Связь")]
    services = [make_service(f"Сервис {name}") for name in "абвг"]
    rows: list[Any] = []
    for id in range(101, 126):
        at = now - timedelta(hours=id % 7)
        common = {"kind": Kind.IDEA, "campaign_id": campaign.id, "state": State.PUBLISHED, "language": "ru"}
        times = {"created_at": at, "changed_at": at, "submitted_at": at, "published_at": at}
        with_idea = [Contribution(id=id, byline="Мария Л.", **common, **times)]
        choices = {"track_id": tracks[id % 3].id, "service_id": services[id % 4].id if id % 5 else None}
        with_idea.append(Idea(id=id, campaign_id=campaign.id, number=id, title=f"Идея {id}", ring=id, **choices))
        rows.append(with_idea)
    shuffle.shuffle(rows)
    supports: list[Any] = [
        Support(idea_id=id, account_id=account.id, since=now - timedelta(hours=(id * account.id) % 90))
        for id in range(101, 126)
        for account in accounts[: id % 11]
    ]
    supports += [
        SupportSheet(idea_id=id, channel=Channel.PAPER, count=id % 4, entered_at=now) for id in range(101, 126)
    ]
    shuffle.shuffle(supports)
    with step():
        for with_idea in rows:
            db.session.add_all(with_idea)
            db.session.flush()
        for row in [*supports, *said(shuffle, campaign.id, accounts)]:
            db.session.add(row)
            db.session.flush()
    made = draft(freeze(round_))
    return canonical.spell({"body": made.body, "titles": made.titles})


def test_the_same_rows_give_the_same_bytes_in_whatever_order_they_came(
    app: Flask, databases: SqliteDatabases | PostgresqlDatabases
) -> None:
    made = set()
    for seed in range(3):
        db.session.remove()
        databases.renew(app)
        made.add(put_in(random.Random(seed)))

    assert len(made) == 1


def test_made_twice_the_snapshot_has_the_same_bytes(app: Flask, clock: MovingClock) -> None:
    result = closed_cycle()
    first = canonical.spell(draft(result).body)
    clock.move_by(days=400)

    assert canonical.spell(draft(result).body) == first


def build(app: Flask, form: str, output: Path, *over: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(
        args=["digest", "build", "ugra", "--format", form, "--output", str(output), *over]
    )
    return done.exit_code, done.output


@pytest.mark.parametrize("form", ["html", "json", "pdf", "docx", "xlsx", "mail"])
def test_the_command_writes_the_same_file_each_time(app: Flask, clock: MovingClock, tmp_path: Path, form: str) -> None:
    closed_cycle()

    first, _ = build(app, form, tmp_path / "first")
    clock.move_by(days=400)
    second, _ = build(app, form, tmp_path / "second")

    assert (first, second) == (0, 0)
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_the_file_is_in_the_language_of_the_campaign_and_stands_alone(app: Flask, tmp_path: Path) -> None:
    closed_cycle(language="ru")

    build(app, "html", tmp_path / "digest.html")

    text = (tmp_path / "digest.html").read_text("utf-8")
    assert '<html lang="ru">' in text
    assert "4\u00a0ноября\u00a02026" in text
    assert "http://localhost/ideas/1" in text
    assert "<link" not in text
    assert "<script" not in text


def test_the_json_file_proves_its_own_fingerprint(app: Flask, tmp_path: Path) -> None:
    closed_cycle()

    build(app, "json", tmp_path / "digest.json")

    found = json.loads((tmp_path / "digest.json").read_bytes())
    assert hashlib.sha256(canonical.spell(found["body"])).hexdigest() == found["fingerprint"]
    assert found["titles"]["1"] == "Лист ожидания к врачу"


def test_a_cycle_that_is_not_counted_has_no_digest(app: Flask, tmp_path: Path) -> None:
    make_round(make_campaign("ugra"))

    code, output = build(app, "json", tmp_path / "digest.json")

    assert code == 1
    assert "round 1 of ugra is not counted" in output


def test_where_no_file_can_be_written_a_sentence_says_so(app: Flask, tmp_path: Path) -> None:
    closed_cycle()

    code, output = build(app, "json", tmp_path / "nowhere" / "digest.json")

    assert code == 1
    assert "cannot be written" in output


def test_a_published_digest_is_read_by_everyone(client: FlaskClient, app: Flask, run_jobs: Callable[[], None]) -> None:
    publish(closed_cycle())
    run_jobs()

    text = page(client, "/digests/1")

    assert "7 people took part on the site. 4 ideas were counted. 18 supports were given." in text
    assert "Лист ожидания к врачу" in text
    assert "/digests/1" in page(client, "/digests/")


def test_a_digest_before_its_publication_is_missing_for_others(
    client: FlaskClient, visit: Visit, app: Flask, run_jobs: Callable[[], None]
) -> None:
    closed_cycle()
    run_jobs()
    moderator = give_role(make_account(), Role.MODERATOR, db.session.get_one(Campaign, 1))

    assert [visit(who).get("/digests/1").status_code for who in (None, make_account(), moderator)] == [404] * 3
    assert client.get("/digests/1.json").status_code == 404
    assert "No digest yet" in page(client, "/digests/")


def official(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.OFFICIAL, office=make_office())


def owner(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.OWNER, campaign)


def administrator(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.ADMINISTRATOR)


@pytest.mark.parametrize("reader", [official, owner, administrator])
def test_officials_owners_and_administrators_read_it_before(
    visit: Visit, app: Flask, run_jobs: Callable[[], None], reader: Callable[[Campaign], Account]
) -> None:
    closed_cycle()
    run_jobs()
    browser = visit(reader(db.session.get_one(Campaign, 1)))

    assert "Not published yet" in page(browser.client, "/digests/1")
    assert "not published" in page(browser.client, "/digests/")


def test_an_owner_of_another_campaign_does_not_read_it(visit: Visit, app: Flask, run_jobs: Callable[[], None]) -> None:
    closed_cycle()
    run_jobs()
    other = owner(make_campaign("other"))

    assert visit(other).get("/digests/1").status_code == 404


def test_a_title_that_is_hidden_later_goes_and_the_fingerprint_stays(
    client: FlaskClient, app: Flask, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    publish(closed_cycle())
    run_jobs()
    with step():
        states.withdraw(db.session.get_one(Contribution, 1), clock.now())

    found = json.loads(client.get("/digests/1.json").data)

    assert "Лист ожидания к врачу" not in page(client, "/digests/1")
    assert "1" not in found["titles"]
    assert hashlib.sha256(canonical.spell(found["body"])).hexdigest() == found["fingerprint"]


def test_files_are_made_by_a_job_and_told_on_the_page(
    client: FlaskClient, app: Flask, run_jobs: Callable[[], None], tmp_path: Path
) -> None:
    result = publish(closed_cycle())
    digest_jobs.take(result.id)
    before = page(client, "/digests/1"), client.get("/digests/1/file.pdf").status_code
    run_jobs()

    files = {form: client.get(f"/digests/1/file.{form}") for form in ("pdf", "docx", "xlsx", "html", "json", "mail")}
    again = client.get("/digests/1/file.pdf", headers={"If-None-Match": files["pdf"].headers["ETag"]})
    build(app, "pdf", tmp_path / "digest.pdf")
    assert "0 of 6 files are ready" in before[0]
    assert before[1] == 404
    assert {form: answer.status_code for form, answer in files.items()} == dict.fromkeys(files, 200)
    assert "being made" not in page(client, "/digests/1")
    assert again.status_code == 304
    assert files["pdf"].data == (tmp_path / "digest.pdf").read_bytes()
    assert files["pdf"].headers["Content-Disposition"] == 'attachment; filename="ugra-1.pdf"'


def test_a_file_with_words_that_were_hidden_is_given_to_nobody_and_made_anew(
    client: FlaskClient, app: Flask, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    publish(closed_cycle())
    run_jobs()
    first = client.get("/digests/1/file.html")
    folder = Path(app.extensions["veche.settings"].VECHE_INSTANCE) / "digests"
    with step():
        states.withdraw(db.session.get_one(Contribution, 1), clock.now())

    meanwhile = client.get("/digests/1/file.html").status_code
    run_jobs()

    assert "Лист ожидания к врачу" in first.data.decode()
    assert meanwhile == 404
    assert "Лист ожидания к врачу" not in client.get("/digests/1/file.html").data.decode()
    assert not (folder / first.headers["ETag"].strip('"')).exists()


def test_the_data_have_an_etag(client: FlaskClient, app: Flask, run_jobs: Callable[[], None]) -> None:
    publish(closed_cycle())
    run_jobs()

    response = client.get("/digests/1.json")
    again = client.get("/digests/1.json", headers={"If-None-Match": response.headers["ETag"]})

    assert (response.status_code, again.status_code) == (200, 304)
    assert response.data == canonical.spell(json.loads(response.data))


@pytest.mark.parametrize("winners", [1, 20])
def test_a_cycle_without_ideas_has_a_digest_too(
    client: FlaskClient, app: Flask, run_jobs: Callable[[], None], winners: int
) -> None:
    publish(freeze(make_round(make_campaign("ugra", winners=winners))))
    run_jobs()

    assert "0 people took part on the site. 0 ideas were counted. 0 supports were given." in page(client, "/digests/1")


def test_markup_of_people_stays_text(client: FlaskClient, app: Flask, run_jobs: Callable[[], None]) -> None:
    campaign = make_campaign("ugra")
    round_ = make_round(campaign)
    support(make_idea(campaign, title="<script>alert(1)</script>"), make_account())
    publish(freeze(round_))
    run_jobs()

    assert "<script>alert" not in page(client, "/digests/1")
    assert "&lt;script&gt;alert(1)" in page(client, "/digests/1")


def test_the_results_page_leads_to_the_digest(client: FlaskClient, app: Flask, run_jobs: Callable[[], None]) -> None:
    publish(closed_cycle())
    run_jobs()

    assert 'href="/digests/1"' in page(client, "/campaigns/ugra/results")


def test_the_page_costs_the_same_with_more_ideas(client: FlaskClient, app: Flask, run_jobs: Callable[[], None]) -> None:
    for slug, size in (("small", 3), ("large", 40)):
        campaign = make_campaign(slug)
        round_, person = make_round(campaign), make_account()
        for place in range(size):
            support(make_idea(campaign, title=f"Идея {place}"), person)
        publish(freeze(round_))
    run_jobs()
    spent = []
    for number in (1, 2):
        db.session.remove()
        with counted() as sent:
            page(client, f"/digests/{number}")
        spent.append(len(sent))

    assert spent[0] == spent[1]
    assert spent[0] <= 5


@pytest.mark.parametrize(("part", "whole", "share"), [(0, 0, 0), (1, 3, 33), (2, 3, 67), (1, 200, 1), (1, 201, 0)])
def test_shares_are_whole_percents(part: int, whole: int, share: int) -> None:
    assert percent(part, whole) == share


def test_reasons_of_restrictions_are_counted(app: Flask, clock: MovingClock) -> None:
    campaign = make_campaign("ugra")
    round_, idea, moderator = make_round(campaign), make_idea(campaign), make_account()
    with step():
        db.session.add(
            Statement(
                contribution_id=idea.id,
                decision=Decision.RETURN,
                rule="not-clear",
                facts="Непонятно, что предлагается.",
                language="ru",
                made_at=clock.now(),
                made_by=moderator.id,
                review_until=clock.now() + timedelta(days=14),
            )
        )

    assert draft(freeze(round_)).body["moderation"]["reasons"] == {"not-clear": 1}
