"""Joinings at the same moment as what else is done to the ideas, in threads with transactions of their own."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Account
from app.accounts.roles import Actor, Role
from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.domain import ideas as idea_verbs
from campaigns.ideas.domain import supports
from campaigns.ideas.models import Idea, Support
from campaigns.plan.models import Campaign
from moderation.domain import decisions
from moderation.domain.decisions import Ruling, Seen
from moderation.models import Decision
from search.joining.domain import proposals, sets
from search.joining.models import Joining, Progress
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.cases import make_case
from tests.factories.joinings import REASON, agree, make_proposal
from tests.factories.people import give_role, make_account
from tests.support.races import at_once

HIDE = Ruling(Decision.HIDE, "rude", "There are insults in it.", "ru")
ROUNDS = 3
pytestmark = pytest.mark.torture


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def leaders(campaign: Campaign) -> list[Actor]:
    return [actor_of(give_role(make_account(), Role.MODERATOR)) for _ in range(2)]


def agreed(campaign: Campaign, author: Account) -> tuple[int, int, int]:
    """A joining to which all have agreed, with its two ideas; two people support the first."""
    one, other = make_idea(campaign, author), make_idea(campaign)
    support(one, make_account(), make_account())
    joining_id = make_proposal(one, other).id
    agree(joining_id)
    return joining_id, one.id, other.id


def are_true(*idea_ids: int) -> bool:
    """Whether the counters are those of the rows."""
    db.session.rollback()
    rows = select(func.count()).where(Support.idea_id == Idea.id).scalar_subquery()
    numbers = db.session.execute(select(Idea.supports, rows).where(Idea.id.in_(idea_ids))).all()
    return all(kept == counted for kept, counted in numbers)


def test_of_two_joinings_of_one_idea_at_once_one_is_asked_about(app, campaign, leaders):
    ideas = [[make_idea(campaign).id for _ in range(3)] for _ in range(ROUNDS)]

    outcomes = [
        sorted(
            at_once(
                app,
                lambda a=one, b=left: proposals.propose(leaders[0], a, b, REASON, present.now()),
                lambda a=one, b=right: proposals.propose(leaders[1], a, b, REASON, present.now()),
            )
        )
        for one, left, right in ideas
    ]

    assert outcomes == [["done", "joining.asked"]] * ROUNDS
    assert sorted(db.session.scalars(select(Joining.idea_id))) == sorted(one for one, _, _ in ideas)


def test_two_ideas_never_go_on_in_each_other(app, campaign, leaders):
    pairs = [[make_idea(campaign).id for _ in range(2)] for _ in range(ROUNDS)]

    outcomes = [
        sorted(
            at_once(
                app,
                lambda a=one, b=other: proposals.propose(leaders[0], a, b, REASON, present.now()),
                lambda a=other, b=one: proposals.propose(leaders[1], a, b, REASON, present.now()),
            )
        )
        for one, other in pairs
    ]

    assert outcomes == [["done", "joining.asked"]] * ROUNDS


def test_a_joining_and_a_hiding_or_a_withdrawal_do_not_cross(app, campaign, leaders):
    author = make_account()
    hidden = [agreed(campaign, author) for _ in range(ROUNDS)]
    withdrawn = [agreed(campaign, author) for _ in range(ROUNDS)]
    cases = {one: make_case(db.session.get_one(Idea, one)).id for _, one, _ in hidden}
    actor = actor_of(author)
    for joining_id, one, _ in hidden:
        at_once(
            app,
            lambda id=joining_id: sets.settle(id, present.now()),
            lambda id=cases[one]: decisions.decide(leaders[0], id, HIDE, Seen(1, 1), present.now()),
        )
    for joining_id, one, _ in withdrawn:
        at_once(
            app,
            lambda id=joining_id: sets.settle(id, present.now()),
            lambda id=one: idea_verbs.withdraw(actor, id, "Передумал.", present.now()),
        )

    db.session.rollback()
    found = {
        (db.session.get_one(Joining, joining_id).progress, db.session.get_one(Contribution, one).state)
        for joining_id, one, _ in (*hidden, *withdrawn)
    }
    assert found <= {
        (Progress.JOINED, State.JOINED),
        (Progress.DROPPED, State.HIDDEN),
        (Progress.DROPPED, State.WITHDRAWN),
    }
    assert are_true(*(id for _, one, other in (*hidden, *withdrawn) for id in (one, other)))


def test_a_joining_and_supports_given_and_taken_back_at_once_lose_none(app, campaign):
    worlds = [agreed(campaign, make_account()) for _ in range(ROUNDS)]
    giver, taker = actor_of(make_account()), make_account()
    for _, one, _ in worlds:
        support(db.session.get_one(Idea, one), taker)
    back = actor_of(taker)

    outcomes = [
        at_once(
            app,
            lambda id=joining_id: sets.settle(id, present.now()),
            lambda id=one: supports.give(giver, id, present.now()),
            lambda id=one: supports.take_back(back, id, present.now()),
        )
        for joining_id, one, _ in worlds
    ]

    people = {
        other: 3 + (given == "done") - (taken == "done")
        for (_, _, other), (_, given, taken) in zip(worlds, outcomes, strict=True)
    }
    db.session.rollback()
    kept = {id: db.session.get_one(Idea, id).supports for id in people}
    assert kept == people
    assert are_true(*(id for _, one, other in worlds for id in (one, other)))


def test_two_who_take_back_from_the_same_set_do_not_wait_for_each_other_for_ever(app, campaign):
    people = [make_account() for _ in range(4)]
    ideas = [make_idea(campaign) for _ in range(3)]
    for idea in ideas:
        support(idea, *people)
    numbers = [idea.id for idea in ideas]
    for idea in ideas[:2]:
        joining_id = make_proposal(idea, ideas[2]).id
        with step():
            sets.settle(joining_id, present.now())
    actors = [actor_of(one) for one in people]

    outcomes = at_once(
        app, *(lambda actor=actor: supports.take_back(actor, numbers[2], present.now()) for actor in actors)
    )

    assert outcomes == ["done"] * 4
    assert db.session.scalars(select(Support)).all() == []
    assert are_true(*numbers)
