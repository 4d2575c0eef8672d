"""Several texts decided together: what would happen to each is shown, each is decided alone, and all can be taken back."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, State
from campaigns.plan.models import Campaign
from moderation.domain import cases
from moderation.domain.bulk import MOST
from moderation.models import Case, Statement
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import make_case
from tests.factories.people import give_role, make_account

PAGE = "/moderation/together"


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def moderator(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.MODERATOR, campaign)


def waiting(campaign: Campaign, author: Account | None = None, **over: object) -> Case:
    return make_case(make_idea(campaign, author or make_account(), State.SUBMITTED, **over))


def picks(*made: Case) -> list[str]:
    return [f"{case.id}.1.1" for case in made]


def states_of(*ids: int) -> list[State]:
    db.session.rollback()
    rows = db.session.execute(select(Case.id, Contribution.state).join(Case.contribution).where(Case.id.in_(ids)))
    found = {row.id: row.state for row in rows}
    return [found[id] for id in ids]


def test_each_is_told_what_will_happen_and_decided_alone(campaign, moderator, visit):
    theirs = waiting(campaign, make_account(language="en"), title="Первая идея")
    second = waiting(campaign, make_account(language="uk"), title="Вторая идея")
    own = waiting(campaign, moderator, title="Своя идея")
    busy = waiting(campaign, title="Чужая идея")
    changed = waiting(campaign, title="Другая идея")
    elsewhere = waiting(make_campaign("other"), title="Идея соседей")
    other = give_role(make_account(), Role.MODERATOR, campaign)
    with step():
        cases.claim(actor_of(other), busy.id, present.now())
        states.changed(db.session.get_one(Contribution, changed.contribution_id), present.now())
    ids = [case.id for case in (theirs, second, own, busy, changed, elsewhere)]
    fields = {"pick": picks(theirs, second, own, busy, changed, elsewhere), "decision": "reject", "ground": "rude"}
    browser = visit(moderator)

    preview = browser.send(PAGE, {**fields, "then": "preview"}).text
    untouched = states_of(*ids)
    answer = browser.send(PAGE, {**fields, "then": "send"})
    done = browser.get(answer.location).text

    assert (untouched, "Идея соседей" in preview + done) == ([State.SUBMITTED] * 6, False)
    assert (preview.count("will not be published"), preview.count("left as it is")) == (2, 3)
    assert "There are words in your text that insult people" in preview
    assert (answer.status_code, states_of(*ids)) == (303, [State.REJECTED] * 2 + [State.SUBMITTED] * 4)
    assert ("2 texts are decided." in done, done.count("left as it is")) == (True, 3)
    assert ["it is your own text" in done, "somebody else is looking at it" in done] == [True, True]
    assert db.session.scalars(select(Statement.language).order_by(Statement.id)).all() == ["en", "uk"]


def test_all_of_them_are_taken_back_together(campaign, moderator, visit, clock):
    first, second, early = waiting(campaign), waiting(campaign), waiting(campaign)
    ids = [first.id, second.id, early.id]
    browser = visit(moderator)
    browser.send(PAGE, {"pick": picks(early), "decision": "publish", "then": "send"})
    clock.move_by(seconds=50)
    browser.send(PAGE, {"pick": picks(first, second), "decision": "publish", "then": "send"})
    clock.move_by(seconds=20)

    answer = browser.send(f"{PAGE}/undo", {"case": ids})

    page = browser.get(answer.location).text
    assert states_of(*ids) == [State.SUBMITTED, State.SUBMITTED, State.PUBLISHED]
    assert ("Taken back: 2 decisions." in page, "1 stays as it is: A minute has passed" in page) == (True, True)


@pytest.mark.any_database
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"decision": "reject"},
        {"decision": "reject", "ground": "nonsense"},
        {"decision": "refer", "ground": "petition"},
        {"decision": "refer", "ground": "petition", "competence": "999"},
        {"decision": "mask", "ground": "rude"},
        {"decision": "reject", "ground": "rude", "facts": "а" * 100_000},
        {"decision": "hide", "ground": "rude", "term": "-5"},
    ],
)
def test_what_is_not_filled_in_decides_nothing(campaign, moderator, visit, fields):
    case = waiting(campaign)
    case_id = case.id

    answer = visit(moderator).send(PAGE, {"pick": picks(case), "then": "send", **fields})

    assert (answer.status_code, states_of(case_id)) == (422, [State.SUBMITTED])


@pytest.mark.parametrize("pick", [[], ["x"], ["1"], ["1.1"], ["1.1.1.1"], ["-1.1.1"], ["9" * 30 + ".1.1"], ["999.1.1"]])
def test_what_was_not_chosen_is_asked_for(campaign, moderator, visit, pick):
    answer = visit(moderator).send(PAGE, {"pick": pick, "decision": "publish", "then": "send"})

    assert (answer.status_code, "Nothing is chosen" in answer.text) == (422, True)


def test_the_list_offers_boxes_but_not_for_one_s_own(campaign, moderator, visit):
    own, theirs = waiting(campaign, moderator), waiting(campaign)
    browser = visit(moderator)

    plain, ticked = browser.get("/moderation/").text, browser.get("/moderation/?all=1").text
    page = browser.get(f"{PAGE}?case={theirs.id}&case={own.id}&case=x&case={'9' * 40}").text

    box = f'name="case" value="{theirs.id}"'
    assert (box in plain, f'value="{own.id}" form' in plain) == (True, False)
    assert (plain.count(" checked"), ticked.count(" checked")) == (0, 1)
    assert [f'value="{picks(case)[0]}"' in page for case in (theirs, own)] == [True, True]


@pytest.mark.slow
def test_no_more_than_fifty_at_once(campaign, moderator, visit):
    author = make_account()
    made = [waiting(campaign, author) for _ in range(MOST + 2)]
    ids = [case.id for case in made]

    visit(moderator).send(PAGE, {"pick": picks(*made), "decision": "publish", "then": "send"})

    assert states_of(*ids).count(State.PUBLISHED) == MOST
