"""Support: a set of people, and a counter that is always as large as the set."""

import random
import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.foundation import clock as house_clock
from app.foundation.db import db
from app.foundation.errors import Missing, NotAllowed, Reason
from app.foundation.unit_of_work import step
from campaigns.contributions.models import State
from campaigns.ideas.domain import supports
from campaigns.ideas.models import Idea, Support, SupportSheet
from campaigns.ideas.slots import SUPPORT_GUARD
from campaigns.plan.models import Audience, Campaign
from campaigns.plan.phases import PhaseKind
from tests.factories.campaigns import make_campaign
from tests.factories.ideas import make_idea_in
from tests.factories.people import make_account
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def idea(campaign: Campaign) -> Idea:
    return make_idea_in(State.PUBLISHED, campaign, make_account())


def give(account: Account, idea: Idea) -> bool:
    actor, id = Actor(account.id), idea.id
    with step():
        return supports.give(actor, id, house_clock.now())


def take_back(account: Account, idea: Idea) -> bool:
    actor, id = Actor(account.id), idea.id
    with step():
        return supports.take_back(actor, id, house_clock.now())


def counted(idea: Idea) -> tuple[int, int, int]:
    """Supports by the counter, by the total, and by the rows."""
    db.session.rollback()
    rows = db.session.scalar(select(func.count()).where(Support.idea_id == idea.id)) or 0
    return idea.supports, idea.support_total, rows


def refused(account: Account, idea: Idea) -> str:
    with pytest.raises(NotAllowed) as refusal:
        give(account, idea)
    return refusal.value.reason.code


def test_a_support_is_counted_and_taken_back(idea: Idea) -> None:
    anna, boris = make_account(), make_account()

    given = [give(anna, idea), give(boris, idea)]
    between = counted(idea)
    taken = take_back(anna, idea)

    assert (given, between) == ([True, True], (2, 2, 2))
    assert (taken, counted(idea)) == (True, (1, 1, 1))


def test_twice_is_once(idea: Idea) -> None:
    anna = make_account()

    given = [give(anna, idea), give(anna, idea)]
    between = counted(idea)
    taken = [take_back(anna, idea), take_back(anna, idea)]

    assert (given, between) == ([True, False], (1, 1, 1))
    assert (taken, counted(idea)) == ([True, False], (0, 0, 0))


def test_supports_from_elsewhere_are_added_and_kept_apart(idea: Idea) -> None:
    with step():
        db.session.add(SupportSheet(idea_id=idea.id, channel="paper", count=40, entered_at=house_clock.now()))
        idea.supports_elsewhere = idea.support_total = 40

    give(make_account(), idea)

    assert counted(idea) == (1, 41, 1)


def test_nobody_supports_their_own_idea(campaign: Campaign) -> None:
    anna = make_account()

    assert refused(anna, make_idea_in(State.PUBLISHED, campaign, anna)) == "not-own"


def test_a_guest_is_asked_to_sign_in(idea: Idea) -> None:
    id = idea.id

    with pytest.raises(NotAllowed) as refusal, step():
        supports.give(Actor(), id, house_clock.now())

    assert refusal.value.reason.code == "sign-in"
    assert counted(idea) == (0, 0, 0)


@pytest.mark.parametrize("state", [state for state in State if state not in {State.PUBLISHED, State.JOINED}])
def test_what_is_not_published_does_not_exist_for_supporters(campaign: Campaign, state: State) -> None:
    idea = make_idea_in(state, campaign, make_account())
    boris = make_account()

    with pytest.raises(Missing):
        give(boris, idea)


def test_a_joined_idea_is_supported_where_it_was_joined_to(campaign: Campaign) -> None:
    assert refused(make_account(), make_idea_in(State.JOINED, campaign, make_account())) == "joined"


def test_the_idea_of_a_campaign_by_invitation_does_not_exist_for_others(app: Flask) -> None:
    idea = make_idea_in(State.PUBLISHED, make_campaign(audience=Audience.INVITED), make_account())
    boris = make_account()

    with pytest.raises(Missing):
        give(boris, idea)


@pytest.mark.parametrize(
    ("windows", "code"),
    [
        ([(PhaseKind.IDEAS, 1, 5)], "phase.not-yet"),
        ([(PhaseKind.IDEAS, -9, -1), (PhaseKind.DECISION, -1, 5)], "phase.over"),
        ([(PhaseKind.DISCUSSION, -1, 5)], "phase.not-planned"),
    ],
)
def test_the_clock_says_when_support_is_given(
    app: Flask, windows: list[tuple[PhaseKind, float, float]], code: str
) -> None:
    idea = make_idea_in(State.PUBLISHED, make_campaign(windows=windows), make_account())
    boris = make_account()

    assert refused(boris, idea) == code


def test_the_bell_ends_taking_back_too(idea: Idea, clock: MovingClock) -> None:
    anna = make_account()
    give(anna, idea)

    clock.move_by(days=10)

    with pytest.raises(NotAllowed):
        take_back(anna, idea)
    assert counted(idea) == (1, 1, 1)


def test_a_closed_round_refuses_support_whatever_the_clock_says(
    app: Flask, idea: Idea, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, anna = Reason("round.closed", "The round is closed."), make_account()

    def refuse(campaign_id: int) -> None:
        raise NotAllowed(closed)

    monkeypatch.setitem(app.extensions, "veche.fillers", {SUPPORT_GUARD: (refuse,)})

    assert (refused(anna, idea), counted(idea)) == ("round.closed", (0, 0, 0))


def test_the_button_supports_and_the_same_button_takes_back(idea: Idea, visit: Visit) -> None:
    visitor, page = visit(make_account()), f"/ideas/{idea.id}"

    answers = [visitor.send(f"{page}/{word}", page=page) for word in ("support", "support", "unsupport")]

    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(303, page)] * 3
    assert counted(idea) == (0, 0, 0)


def test_a_form_without_its_token_supports_nothing(idea: Idea, visit: Visit) -> None:
    answer = visit(make_account()).client.post(f"/ideas/{idea.id}/support")

    assert (answer.status_code, counted(idea)) == (400, (0, 0, 0))


def test_many_who_support_and_take_back_at_once_leave_a_counter_that_equals_the_rows(app: Flask, idea: Idea) -> None:
    people, id, now = [Actor(make_account().id) for _ in range(6)], idea.id, house_clock.now()
    failures: list[Exception] = []

    def act(seed: int) -> None:
        dice = random.Random(seed)
        for _ in range(12):
            verb = dice.choice([supports.give, supports.give, supports.take_back])
            try:
                with app.app_context(), step():
                    verb(dice.choice(people), id, now)
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=act, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    counter, total, rows = counted(idea)
    assert failures == []
    assert counter == total == rows
    assert 0 < rows <= 6
