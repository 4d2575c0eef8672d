"""The schedule: each turn is asked for once, however many nodes look at it and whatever their clocks do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import OperationalError

from app.foundation import timetable
from app.foundation.db import db
from app.foundation.outbox import Errand
from app.foundation.timetable import Every, Turn, ask_for_due
from app.foundation.unit_of_work import step
from tests.support.clocks import MovingClock

SCHEDULE = (Every("rounds.close_due", timedelta(minutes=1)), Every("ideas.purge_drafts", timedelta(hours=6)))
NODES = 6


@pytest.fixture(autouse=True)
def house(app: Flask) -> Flask:
    return app


def asked() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Errand.job).order_by(Errand.id)))


def at_once(app: Flask) -> list[list[str]]:
    """What each of some schedulers asked for that looked at the same moment."""
    start = Barrier(NODES)

    def look(_node: int) -> list[str]:
        with app.app_context():
            start.wait(60)
            try:
                return ask_for_due(SCHEDULE)
            finally:
                db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(NODES) as nodes:
        return list(nodes.map(look, range(NODES)))


def test_a_job_has_its_turn_after_its_pause(clock: MovingClock) -> None:
    first = ask_for_due(SCHEDULE)
    clock.move_by(seconds=59)
    early = ask_for_due(SCHEDULE)
    clock.move_by(seconds=1)

    second = ask_for_due(SCHEDULE)

    assert (first, early, second) == (["rounds.close_due", "ideas.purge_drafts"], [], ["rounds.close_due"])
    assert asked() == [*first, *second]


def test_of_schedulers_that_look_at_once_for_the_first_time_one_takes_each_turn(app: Flask) -> None:
    taken = at_once(app)

    assert sorted(sum(taken, [])) == sorted(asked()) == ["ideas.purge_drafts", "rounds.close_due"]


def test_of_schedulers_that_look_at_once_one_takes_each_turn(app: Flask, clock: MovingClock) -> None:
    ask_for_due(SCHEDULE)
    with step():
        db.session.execute(delete(Errand))
    clock.move_by(hours=7)

    taken = at_once(app)

    assert sorted(sum(taken, [])) == sorted(asked()) == ["ideas.purge_drafts", "rounds.close_due"]


def test_a_node_whose_clock_is_a_little_behind_takes_no_turn_again(clock: MovingClock) -> None:
    ask_for_due(SCHEDULE)
    clock.move_by(seconds=-30)

    assert ask_for_due(SCHEDULE) == []


def test_a_clock_that_was_far_ahead_and_was_put_right_stops_nothing(clock: MovingClock) -> None:
    clock.move_by(days=365)
    ask_for_due(SCHEDULE)
    clock.move_by(days=-365)

    again = ask_for_due(SCHEDULE)
    at_once_after = ask_for_due(SCHEDULE)

    assert again == ["rounds.close_due", "ideas.purge_drafts"]
    assert at_once_after == []


def test_a_database_that_does_not_answer_once_stops_no_scheduler(monkeypatch: pytest.MonkeyPatch) -> None:
    beats = iter([True, True, True, True, True, True, False])
    looked = []

    def look(schedule: tuple[Every, ...]) -> list[str]:
        looked.append(len(looked))
        if len(looked) == 1:
            raise OperationalError("SELECT 1", None, Exception("gone"))
        return ask_for_due(schedule)

    monkeypatch.setattr(timetable, "ask_for_due", look)

    timetable.run(SCHEDULE, lambda: next(beats), pause=0)

    assert looked == [0, 1]
    assert asked() == ["rounds.close_due", "ideas.purge_drafts"]


def test_the_turns_are_kept(clock: MovingClock) -> None:
    ask_for_due(SCHEDULE)

    assert list(db.session.execute(select(Turn.job, Turn.last_at).order_by(Turn.job))) == [
        ("ideas.purge_drafts", clock.now()),
        ("rounds.close_due", clock.now()),
    ]
