"""The bell, with many hands at once: nothing is accepted after the close, and all that was accepted is counted."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.roles import SYSTEM, Actor
from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, NotAllowed
from app.foundation.unit_of_work import step
from campaigns.ideas.domain import supports
from campaigns.ideas.models import Idea, Support
from campaigns.plan.models import PlannedWindow
from campaigns.rounds import jobs
from campaigns.rounds.ballots.domain import casting, laying
from campaigns.rounds.ballots.domain.casting import Voter
from campaigns.rounds.ballots.models import Ballot, BallotChannel, Cast
from campaigns.rounds.domain import plans, rounds, tally
from campaigns.rounds.domain.tally import Overtaken
from campaigns.rounds.ledger.domain.notes import note
from campaigns.rounds.ledger.models import EntryKind
from campaigns.rounds.ledger.queries import opened
from campaigns.rounds.models import Result, Round, RuleVersion
from campaigns.rounds.queries import results
from campaigns.rounds.queries.recount import recount
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import make_account
from tests.factories.rounds import EARLY, close_round, make_round
from tests.factories.votes import APPROVE, make_vote
from tests.support.clocks import MovingClock

pytestmark = pytest.mark.torture
VOTERS = 24


def apart(app: Flask, work: Callable[[], str]) -> str:
    """Does the work with a session of its own, as another request would."""
    with app.app_context():
        try:
            return work()
        except (NotAllowed, Conflict, Invalid) as refused:
            return refused.reason.code
        finally:
            db.session.remove()


def give(person: Actor, idea_id: int) -> str:
    with step():
        supports.give(person, idea_id, present.now())
        # Long enough that others come meanwhile.
        time.sleep(0.005)
    return "accepted"


def cast(round_id: int, account_id: int, idea_id: int) -> str:
    with step():
        now = present.now()
        voter = Voter(account_id=account_id)
        casting.cast(round_id, voter, ((idea_id, 1),), channel=BallotChannel.SITE, form=None, now=now)
        time.sleep(0.005)
    return "accepted"


def ring(round_id: int, clock: MovingClock) -> str:
    """The bell: the window is over, and the worker closes the round."""
    clock.move_to(db.session.get_one(Round, round_id).window.closes_at)
    db.session.rollback()
    time.sleep(0.01)
    jobs.close_due()
    return "closed"


def ask_for_close(round_id: int) -> str:
    with step():
        rounds.close(db.session.get_one(Round, round_id), SYSTEM, present.now(), EARLY)
        time.sleep(0.02)
    return "closed"


@pytest.mark.parametrize("place", [3, 20])
def test_what_was_accepted_is_counted_and_nothing_is_accepted_after(app: Flask, place: int, clock: MovingClock) -> None:
    campaign = make_campaign()
    number, idea = make_round(campaign).id, make_idea(campaign).id
    people = [actor_of(make_account()) for _ in range(VOTERS)]
    work: list[Callable[[], str]] = [lambda p=p: give(p, idea) for p in people]
    work.insert(place, lambda: ring(number, clock))
    db.session.remove()

    with ThreadPoolExecutor(8) as hands:
        outcomes = list(hands.map(lambda one: apart(app, one), work))

    accepted = outcomes.count("accepted")
    assert set(outcomes) - {"accepted"} <= {"closed", "round.over", "round.closed", "phase.over"}
    assert db.session.get_one(Round, number).closed_at is not None
    jobs.tally_round(number)
    result = results.current(number)
    assert result is not None
    assert (result.ballots, result.people) == (accepted, accepted)
    assert db.session.get_one(Idea, idea).supports == accepted
    assert db.session.scalar(select(func.count()).select_from(Support)) == accepted


@pytest.mark.parametrize("place", [3, 20])
def test_at_the_bell_of_a_vote_every_ballot_is_in_or_refused_and_none_is_both(
    app: Flask, place: int, clock: MovingClock
) -> None:
    round_ = make_vote()
    number, idea = round_.id, db.session.scalars(select(Idea.id).order_by(Idea.id)).first()
    people = [make_account().id for _ in range(VOTERS)]
    work: list[Callable[[], str]] = [lambda p=p: cast(number, p, idea) for p in people]
    work.insert(place, lambda: ring(number, clock))
    db.session.remove()

    with ThreadPoolExecutor(8) as hands:
        outcomes = list(hands.map(lambda one: apart(app, one), work))

    closed = db.session.get_one(Round, number)
    voted = set(db.session.scalars(select(Ballot.account_id)))
    said = [outcome for outcome in outcomes if outcome != "closed"]
    assert set(said) <= {"accepted", "vote.over", "vote.closed"}
    assert voted == {person for person, outcome in zip(people, said, strict=True) if outcome == "accepted"}
    assert db.session.scalar(select(func.count()).select_from(Cast)) == said.count("accepted")
    assert closed.closed_at == closed.window.closes_at


def test_a_ballot_that_was_there_before_the_bell_is_waited_for_by_the_close(app: Flask, clock: MovingClock) -> None:
    round_ = make_vote()
    number, idea, person = round_.id, db.session.scalars(select(Idea.id)).first(), make_account().id
    over = round_.window.closes_at
    db.session.remove()
    outcome: list[str] = []
    bell = threading.Thread(target=lambda: outcome.append(apart(app, lambda: ring(number, clock))))

    clock.move_to(over - timedelta(seconds=1))
    with step():
        voter = Voter(account_id=person)
        casting.cast(number, voter, ((idea or 0, 1),), channel=BallotChannel.SITE, form=None, now=present.now())
        bell.start()
        time.sleep(0.2)
        closed_meanwhile = outcome == ["closed"]
    bell.join()

    assert (closed_meanwhile, outcome) == (False, ["closed"])
    assert db.session.get_one(Round, number).closed_at == over
    assert list(db.session.scalars(select(Ballot.account_id))) == [person]


def test_a_support_that_waits_for_the_close_is_refused(app: Flask) -> None:
    campaign = make_campaign()
    round_, idea, person = make_round(campaign), make_idea(campaign).id, actor_of(make_account())
    window, number = round_.window_id, round_.id
    db.session.remove()
    outcome: list[str] = []
    late = threading.Thread(target=lambda: outcome.append(apart(app, lambda: give(person, idea))))

    with step():
        rounds.locked(number).closed_at = present.now()
        db.session.get_one(Round, number).close_reason = EARLY
        late.start()
        time.sleep(0.2)
    late.join()

    assert outcome == ["round.closed"]
    assert db.session.get_one(PlannedWindow, window).closes_at > present.now()


def test_of_two_who_close_at_once_one_does(app: Flask) -> None:
    number = make_round(make_campaign()).id
    db.session.remove()

    with ThreadPoolExecutor(4) as hands:
        outcomes = list(hands.map(lambda _: apart(app, lambda: ask_for_close(number)), range(4)))

    assert sorted(outcomes) == ["closed", *["round.closing"] * 3]


@pytest.mark.parametrize("act", ["change the rule", "lay the ballot"])
def test_the_first_ballot_and_a_change_of_its_rule_do_not_cross(app: Flask, act: str) -> None:
    round_ = make_vote()
    number, idea, person = round_.id, db.session.scalars(select(Idea.id)).first() or 0, make_account().id
    db.session.remove()

    def change() -> str:
        with step():
            held = db.session.get_one(Round, number)
            if act == "lay the ballot":
                laying.lay(held, {}, actor=SYSTEM, now=present.now())
            else:
                plans.change_rule(held, {**APPROVE, "winners": 1}, EARLY, actor=SYSTEM, now=present.now())
            time.sleep(0.02)
        return "changed"

    with ThreadPoolExecutor(2) as hands:
        outcomes = list(hands.map(lambda one: apart(app, one), [lambda: cast(number, person, idea), change]))

    fingerprint = db.session.get_one(Round, number).rule_fingerprint
    last = db.session.scalars(select(RuleVersion).order_by(RuleVersion.number.desc())).first()
    assert outcomes[0] == "accepted"
    assert outcomes[1] in {"changed", "round.votes-cast"}
    assert last is not None
    assert last.fingerprint == fingerprint
    assert apart(app, change) == "round.votes-cast"


def test_of_tallies_at_once_one_freezes_and_the_result_is_whole(app: Flask) -> None:
    campaign = make_campaign()
    round_ = make_round(campaign)
    number = round_.id
    ideas = [make_idea(campaign).id for _ in range(30)]
    close_round(round_)
    db.session.remove()

    def tally() -> str:
        try:
            jobs.tally_round(number)
        except Overtaken:
            return "overtaken"
        return "done"

    with ThreadPoolExecutor(4) as hands:
        outcomes = list(hands.map(lambda _: apart(app, tally), range(4)))

    jobs.tally_round(number)
    (result,) = results.finished(number)
    assert set(outcomes) <= {"done", "overtaken"}
    assert results.totals(result.id).ideas == len(ideas)


def test_who_freezes_a_count_holds_no_result_while_waiting_for_its_round(app: Flask) -> None:
    number = close_round(make_round(make_campaign())).id
    with step():
        attempt = tally.begin(number)
    counted = recount(db.session.get_one(Round, number))
    db.session.remove()

    def freeze() -> str:
        with step():
            tally.freeze(attempt, counted, counted.fingerprint, present.now())
        return "frozen"

    assert attempt is not None
    with ThreadPoolExecutor(1) as hands:
        with step():
            rounds.locked(number)
            frozen = hands.submit(apart, app, freeze)
            time.sleep(0.3)
            held = db.session.scalar(select(Result.id).where(Result.round_id == number).with_for_update(nowait=True))
        outcome = frozen.result()

    assert (held, outcome) == (attempt.result_id, "frozen")


def test_a_note_about_a_round_waits_for_nobody_who_holds_it(app: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("there one writes at a time")
    vote = make_vote()
    number, idea_id = vote.id, opened.of_round(vote.id)[0].idea_id
    db.session.remove()

    def hide() -> str:
        with step():
            note(EntryKind.HIDE, number, idea_id=idea_id, reason="Личные данные.", now=present.now())
        return "noted"

    with ThreadPoolExecutor(1) as hands, step():
        rounds.locked(number)
        outcome = hands.submit(apart, app, hide).result(5)

    assert outcome == "noted"
