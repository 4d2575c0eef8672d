"""A tally that dies anywhere is done by the next one, and never shows a half."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.foundation import jobs as errands
from app.foundation import unit_of_work
from app.foundation.db import db
from app.foundation.outbox import Errand
from app.foundation.unit_of_work import step
from campaigns.contributions import states
from campaigns.contributions.models import Contribution
from campaigns.rounds import jobs
from campaigns.rounds.domain import tally
from campaigns.rounds.models import Result, ResultRow, Round
from campaigns.rounds.queries import results
from campaigns.rounds.queries.recount import recount
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.people import make_account
from tests.factories.rounds import close_round, freeze, make_round
from tests.support.clocks import MovingClock

IDEAS = 7


class Killed(BaseException):
    """The worker is gone."""


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "ROWS", 3)


@pytest.fixture
def counted(app: Flask) -> Round:
    """A closed round of seven ideas, counted in steps of three rows."""
    campaign = make_campaign()
    round_, people = make_round(campaign), [make_account() for _ in range(3)]
    for place in range(IDEAS):
        support(make_idea(campaign, title=f"Идея {place}"), *people[: place % 4])
    return close_round(round_)


@contextmanager
def killed_before_step(number: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The step of that number never begins: the process dies before it."""
    begun = iter(range(1, 1000))

    @contextmanager
    def dying() -> Iterator[None]:
        if next(begun) == number:
            raise Killed
        with unit_of_work.step():
            yield

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(jobs, "step", dying)
        yield


def rows() -> int:
    return db.session.scalar(select(func.count()).select_from(ResultRow)) or 0


# begin, clear, three times rows, freeze
@pytest.mark.parametrize("number", range(1, 7))
def test_killed_before_any_step_it_is_done_by_the_next_one(
    counted: Round, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with killed_before_step(number, monkeypatch):
        jobs.tally_round(counted.id)
    shown_meanwhile = results.current(counted.id)

    jobs.tally_round(counted.id)

    result = results.current(counted.id)
    assert shown_meanwhile is None
    assert result is not None
    assert (result.edition, result.fingerprint, rows()) == (1, recount(counted).fingerprint, IDEAS)


def test_killed_after_the_freeze_the_next_one_does_nothing(counted: Round) -> None:
    jobs.tally_round(counted.id)
    attempt = db.session.scalar(select(Result.attempt))

    jobs.tally_round(counted.id)

    assert (db.session.scalar(select(Result.attempt)), rows()) == (attempt, IDEAS)


def test_what_changed_between_two_attempts_is_counted_as_it_is_at_the_last(
    counted: Round, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with killed_before_step(5, monkeypatch):
        jobs.tally_round(counted.id)
    with step():
        contribution = db.session.scalars(select(Contribution).order_by(Contribution.id)).first()
        assert contribution is not None
        states.withdraw(contribution, clock.now())

    jobs.tally_round(counted.id)

    assert rows() == IDEAS - 1


def test_an_overtaken_attempt_writes_nothing_more(counted: Round) -> None:
    with step():
        slow = tally.begin(counted.id)
    jobs.tally_round(counted.id)
    assert slow is not None

    with pytest.raises(tally.Overtaken), step():
        tally.write(slow, recount(counted).places[:1])

    assert rows() == IDEAS


def test_a_freeze_of_rows_that_were_not_counted_is_refused(counted: Round, clock: MovingClock) -> None:
    with step():
        attempt = tally.begin(counted.id)
    assert attempt is not None
    found = recount(counted)

    with pytest.raises(RuntimeError, match="not those that were counted"), step():
        tally.freeze(attempt, found, found.fingerprint, clock.now())


def test_an_errand_whose_worker_died_comes_back_and_is_done(
    counted: Round, clock: MovingClock, monkeypatch: pytest.MonkeyPatch, run_jobs: Callable[[], None]
) -> None:
    number = counted.id
    errand = db.session.scalars(select(Errand.id).where(Errand.job == "rounds.tally")).one()
    with killed_before_step(4, monkeypatch):
        errands.run(errand)
    db.session.remove()
    clock.move_by(seconds=errands.lease() / timedelta(seconds=1) + 1)

    run_jobs()

    assert results.current(number) is not None
    assert db.session.scalar(select(func.count()).select_from(Errand)) == 0


def test_rows_are_written_in_short_steps(counted: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    write = tally.write
    monkeypatch.setattr(tally, "write", lambda attempt, places: (written.append(len(places)), write(attempt, places)))

    freeze(counted)

    assert written == [3, 3, 1]
