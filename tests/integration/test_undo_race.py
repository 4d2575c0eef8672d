"""A decision that is taken back while others are at the same text, in threads with transactions of their own."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.roles import Actor, Role
from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications import tellers
from app.notifications.domain.tellings import Reader
from app.notifications.models import Notice
from campaigns.contributions import states
from campaigns.contributions.models import State
from moderation.domain import cases, decisions, undo
from moderation.domain.decisions import Ruling, Seen
from moderation.domain.rows import locked_contribution
from moderation.models import Case, Decision
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import make_case
from tests.factories.people import give_role, make_account
from tests.support.races import at_once, states_of

PUBLISH = Ruling(Decision.PUBLISH)
ROUNDS = 6


@pytest.fixture
def moderators(app: Flask) -> list[Actor]:
    return [actor_of(give_role(make_account(), Role.MODERATOR)) for _ in range(2)]


@pytest.fixture
def decided(app: Flask, moderators: list[Actor]) -> list[tuple[int, int]]:
    """Ideas published by the first moderator a moment ago: the ids of their cases and of themselves."""
    author, campaign = make_account(), make_campaign("ugra")
    ideas = [make_idea(campaign, author, State.SUBMITTED) for _ in range(ROUNDS)]
    numbers = [(make_case(idea).id, idea.id) for idea in ideas]
    for case_id, _ in numbers:
        with step():
            decisions.decide(moderators[0], case_id, PUBLISH, Seen(1, 1), present.now())
    return numbers


@pytest.mark.torture
def test_of_two_undoings_at_once_one_is_done(app, decided, moderators):
    first = moderators[0]

    outcomes = [
        sorted(
            at_once(
                app,
                lambda case_id=case_id: undo.undo(first, case_id, present.now()),
                lambda case_id=case_id: undo.undo(first, case_id, present.now()),
            )
        )
        for case_id, _ in decided
    ]

    assert outcomes == [["done", "undo.nothing"]] * ROUNDS
    assert set(db.session.scalars(select(Case.version))) == {3}


@pytest.mark.torture
def test_undoing_and_the_author_s_withdrawal_do_not_cross(app, decided, moderators):
    outcomes = [
        at_once(
            app,
            lambda case_id=case_id: undo.undo(moderators[0], case_id, present.now()),
            lambda idea_id=idea_id: states.withdraw(locked_contribution(idea_id), present.now()),
        )
        for case_id, idea_id in decided
    ]

    assert {tuple(outcome) for outcome in outcomes} <= {("done", "done"), ("undo.moved-on", "done")}
    assert set(states_of([id for _, id in decided]).values()) == {State.WITHDRAWN}
    assert db.session.scalar(select(func.count()).where(Case.closed_at.is_(None))) == 0


@pytest.mark.torture
def test_undoing_and_another_s_second_look_leave_one_open_case(app, decided, moderators):
    first, second = moderators

    outcomes = [
        at_once(
            app,
            lambda case_id=case_id: undo.undo(first, case_id, present.now()),
            lambda idea_id=idea_id: cases.look_again(second, idea_id, present.now()),
        )
        for case_id, idea_id in decided
    ]

    expected = {("done", "done"): State.SUBMITTED, ("undo.moved-on", "done"): State.PUBLISHED}
    after = states_of([id for _, id in decided])
    open_ones = db.session.scalars(select(Case.contribution_id).where(Case.closed_at.is_(None))).all()
    assert [after[id] for _, id in decided] == [expected[tuple(outcome)] for outcome in outcomes]
    assert sorted(open_ones) == [id for _, id in decided]


@pytest.mark.torture
def test_what_was_undone_is_told_to_nobody_and_what_was_told_is_not_undone(app, decided, moderators):
    outcomes = [
        at_once(
            app,
            lambda case_id=case_id: undo.undo(moderators[0], case_id, present.now()),
            lambda case_id=case_id: tellers.tell_decided(Reader(), 0, case_id, version=2),
        )
        for case_id, _ in decided
    ]

    told = set(db.session.scalars(select(Notice.contribution_id)))
    expected = {("done", "done"): False, ("undo.late", "done"): True}
    assert [id in told for _, id in decided] == [expected[tuple(outcome)] for outcome in outcomes]
