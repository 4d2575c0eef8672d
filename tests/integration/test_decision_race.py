"""Two moderators at once, in threads with transactions of their own: exactly one decides."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.roles import Actor, Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry
from app.foundation import clock as present
from app.foundation.db import db
from campaigns.contributions import states
from campaigns.contributions.models import State
from campaigns.ideas.models import Idea
from moderation.domain import cases, decisions, reviews
from moderation.domain.decisions import Ruling, Seen
from moderation.domain.reviews import Verdict
from moderation.domain.rows import locked_contribution
from moderation.models import Case, Decision, Outcome, Review, Statement
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import make_case, make_review, restrict
from tests.factories.people import give_role, make_account
from tests.support.races import at_once, states_of

PUBLISH = Ruling(Decision.PUBLISH)
REJECT = Ruling(Decision.REJECT, "rude", "There are insults in it.", "ru")
ROUNDS = 8


@pytest.fixture
def ideas(app: Flask) -> list[Idea]:
    author, campaign = make_account(), make_campaign("ugra")
    return [make_idea(campaign, author, State.SUBMITTED) for _ in range(ROUNDS)]


@pytest.fixture
def moderators(ideas: list[Idea]) -> list[Actor]:
    return [actor_of(give_role(make_account(), Role.MODERATOR)) for _ in range(2)]


@pytest.mark.torture
def test_of_two_decisions_at_once_exactly_one_is_taken(app, ideas, moderators):
    numbers = [(make_case(idea).id, idea.id) for idea in ideas]
    first, second = moderators

    outcomes = [
        sorted(
            at_once(
                app,
                lambda case_id=case_id: decisions.decide(first, case_id, PUBLISH, Seen(1, 1), present.now()),
                lambda case_id=case_id: decisions.decide(second, case_id, REJECT, Seen(1, 1), present.now()),
            )
        )
        for case_id, _ in numbers
    ]

    rejected = [id for id, state in states_of([id for _, id in numbers]).items() if state == State.REJECTED]
    assert outcomes == [["case.decided", "done"]] * ROUNDS
    assert sorted(db.session.scalars(select(Statement.contribution_id))) == sorted(rejected)
    assert len(db.session.scalars(select(Entry).where(Entry.act == "case.decide")).all()) == ROUNDS


@pytest.mark.torture
def test_of_two_claims_at_once_exactly_one_holds(app, ideas, moderators):
    numbers = [make_case(idea).id for idea in ideas]
    first, second = moderators

    outcomes = [
        sorted(
            at_once(
                app,
                lambda case_id=case_id: cases.claim(first, case_id, present.now()),
                lambda case_id=case_id: cases.claim(second, case_id, present.now()),
            )
        )
        for case_id in numbers
    ]

    assert outcomes == [["case.claimed", "done"]] * ROUNDS
    assert set(db.session.scalars(select(Case.version))) == {2}


@pytest.mark.torture
def test_a_claim_that_ran_out_is_taken_over_by_exactly_one(app, ideas, moderators):
    away = make_account().id
    long_ago = present.now() - timedelta(minutes=1)
    numbers = [make_case(idea, claimed_by=away, claimed_until=long_ago).id for idea in ideas]
    first, second = moderators

    outcomes = [
        sorted(
            at_once(
                app,
                lambda case_id=case_id: cases.claim(first, case_id, present.now()),
                lambda case_id=case_id: cases.claim(second, case_id, present.now()),
            )
        )
        for case_id in numbers
    ]

    assert outcomes == [["case.claimed", "done"]] * ROUNDS
    assert set(db.session.scalars(select(Case.version))) == {2}


@pytest.mark.torture
def test_a_claim_and_a_decision_of_another_do_not_cross(app, ideas, moderators):
    numbers = [(make_case(idea).id, idea.id) for idea in ideas]
    first, second = moderators

    outcomes = [
        tuple(
            at_once(
                app,
                lambda case_id=case_id: cases.claim(first, case_id, present.now()),
                lambda case_id=case_id: decisions.decide(second, case_id, REJECT, Seen(1, 1), present.now()),
            )
        )
        for case_id, _ in numbers
    ]

    expected = {("done", "case.claimed"): State.SUBMITTED, ("case.decided", "done"): State.REJECTED}
    after = states_of([id for _, id in numbers])
    assert [after[id] for _, id in numbers] == [expected[outcome] for outcome in outcomes]


@pytest.mark.torture
def test_a_decision_and_the_author_s_withdrawal_do_not_cross(app, ideas, moderators):
    numbers = [(make_case(idea).id, idea.id) for idea in ideas]

    outcomes = [
        at_once(
            app,
            lambda case_id=case_id: decisions.decide(moderators[0], case_id, REJECT, Seen(1, 1), present.now()),
            lambda idea_id=idea_id: states.withdraw(locked_contribution(idea_id), present.now()),
        )
        for case_id, idea_id in numbers
    ]

    expected = {("done", "state"): State.REJECTED, ("case.closed", "done"): State.WITHDRAWN}
    after = states_of([id for _, id in numbers])
    assert [after[id] for _, id in numbers] == [expected[tuple(outcome)] for outcome in outcomes]


@pytest.mark.torture
def test_a_text_that_is_looked_at_again_by_two_has_one_case(app, moderators):
    ideas = [make_idea(make_campaign(), state=State.PUBLISHED).id for _ in range(3)]
    first, second = moderators

    outcomes = [
        at_once(
            app,
            lambda idea_id=idea_id: cases.look_again(first, idea_id, present.now()),
            lambda idea_id=idea_id: cases.look_again(second, idea_id, present.now()),
        )
        for idea_id in ideas
    ]

    assert outcomes == [["done", "done"]] * 3
    assert sorted(db.session.scalars(select(Case.contribution_id))) == ideas


@pytest.mark.torture
def test_of_two_who_decide_a_review_at_once_exactly_one_does(app, moderators):
    campaign, author = make_campaign(), make_account()
    first = give_role(make_account(), Role.MODERATOR, campaign)
    refused = [make_idea(campaign, author, State.SUBMITTED) for _ in range(ROUNDS)]
    for idea in refused:
        restrict(idea, Decision.REJECT, first, ground="rude")
    asked = [(make_review(idea).case_id, Seen(1, 2), idea.id) for idea in refused]
    upheld, reversed_ = Verdict(Outcome.UPHELD, "It is rude."), Verdict(Outcome.REVERSED, "It is not rude.")

    outcomes = [
        at_once(
            app,
            lambda case_id=case_id, seen=seen: reviews.decide(moderators[0], case_id, upheld, seen, present.now()),
            lambda case_id=case_id, seen=seen: reviews.decide(moderators[1], case_id, reversed_, seen, present.now()),
        )
        for case_id, seen, _ in asked
    ]

    expected = {("done", "case.decided"): State.REJECTED, ("case.decided", "done"): State.PUBLISHED}
    after = states_of([id for _, _, id in asked])
    assert [after[id] for _, _, id in asked] == [expected[tuple(outcome)] for outcome in outcomes]
    assert len(db.session.scalars(select(Entry).where(Entry.act == "review.decide")).all()) == ROUNDS


@pytest.mark.torture
def test_of_two_requests_for_a_review_at_once_one_is_kept(app):
    campaign, author = make_campaign(), make_account()
    first, actor = give_role(make_account(), Role.MODERATOR, campaign), actor_of(author)
    ideas = [make_idea(campaign, author, State.SUBMITTED) for _ in range(3)]
    for idea in ideas:
        restrict(idea, Decision.REJECT, first, ground="rude")
    numbers = [idea.id for idea in ideas]

    outcomes = [
        sorted(at_once(app, *[lambda id=id: reviews.ask(actor, id, "It is not rude.", present.now())] * 2))
        for id in numbers
    ]

    assert outcomes == [["done", "review.twice"]] * 3
    assert sorted(db.session.scalars(select(Review.contribution_id))) == numbers
