"""What is being written is kept by itself: online, offline, and past a reload."""

import re

from flask import Flask
from sqlalchemy import select

from app.foundation.db import db
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from tests.factories.campaigns import make_campaign
from tests.factories.people import make_account
from tests.journeys.conftest import PHONE, Sit

NEW = "/campaigns/ugra/ideas/new"


def kept() -> list[tuple[str, State]]:
    db.session.rollback()
    rows = db.session.execute(select(Idea.problem, Contribution.state).join(Idea.contribution).order_by(Idea.id))
    return [tuple(row) for row in rows]


def test_words_are_kept_by_themselves_and_sent_only_by_the_button(app: Flask, sit: Sit) -> None:
    make_campaign("ugra")
    reader = sit(make_account(), width=PHONE).open(NEW)

    reader.fill(problem="Талоны расходятся за минуты.").reads("Saved at")
    between = kept()
    reader.fill(proposal="Сделать лист ожидания.", title="Лист ожидания").press("Send")
    reader.reads("Your idea is being checked")

    assert between == [("Талоны расходятся за минуты.", State.DRAFT)]
    assert kept() == [("Талоны расходятся за минуты.", State.SUBMITTED)]


def test_words_of_a_time_without_connection_are_kept_when_it_is_back(app: Flask, sit: Sit) -> None:
    make_campaign("ugra")
    reader = sit(make_account()).open(NEW)

    reader.page.context.set_offline(True)
    reader.fill(problem="Талоны расходятся за минуты.").reads("Not saved yet: no connection.")
    nothing = kept()
    reader.page.context.set_offline(False)
    reader.reads("Saved at")

    assert nothing == []
    assert kept() == [("Талоны расходятся за минуты.", State.DRAFT)]


def test_words_that_were_not_kept_are_offered_back(app: Flask, sit: Sit) -> None:
    make_campaign("ugra")
    reader = sit(make_account(), width=PHONE).open(NEW)
    reader.page.route(re.compile("autosave"), lambda route: route.abort())
    reader.fill(problem="Талоны расходятся за минуты.").reads("Not saved yet: no connection.")

    reader.page.unroute(re.compile("autosave"))
    reader.open(NEW).press("Bring them back")

    assert reader.page.locator("[name=problem]").input_value() == "Талоны расходятся за минуты."
    reader.reads("Saved at")
    assert kept() == [("Талоны расходятся за минуты.", State.DRAFT)]


def test_what_was_sent_is_not_offered_back(app: Flask, sit: Sit) -> None:
    make_campaign("ugra")
    reader = sit(make_account()).open(NEW)
    reader.fill(problem="Талоны расходятся за минуты.", proposal="Сделать лист ожидания.", title="Лист ожидания")

    reader.press("Send").reads("Your idea is being checked")
    reader.open(NEW)

    assert not reader.page.get_by_role("button", name="Bring them back").is_visible()
    assert [state for _words, state in kept()] == [State.SUBMITTED]


def test_leaving_the_page_keeps_the_last_words(app: Flask, sit: Sit) -> None:
    make_campaign("ugra")
    reader = sit(make_account()).open(NEW)

    reader.fill(problem="Талоны расходятся за минуты.").open("/campaigns/ugra/")
    reader.open(NEW).follow("Go on with it")

    assert reader.page.locator("[name=problem]").input_value() == "Талоны расходятся за минуты."


def test_a_form_sent_while_its_words_are_on_their_way_meets_no_words_of_its_own(app: Flask, sit: Sit) -> None:
    make_campaign("ugra")
    reader = sit(make_account()).open(NEW)
    reader.fill(problem="Талоны расходятся за минуты.", proposal="Сделать лист ожидания.", title="Лист").reads(
        "Saved at"
    )
    reader.open(NEW).follow("Go on with it")

    reader.page.route(re.compile("autosave"), lambda route: (reader.page.wait_for_timeout(500), route.continue_()))
    with reader.page.expect_request(re.compile("autosave")):
        reader.fill(title="Лист ожидания")
    reader.fill(title="Лист ожидания к врачу").press("Send").reads("Your idea is being checked")

    db.session.rollback()
    assert db.session.scalars(select(Idea.title)).all() == ["Лист ожидания к врачу"]
