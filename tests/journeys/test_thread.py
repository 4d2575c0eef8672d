"""One campaign from plan to digest, as the people in it live through it."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation.db import db
from app.foundation.timetable import ask_for_due
from app.schedule import SCHEDULE
from tests.factories.people import give_role, make_account, make_office, make_territory
from tests.journeys.conftest import DESK, PHONE, Letters, Reader, Sit
from tests.support.clocks import MovingClock

ZONE = ZoneInfo("Asia/Yekaterinburg")
TITLE = "A waiting list for the doctor"
PROBLEM = "Talons for the cardiologist are gone within minutes, and nobody knows when new ones come."
PROPOSAL = "Make a waiting list that tells people when a place has become free."
ANNA = "anna@example.org"
Chapter = Callable[[], None]


@pytest.mark.parametrize(
    ("scripts", "width"),
    [(True, DESK), (True, PHONE), (False, PHONE)],
    ids=["desk", "phone", "phone without scripts"],
)
def test_a_campaign_from_plan_to_digest(
    app: Flask, sit: Sit, clock: MovingClock, run_jobs: Chapter, letters: Letters, scripts: bool, width: int
) -> None:
    make_territory("Surgut")
    owner = make_account("owner@example.org", given_name="Olga")
    owning, resident, stranger, checking, reading = (
        sit(account, scripts=scripts, width=width)
        for account in (
            owner,
            None,
            make_account(given_name="Igor"),
            give_role(make_account(given_name="Stepan"), Role.MODERATOR),
            give_role(make_account(given_name="Irina"), Role.OFFICIAL, office=make_office("Health department")),
        )
    )

    owner_id = owner.id
    opens_at = plan(sit(give_role(make_account(), Role.ADMINISTRATOR), scripts=scripts, width=width), owner, clock)
    launch(owning, resident)
    wait_for_the_bell(resident, clock, opens_at)
    write_before_signing_in(resident, run_jobs, letters)
    idea = send(resident, stranger)
    return_it_with_a_reason(checking, clock, run_jobs, letters)
    mend(resident, idea)
    clock.move_by(hours=3)
    publish(checking, clock, run_jobs, letters)
    find_and_support(stranger)
    clock.move_to(opens_at + timedelta(days=28))
    ask_for_due(SCHEDULE)
    run_jobs()
    # A month later the owner signs in anew, as signing a result asks for it.
    owner = db.session.get_one(Account, owner_id)
    sign_and_publish(sit(owner, scripts=scripts, width=width), run_jobs)
    stranger.open("/campaigns/services/results").reads(TITLE)
    reading.open("/digests/").follow("Digital services").reads(TITLE)


def plan(administrator: Reader, owner: Account, clock: MovingClock) -> datetime:
    """The administrator plans a campaign and gives it an owner. Returns when its ideas will open."""
    administrator.open("/campaigns/new").fill(title="Digital services", organiser="Open region")
    administrator.fill(question="What keeps you from using them?").unfold("slug").fill(slug="services")
    administrator.press("Create the project")
    administrator.open(f"/admin/people/{owner.id}")
    administrator.choose(role="Organiser", place="Digital services").press("Give the role").reads("Digital services")
    first_day = clock.now().astimezone(ZONE).date() + timedelta(days=1)
    return datetime.combine(first_day + timedelta(days=14), datetime.min.time(), ZONE)


def launch(owner: Reader, resident: Reader) -> None:
    """The owner launches it; people see it announced."""
    owner.open("/campaigns/services/plan").press("Launch the project").reads("Dates")
    resident.open("/").follow("Digital services").does_not_see("Propose an idea")


def wait_for_the_bell(resident: Reader, clock: MovingClock, opens_at: datetime) -> None:
    """The clock opens the ideas: no job, no click."""
    clock.move_to(opens_at - timedelta(minutes=1))
    resident.open("/campaigns/services/").does_not_see("Propose an idea")
    clock.move_to(opens_at)
    resident.open("/campaigns/services/").press("Propose an idea")


def write_before_signing_in(resident: Reader, run_jobs: Chapter, letters: Letters) -> None:
    """A guest writes first and registers afterwards; the text waits."""
    resident.fill(problem=PROBLEM, proposal=PROPOSAL, title=TITLE).press("Send")
    resident.press("Register").fill(email=ANNA, given_name="Anna", family_name="Kravets", password="a calm horse 71")
    resident.page.locator("[name=consent]").check()
    resident.press("Register")
    run_jobs()
    (letter,) = letters(ANNA)
    resident.open(link_in(letter, "/account/confirm/")).press("Yes, it is my e-mail")


def link_in(letter: str, path: str) -> str:
    found = re.search(rf"https?://[^/\s]+({path}\S+)", letter)
    assert found, letter
    return found[1]


def send(resident: Reader, stranger: Reader) -> str:
    """The author finds the text as it was and sends it; nobody else sees it yet. Returns its address."""
    assert resident.page.locator("main [name=problem]").input_value() == PROBLEM
    resident.press("Send").reads(TITLE)
    idea = resident.page.url.removeprefix(resident.site).partition("?")[0]
    answer = stranger.page.goto(stranger.site + idea)
    assert answer is not None
    assert answer.status == 404
    return idea


def return_it_with_a_reason(moderator: Reader, clock: MovingClock, run_jobs: Chapter, letters: Letters) -> None:
    """A moderator returns it; the author reads why, in a letter, once it can no longer be taken back."""
    run_jobs()
    moderator.open("/moderation/").follow(TITLE)
    moderator.page.locator("[name=decision][value=return]").check()
    moderator.page.locator("select[name=ground]").select_option("not-clear")
    moderator.fill(facts="Say which clinic you mean.").press("Show what the author will read")
    moderator.press("Send the decision")
    run_jobs()
    assert len(letters(ANNA)) == 1
    clock.move_by(minutes=1)
    run_jobs()
    assert "Say which clinic you mean." in letters(ANNA)[-1]


def mend(resident: Reader, idea: str) -> None:
    """The author reads the reason on the page, too, mends the idea and sends it again."""
    resident.open(idea).reads("Say which clinic you mean.")
    resident.open(f"{idea}/edit").fill(problem=f"{PROBLEM} It is the city clinic No 1.").press("Send")


def publish(moderator: Reader, clock: MovingClock, run_jobs: Chapter, letters: Letters) -> None:
    """The moderator publishes it, and the author is told."""
    run_jobs()
    moderator.open("/moderation/").follow(TITLE).press("Publish")
    clock.move_by(minutes=1)
    run_jobs()
    assert len(letters(ANNA)) == 3


def find_and_support(stranger: Reader) -> None:
    """It is found by other forms of its words, supported, un-supported, supported again and followed."""
    stranger.open("/search?q=waiting+lists+doctors").reads("1 idea found")
    stranger.follow(TITLE).press("Support this idea").press("You support this: take it back")
    stranger.press("Support this idea").press("Follow").reads("You follow this")


def sign_and_publish(owner: Reader, run_jobs: Chapter) -> None:
    """The round has closed by the clock and was counted in the background; the owner signs and publishes."""
    owner.open("/campaigns/services/results").press("Check and sign").press("Sign the result")
    owner.press("Publish the result")
    run_jobs()
