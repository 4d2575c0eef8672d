"""The bell, with many hands at once: nothing is accepted after the close, and all that was accepted is counted."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.roles import SYSTEM, Actor
from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.errors import Conflict, NotAllowed
from app.foundation.unit_of_work import step
from campaigns.ideas.domain import supports
from campaigns.ideas.models import Idea, Support
from campaigns.rounds import jobs
from campaigns.rounds.domain import rounds
from campaigns.rounds.domain.tally import Overtaken
from campaigns.rounds.models import Round
from campaigns.rounds.queries import results
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import make_account
from tests.factories.rounds import EARLY, make_round

pytestmark = pytest.mark.torture
VOTERS = 24


def apart(app: Flask, work: Callable[[], str]) -> str:
    """Does the work with a session of its own, as another request would."""
    with app.app_context():
        try:
            return work()
        except (NotAllowed, Conflict) as refused:
            return refused.reason.code
        finally:
            db.session.remove()


def give(person: Actor, idea_id: int) -> str:
    with step():
        supports.give(person, idea_id, present.now())
        # Long enough that others come meanwhile.
        time.sleep(0.005)
    return "accepted"


def close(round_id: int) -> str:
    with step():
        rounds.close(db.session.get_one(Round, round_id), SYSTEM, present.now(), EARLY)
        time.sleep(0.02)
    return "closed"


@pytest.mark.parametrize("place", [3, 12, 20])
def test_what_was_accepted_is_counted_and_nothing_is_accepted_after(app: Flask, place: int) -> None:
    campaign = make_campaign()
    number, idea = make_round(campaign).id, make_idea(campaign).id
    people = [actor_of(make_account()) for _ in range(VOTERS)]
    work: list[Callable[[], str]] = [lambda p=p: give(p, idea) for p in people]
    work.insert(place, lambda: close(number))
    db.session.remove()

    with ThreadPoolExecutor(8) as hands:
        outcomes = list(hands.map(lambda one: apart(app, one), work))

    accepted = outcomes.count("accepted")
    assert outcomes.count("closed") == 1
    assert outcomes.count("round.closed") == VOTERS - accepted
    jobs.tally_round(number)
    result = results.current(number)
    assert result is not None
    assert (result.ballots, result.people) == (accepted, accepted)
    assert db.session.get_one(Idea, idea).supports == accepted
    assert db.session.scalar(select(func.count()).select_from(Support)) == accepted


def test_a_support_that_waits_for_the_close_is_refused(app: Flask) -> None:
    campaign = make_campaign()
    number, idea, person = make_round(campaign).id, make_idea(campaign).id, actor_of(make_account())
    db.session.remove()
    outcome: list[str] = []
    late = threading.Thread(target=lambda: outcome.append(apart(app, lambda: give(person, idea))))

    with step():
        rounds.close(db.session.get_one(Round, number), SYSTEM, present.now(), EARLY)
        late.start()
        time.sleep(0.2)
    late.join()

    assert outcome == ["round.closed"]


def test_of_two_who_close_at_once_one_does(app: Flask) -> None:
    number = make_round(make_campaign()).id
    db.session.remove()

    with ThreadPoolExecutor(4) as hands:
        outcomes = list(hands.map(lambda _: apart(app, lambda: close(number)), range(4)))

    assert sorted(outcomes) == ["closed", *["round.closed-already"] * 3]


def test_of_tallies_at_once_one_freezes_and_the_result_is_whole(app: Flask) -> None:
    campaign = make_campaign()
    round_ = make_round(campaign)
    number = round_.id
    ideas = [make_idea(campaign).id for _ in range(30)]
    with step():
        rounds.close(round_, SYSTEM, present.now(), EARLY)
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
