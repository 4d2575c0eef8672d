"""A hotline of a service is no personal data; the phone of a neighbour is."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation.db import db
from campaigns.contributions.models import Contribution
from campaigns.contributions.slots import findings_in
from moderation import published
from moderation.texts import Part
from tests.factories.campaigns import make_campaign
from tests.factories.people import make_account, make_competence, make_office
from tests.factories.services import make_service
from tests.support.statements import counted

PRIVATE = "8 912 345-67-89"
TELLS = "Позвонил по номеру {} и прождал час, никто не ответил."


@pytest.fixture
def contacts(app: Flask) -> None:
    office = make_office(contacts="Приёмная: +7 (3467) 35-00-11, priem.ugra@example.org")
    make_service("Вызов врача", "Звоните: 8 922 400-11-22", office_id=office.id)
    make_competence(address="ул. Мира, 1, тел. 8 (3467) 33-44-55")
    make_campaign("ugra", organiser="Департамент, 8-922-500-33-44")


@pytest.mark.parametrize(
    "number",
    ["+7 (922) 400 11 22", "8 3467 35-00-11", "83467334455", "+79225003344", "priem.ugra@example.org"],
)
def test_what_is_published_is_no_personal_data(contacts, app, number):
    with app.test_request_context():
        found = findings_in(TELLS.format(number))

    assert found == []


def test_a_private_phone_is_found_beside_a_published_one(contacts, app):
    text = f"{TELLS.format('8 922 400-11-22')} Мой номер {PRIVATE}, жду."

    with app.test_request_context():
        found = findings_in(text)

    assert [text[one.start : one.end] for one in found] == [PRIVATE]


def test_texts_without_contacts_cost_no_statement_and_one_with_several_one(contacts, app):
    with app.test_request_context():
        with counted() as none:
            findings_in("Никто не отвечает уже неделю.")
        with counted() as one:
            found = [findings_in(TELLS.format(PRIVATE)), findings_in(f"Пишите: {PRIVATE}")]

    assert (len(none), len(one), [bool(each) for each in found]) == (0, 1, [True, True])


def test_an_idea_with_a_hotline_is_not_held_and_one_with_a_private_phone_is(contacts, visit):
    visitor, address = visit(make_account()), "/campaigns/ugra/ideas/"
    idea = {
        "title": "Дозвониться до врача",
        "problem": TELLS.format("8 922 400-11-22"),
        "proposal": "Сделать очередь звонков, чтобы не ждать на линии.",
        "do": "send",
    }

    sent = visitor.send(address, idea, page=f"{address}new")
    shown = visitor.send(address, {**idea, "problem": TELLS.format(PRIVATE)}, page=f"{address}new")

    assert (sent.status_code, shown.status_code) == (303, 422)
    assert f"<mark>{PRIVATE}</mark>" in shown.text
    assert len(db.session.scalars(select(Contribution.id)).all()) == 1


def test_the_job_knows_them_too(contacts, app):
    parts = [Part("problem", "Problem", TELLS.format(number)) for number in ("8 922 400-11-22", PRIVATE)]

    found = published.find_in(parts)

    assert [(one.code, one.start) for one in found] == [("personal.phone", TELLS.index("{"))]
