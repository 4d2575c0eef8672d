"""A case is taken for a quarter of an hour; what runs out while somebody writes loses nothing."""

import pytest
from flask import Flask

from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation.db import db
from campaigns.contributions.models import Contribution, State
from campaigns.plan.models import Campaign
from moderation.models import Case
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import make_case
from tests.factories.people import give_role, make_account

WORDS = "A careful sentence that took twenty minutes."


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def mariya(campaign: Campaign) -> Account:
    return give_role(make_account(given_name="Мария", family_name="Лось"), Role.MODERATOR, campaign)


@pytest.fixture
def pyotr(campaign: Campaign) -> Account:
    return give_role(make_account(given_name="Пётр", family_name="Ильин"), Role.MODERATOR, campaign)


@pytest.fixture
def page(campaign: Campaign) -> str:
    case = make_case(make_idea(campaign, make_account(), State.SUBMITTED, title="A text to take"))
    return f"/moderation/cases/{case.id}"


def written(version: int, then: str) -> dict[str, object]:
    fields = {"decision": "reject", "ground": "rude", "facts": WORDS, "then": then}
    return {"version": version, "text_version": 1, **fields}


def test_until_when_a_text_is_taken_stands_in_its_page_and_in_the_list(mariya, pyotr, page, visit):
    # The clock says noon UTC, which is 17:00 in the project.
    visit(mariya).send(f"{page}/claim", page=page)

    own, others, listed = (
        visit(mariya).get(page).text,
        visit(pyotr).get(page).text,
        visit(pyotr).get("/moderation/").text,
    )

    assert "You have this text until 4" in own
    assert "17:15" in own
    assert "Мария Л. is looking at this text now" in others
    assert "Мария Л., until 17:15" in listed


@pytest.mark.parametrize("then", ["preview", "send"])
@pytest.mark.parametrize("verb", ["claim", "publish"])
def test_words_typed_while_the_claim_ran_out_and_another_came_are_kept(mariya, pyotr, page, visit, clock, then, verb):
    browser = visit(mariya)
    browser.send(f"{page}/claim", page=page)
    token = browser.token(page)
    clock.move_by(minutes=20)
    visit(pyotr).send(f"{page}/{verb}", {"version": 2, "text_version": 1}, page=page)

    answer = browser.client.post(f"{page}/restrict", data={"csrf_token": token, **written(2, then)})

    db.session.rollback()
    state = db.session.query(Contribution.state).one().state
    assert (answer.status_code, WORDS in answer.text) == (409 if then == "send" or verb == "publish" else 200, True)
    assert ("Пётр И." in answer.text, state) == (True, State.PUBLISHED if verb == "publish" else State.SUBMITTED)


def test_a_claim_that_ran_out_is_taken_over_and_taken_again_by_who_had_it(mariya, pyotr, page, visit, clock):
    first, second = visit(mariya), visit(pyotr)
    statuses = [first.send(f"{page}/claim", page=page).status_code]
    statuses.append(second.send(f"{page}/claim", page=page).status_code)
    clock.move_by(minutes=15)
    statuses.append(second.send(f"{page}/claim", page=page).status_code)
    clock.move_by(minutes=14)
    # Whoever has it takes it for another quarter of an hour: nothing that others saw changes by it.
    statuses.append(second.send(f"{page}/claim", page=page).status_code)
    clock.move_by(minutes=14)
    statuses.append(first.send(f"{page}/claim", page=page).status_code)

    case = db.session.query(Case).populate_existing().one()
    assert statuses == [303, 409, 303, 303, 409]
    assert (case.claimed_by, case.version) == (pyotr.id, 3)
