"""Somebody leaves: what goes, what remains, and that until then they may think better of it."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.accounts.personal import jobs, terms
from app.foundation import clock as hours
from app.foundation.unit_of_work import step
from search.domain import marks
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.comments import say
from tests.factories.people import make_account
from tests.journeys.conftest import DESK, PHONE, Letters, Sit
from tests.support.clocks import MovingClock

Chapter = Callable[[], None]


@pytest.mark.parametrize(("scripts", "width"), [(True, DESK), (False, PHONE)], ids=["desk", "phone without scripts"])
def test_somebody_leaves_and_what_others_wrote_stays(
    app: Flask, sit: Sit, clock: MovingClock, run_jobs: Chapter, letters: Letters, scripts: bool, width: int
) -> None:
    anna, igor = (
        make_account("anna@example.org", given_name="Anna", family_name="Kravets"),
        make_account(given_name="Igor", family_name="Belov"),
    )
    idea = make_idea(make_campaign(), author=anna, title="Benches at the pond", language="en")
    said = say(idea, anna, "There is nowhere to sit.")
    say(idea, igor, "Two would be enough for a start.", parent=said)
    with step():
        marks.mark([idea.id], hours.now())
    path = f"/ideas/{idea.id}"
    leaving, reading = (sit(person, scripts=scripts, width=width) for person in (anna, igor))

    # She shows her full name for a while, takes a file of her data along, and asks to be erased.
    leaving.open("/account/").follow("My data").press("Show my full name")
    leaving.page.locator("main [name=agreed]").check()
    leaving.press("Show my full name").reads("Others see: Anna Kravets")
    reading.open(path).reads("Anna Kravets")
    leaving.press("Show only my given name and one letter").reads("Others see: Anna K.")
    leaving.press("Make the file").reads("is being made")
    run_jobs()
    leaving.open("/account/data").reads("for you alone")
    leaving.press("Erase my account").press("Erase my account").reads("Tick the box if you want to go on.")
    leaving.page.locator("main [name=texts][value=stubs]").check()
    leaving.page.locator("main [name=understood]").check()
    leaving.press("Erase my account").reads("Your account is erased on")
    run_jobs()
    assert any("You asked us to erase your account" in letter for letter in letters("anna@example.org"))

    # She thinks better of it, and then again.
    leaving.press("I stay").does_not_see("Your account is erased on")
    leaving.press("Erase my account")
    leaving.page.locator("main [name=texts][value=stubs]").check()
    leaving.page.locator("main [name=understood]").check()
    leaving.press("Erase my account").reads("Your account is erased on")
    clock.move_to(hours.now() + terms.REFLECTION.lasts)
    jobs.erase_due()
    run_jobs()

    # Her words and her name are gone; his answer stands where it stood, and nobody is signed in any more.
    guest = sit(scripts=scripts, width=width)
    guest.open(path).reads("Two would be enough for a start.").reads("A person who has left").reads(
        "The author has left"
    )
    for words in ("Benches at the pond", "nowhere to sit", "Anna"):
        guest.does_not_see(words)
    guest.open("/search?q=benches").does_not_see("Benches at the pond")
    leaving.page.goto(leaving.site + "/account/")
    assert "/account/sign-in" in leaving.page.url
