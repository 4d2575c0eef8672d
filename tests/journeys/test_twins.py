"""Somebody writes an idea that stands there already, and finds it."""

import os

from flask import Flask
from sqlalchemy import select

from app.foundation.db import db
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea, Support
from search.domain import upkeep
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import make_account
from tests.journeys.conftest import DESK, PHONE, Reader, Sit

NEW = "/campaigns/ugra/ideas/new"
TWIN = "Поставить больше урн в городском парке"
MINE = {
    "problem": "В парке негде выбросить мусор, он лежит у скамеек.",
    "proposal": "Поставить урны вдоль дорожек парка.",
    "title": "Установить урны для мусора в парке",
}


def stands() -> Idea:
    """An idea that everyone can read."""
    idea = make_idea(make_campaign("ugra"), title=TWIN, problem="Урн в парке мало, мусор бросают на траву.", number=50)
    upkeep.drain()
    return idea


def sent() -> list[tuple[str, State]]:
    db.session.rollback()
    rows = db.session.execute(select(Idea.title, Contribution.state).join(Idea.contribution).order_by(Idea.id))
    return [tuple(row) for row in rows]


def photograph(reader: Reader, name: str) -> None:
    """For eyes, where a folder is named for them."""
    if folder := os.environ.get("VECHE_PICTURES"):
        reader.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_twin_shows_itself_beneath_the_title_and_who_goes_on_is_not_asked_again(app: Flask, sit: Sit) -> None:
    twin = stands()
    reader = sit(make_account(), width=PHONE, also=[("dark", DESK, "")]).open(NEW)

    reader.fill(**MINE).reads("Is this what you mean?").look_again()
    photograph(reader, "twins-beneath")
    with reader.page.context.expect_page() as opened:
        reader.page.locator("main").get_by_role("link", name="This is what I mean").click()
    there = opened.value
    there.locator("main").get_by_role("button", name="Support this idea").click()
    there.locator("main").get_by_text("You support this").first.wait_for()

    reader.press("Send").reads("Your idea is being checked")

    assert sent() == [(TWIN, State.PUBLISHED), (MINE["title"], State.SUBMITTED)]
    assert list(db.session.scalars(select(Support.idea_id))) == [twin.id]


def test_without_scripts_one_is_asked_once_before_it_is_sent(app: Flask, sit: Sit) -> None:
    stands()
    reader = sit(make_account(), scripts=False, width=PHONE).open(NEW)

    reader.fill(**MINE).press("Send").reads("Is this what you mean?").reads(TWIN)
    photograph(reader, "twins-before-sending")
    before = sent()
    reader.press("Send mine all the same").reads("Your idea is being checked")

    assert before == [(TWIN, State.PUBLISHED)]
    assert sent() == [(TWIN, State.PUBLISHED), (MINE["title"], State.SUBMITTED)]
