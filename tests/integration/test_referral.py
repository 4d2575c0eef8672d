"""Texts that belong elsewhere, texts hidden for a term, and what their authors read about it."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.audit.models import Entry
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications.models import Notice, NoticeKind
from app.offices.models import Competence
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.plan.models import Campaign, Rules
from moderation import jobs
from moderation.models import Basis, Decision, Statement
from moderation.possible import possible
from moderation.reasons import GROUNDS
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import make_case
from tests.factories.people import give_role, make_account, make_competence
from tests.support.letters import letters


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def moderator(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.MODERATOR, campaign)


@pytest.fixture
def author(app: Flask) -> Account:
    return make_account("author@example.org", language="en")


def send(visit, moderator: Account, case_id: int, **fields: object):
    path = f"/moderation/cases/{case_id}"
    seen = {"version": 1, "text_version": 1, "then": "send", "facts": "It is about one yard."}
    return visit(moderator).send(f"{path}/restrict", {**seen, **fields}, page=path)


def test_who_is_sent_elsewhere_learns_where_by_page_and_letter(campaign, author, moderator, visit, run_jobs, clock):
    idea, entry = make_idea(campaign, author, State.SUBMITTED), make_competence(name="City Yard Service")
    number, writer, known = idea.id, author.id, entry.id
    browser, case_id = visit(author), make_case(idea).id

    preview = send(visit, moderator, case_id, decision="refer", ground="petition", competence=known, then="preview")
    sent = send(visit, moderator, case_id, decision="refer", ground="petition", competence=known)
    clock.move_by(minutes=1)
    run_jobs()

    (letter,) = letters()
    page, where = browser.get(f"/account/texts/{number}").text, browser.get("/where-to-turn").text
    statement = db.session.scalars(select(Statement)).one()
    assert (sent.status_code, db.session.get_one(Contribution, number).state) == (303, State.REJECTED)
    assert (statement.decision, statement.competence_id, statement.basis) == (Decision.REFER, known, Basis.OWN)
    assert db.session.scalars(select(Notice.kind).where(Notice.account_id == writer)).all() == [NoticeKind.REFERRED]
    for text in (preview.text, page, where, letter.text):
        assert ["City Yard Service" in text, "ул. Мира, 1" in text] == [True, True]
    assert letter.subject.startswith("Where to turn with your idea: ")
    assert "another office is competent" in page


def test_nobody_is_sent_nowhere(campaign, author, moderator, visit):
    idea, ended = make_idea(campaign, author, State.SUBMITTED), make_competence(name="Ended")
    other, number = make_competence(name="Other").id, idea.id
    ended_id, case_id = ended.id, make_case(idea).id
    with step():
        db.session.get_one(Competence, ended_id).ended_at = db.session.get_one(Contribution, number).created_at
    refer = {"decision": "refer", "ground": "petition"}

    answers = [send(visit, moderator, case_id, **refer, competence=word) for word in ("", ended_id, 999, "x", "9" * 40)]
    by_another_rule = send(visit, moderator, case_id, decision="refer", ground="rude", competence=other)

    assert [answer.status_code for answer in answers] == [422] * 5
    assert "Choose who is competent" in answers[0].text
    assert (by_another_rule.status_code, "does not lead to that decision" in by_another_rule.text) == (422, True)
    assert db.session.get_one(Contribution, number).state == State.SUBMITTED


def test_only_what_residents_bring_is_referred(app):
    referred = {kind for kind in Kind if Decision.REFER in possible(kind, State.SUBMITTED)}
    led = {one.code for one in GROUNDS if Decision.REFER in one.leads_to(Kind.IDEA)}

    assert referred == {Kind.IDEA, Kind.TOPIC, Kind.COMMENT, Kind.CONTEST}
    assert led == {"petition", "off-topic"}


def test_a_text_hidden_for_a_week_comes_back_by_itself(campaign, author, moderator, visit, clock):
    idea = make_idea(campaign, author, State.PUBLISHED)
    number, published_at = idea.id, db.session.get_one(Contribution, idea.id).published_at
    send(visit, moderator, make_case(idea).id, decision="hide", ground="rude", term="7")
    until = db.session.scalars(select(Statement.until)).one()
    page = visit(author).get(f"/account/texts/{number}").text
    clock.move_by(days=7, seconds=-1)
    jobs.end_terms()
    before = db.session.get_one(Contribution, number).state
    db.session.rollback()
    clock.move_by(seconds=1)

    for _ in range(2):
        jobs.end_terms()

    text = db.session.get_one(Contribution, number, populate_existing=True)
    acts = db.session.scalars(select(Entry.act).order_by(Entry.id)).all()
    assert ("then everyone can read it again" in page, until == clock.now()) == (True, True)
    assert (before, text.state, text.published_at) == (State.HIDDEN, State.PUBLISHED, published_at)
    assert acts == ["case.decide", "hiding.end"]


@pytest.mark.parametrize(
    ("fields", "basis"),
    [
        ({}, Basis.OWN),
        (
            {"findings": [{"part": "title", "code": "shouting", "score": 1, "start": 0, "end": 1}], "found": 1},
            Basis.OWN,
        ),
        (
            {"findings": [{"part": "title", "code": "personal.phone", "score": 1, "start": 0, "end": 1}], "found": 1},
            Basis.CHECK,
        ),
        ({"reports": 2}, Basis.REPORT),
    ],
)
def test_a_statement_keeps_the_rules_as_they_read_and_what_led_to_it(campaign, moderator, visit, fields, basis):
    author = make_account(language="uk")
    with step():
        made = {"campaign_id": campaign.id, "language": "ru", "since": campaign.created_at}
        db.session.add(Rules(**made, number=1, body="Пишем вежливо."))
        db.session.add(Rules(**made, number=2, body="Пишем вежливо и кратко.", reason="Так яснее."))
    case = make_case(make_idea(campaign, author, State.SUBMITTED), **fields)

    send(visit, moderator, case.id, decision="return", ground="personal-data")

    statement = db.session.scalars(select(Statement)).one()
    rules = db.session.get_one(Rules, statement.rules_id)
    assert (statement.basis, rules.number, statement.language) == (basis, 2, "uk")
    assert (statement.rule_text != "", statement.is_automatic, statement.until) == (True, False, None)


def test_the_address_book_is_kept_by_administrators(app, visit):
    browser = visit(give_role(make_account(), Role.ADMINISTRATOR))
    fields = {"name": "Управа", "covers": "Дворы", "address": "ул. Мира, 1"}

    added = browser.send("/admin/competences/", fields)
    twice = browser.send("/admin/competences/", {**fields, "name": "УПРАВА"})
    number = db.session.scalars(select(Competence.id)).one()
    moved = browser.send(f"/admin/competences/{number}", {**fields, "address": "ул. Новая, 2"})
    ended = browser.send(f"/admin/competences/{number}/end")
    gone = browser.get(f"/admin/competences/{number}")
    back = browser.send("/admin/competences/", fields)

    answers = [one.status_code for one in (added, twice, moved, ended, gone, back)]
    acts = db.session.scalars(select(Entry.act).order_by(Entry.id)).all()
    assert answers == [303, 409, 303, 303, 404, 303]
    assert db.session.scalars(select(Competence.id).where(Competence.ended_at.is_(None))).all() == [number]
    assert acts == ["competence.add", "competence.change", "competence.end", "competence.add"]


def test_the_address_book_comes_from_a_file_twice_as_once(app, tmp_path):
    file = tmp_path / "book.csv"
    long = "a" * 300
    file.write_text(f"name;covers;address\nУправа;Дворы;ул. Мира, 1\n;;ул. Пустая\n{long};;там\nФонд;;телефон 112-05\n")
    run = app.test_cli_runner().invoke

    first, second = (run(args=["offices", "competences", str(file), "--json"]) for _ in range(2))

    assert [one.stdout.strip() for one in (first, second)] == [
        '{"entries": 2, "unchanged": 0, "refused": 2}',
        '{"entries": 0, "unchanged": 2, "refused": 2}',
    ]
    assert first.stderr.splitlines() == [
        "row 3: the name or the address is missing",
        "row 4: name is longer than 200 characters",
    ]
