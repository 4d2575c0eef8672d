"""The running count: whoever casts at once, whoever dies, whatever runs twice, in the end it is what the ballots say."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.foundation import clock as present
from app.foundation import unit_of_work
from app.foundation.db import db
from app.foundation.errors import Conflict, NotAllowed
from app.foundation.unit_of_work import step
from campaigns.plan.phases import PhaseKind
from campaigns.rounds import jobs
from campaigns.rounds.ballots import marks
from campaigns.rounds.ballots.domain import casting
from campaigns.rounds.ballots.domain import running as verbs
from campaigns.rounds.ballots.domain.casting import Voter
from campaigns.rounds.ballots.models import Ballot, BallotChannel, Option, RunningRow, RunningTally
from campaigns.rounds.ballots.queries import running
from campaigns.rounds.counting.values import Tally
from campaigns.rounds.domain.tally import Overtaken
from campaigns.rounds.ledger.domain.notes import note
from campaigns.rounds.ledger.models import EntryKind
from campaigns.rounds.models import Result, ResultRow, Round
from campaigns.rounds.queries import results
from tests.factories.campaigns import make_campaign
from tests.factories.people import make_account
from tests.factories.votes import make_vote, put_ballot
from tests.support.clocks import MovingClock

SCORES = {"ballot": {"kind": "score", "from": 1, "to": 5}, "counting": {"rule": "mean", "confidence": "0.95"}}
IDEAS, VOTERS = 4, 5
WINDOWS = [(PhaseKind.VOTING, -1 / 24, 10)]


class Killed(BaseException):
    """The worker is gone."""


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "CASTS", 3)


def rows(round_: Round) -> dict[int, tuple[int, int, int, int]]:
    found = db.session.scalars(select(RunningRow).where(RunningRow.round_id == round_.id))
    return {row.idea_id: (row.votes, row.against, row.total, row.squares) for row in found if row.total or row.votes}


def in_ballots(round_: Round) -> dict[int, tuple[int, int, int, int]]:
    """The same straight from the ballots, as sets and sums."""
    found: dict[int, list[int]] = {}
    for text in db.session.scalars(select(Ballot.marks).where(Ballot.round_id == round_.id)):
        for idea_id, value in marks.read(text):
            found.setdefault(idea_id, []).append(value)
    return {
        idea_id: (len(values), 0, sum(values), sum(one * one for one in values)) for idea_id, values in found.items()
    }


def cast(round_id: int, account_id: int, choice: dict[int, int]) -> None:
    with step():
        now, voter = present.now(), Voter(account_id=account_id)
        casting.cast(round_id, voter, marks.of(choice.items()), channel=BallotChannel.SITE, form=None, now=now)


def test_what_was_cast_since_the_last_look_is_added(app: Flask) -> None:
    round_ = make_vote(counts="open")
    person = make_account()
    cast(round_.id, person.id, {1: 1, 2: 1})
    jobs.count_running()
    cast(round_.id, person.id, {2: 1, 3: 1})
    cast(round_.id, make_account().id, {3: 1})

    jobs.count_running()
    jobs.count_running()

    shown = running.of_round(round_)
    assert shown is not None
    assert (shown.voters, shown.casts) == (2, 3)
    assert shown.tallies == {1: Tally(), 2: Tally(1, 0, 1, 1), 3: Tally(2, 0, 2, 2)}


def test_those_for_and_against_are_added_apart(app: Flask) -> None:
    round_ = make_vote(ballot={"kind": "for-against"}, counting={"rule": "net"}, counts="open")
    for text in ("1:1,2:-1", "1:-1,2:0", "1:1"):
        put_ballot(round_, text)

    jobs.count_running()

    shown = running.of_round(round_)
    assert shown is not None
    assert shown.tallies == {1: Tally(2, 1, 1, 3), 2: Tally(0, 1, -1, 1)}


def test_those_who_begin_a_count_at_once_all_come_to_an_end(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "CASTS", 1)
    votes = [make_vote(titles=[f"Идея {one}" for one in range(IDEAS)], counts="open") for _ in range(6)]
    for one in votes:
        ids = db.session.scalars(select(Option.idea_id).where(Option.round_id == one.id)).all()
        for idea_id in ids:
            put_ballot(one, f"{idea_id}:1")
    numbers = [one.id for one in votes]
    db.session.remove()

    def count(_hand: int) -> None:
        with app.app_context():
            try:
                for number in numbers:
                    together.wait(60)
                    jobs._add_casts(number)
            except BaseException:
                together.abort()
                raise
            finally:
                db.session.remove()

    together = Barrier(4)
    with ThreadPoolExecutor(4) as hands:
        list(hands.map(count, range(4)))

    for number in numbers:
        round_ = db.session.get_one(Round, number)
        assert rows(round_) == in_ballots(round_)
        db.session.expunge_all()


def test_an_idea_hidden_since_is_not_shown(app: Flask) -> None:
    round_ = make_vote(counts="open")
    put_ballot(round_, "1:1,2:1")
    jobs.count_running()
    with step():
        note(EntryKind.HIDE, round_.id, idea_id=2, reason="Проверка", now=present.now())

    shown = running.of_round(round_)

    assert shown is not None
    assert set(shown.tallies) == {1}


def test_hidden_counts_are_shown_to_nobody(app: Flask) -> None:
    round_ = make_vote(counts="hidden")
    put_ballot(round_, "1:1")

    jobs.count_running()

    assert rows(round_) == {1: (1, 0, 1, 1)}
    assert running.of_round(round_) is None


choices = st.dictionaries(st.integers(0, IDEAS - 1), st.integers(1, 5), min_size=1)
casts = st.lists(st.tuples(st.integers(0, VOTERS - 1), choices), min_size=4, max_size=14)


@pytest.mark.slow
@pytest.mark.torture
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(casts, st.sets(st.integers(1, 14), max_size=5), st.integers(0, 14))
def test_running_final_and_plain_sets_are_equal_in_the_end(
    app: Flask,
    clock: MovingClock,
    monkeypatch: pytest.MonkeyPatch,
    cast_by: list[tuple[int, dict[int, int]]],
    kills: set[int],
    bell: int,
) -> None:
    round_ = make_vote(make_campaign(windows=WINDOWS), titles=[f"Идея {one}" for one in range(IDEAS)], **SCORES)
    number, over = round_.id, round_.window.closes_at
    ids = list(db.session.scalars(select(Option.idea_id).where(Option.round_id == number).order_by(Option.place)))
    people = [make_account().id for _ in range(VOTERS)]
    db.session.remove()

    def work(place: int) -> None:
        with app.app_context():
            try:
                if place == bell:
                    clock.move_to(over)
                    jobs.close_due()
                elif place < len(cast_by):
                    voter, choice = cast_by[place]
                    cast(number, people[voter], {ids[one]: value for one, value in choice.items()})
                else:
                    jobs.count_running()
            except (Killed, NotAllowed, Conflict):
                pass
            finally:
                db.session.remove()

    with dying(kills, monkeypatch):
        with ThreadPoolExecutor(4) as hands:
            list(hands.map(work, interleaved(len(cast_by))))
        for _ in range(len(kills) + 1):
            clock.move_to(over)
            finish(number)
    finish(number)
    jobs.tally_round(number)
    jobs.count_running()

    round_ = db.session.get_one(Round, number)
    result = results.current(number)
    assert result is not None
    frozen = db.session.scalars(select(ResultRow).where(ResultRow.result_id == result.id))
    told = db.session.get_one(RunningTally, number) if result.ballots else RunningTally(voters=0)
    assert rows(round_) == in_ballots(round_)
    assert {row.idea_id: row.votes for row in frozen if row.votes} == {id: row[0] for id, row in rows(round_).items()}
    assert (told.voters, len(db.session.scalars(select(Result.id).where(Result.round_id == number)).all())) == (
        result.ballots,
        1,
    )


def finish(number: int) -> None:
    """Closes the round and counts it, if nobody dies and nobody has."""
    try:
        jobs.close_due()
        jobs.tally_round(number)
    except (Killed, Overtaken):
        db.session.rollback()


def interleaved(casts: int) -> list[int]:
    """Casts with a count after every second one."""
    return [place for one in range(casts) for place in ([one, casts + one] if one % 2 else [one])]


@contextmanager
def dying(kills: set[int], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Steps of jobs with these numbers die: every other before it begins, the others after all was written but not kept."""
    begun: Counter[str] = Counter()

    @contextmanager
    def deadly() -> Iterator[None]:
        begun["steps"] += 1
        number = begun["steps"]
        if number in kills and number % 2:
            raise Killed
        with unit_of_work.step():
            yield
            if number in kills:
                raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "step", deadly)
        yield
