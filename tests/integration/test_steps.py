"""Steps: what is kept, what is rolled back, and what may not be tried."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.foundation.db import db
from app.foundation.unit_of_work import after_commit, is_writing, record, step
from app.territories.models import Territory


def names() -> list[str]:
    return list(db.session.scalars(select(Territory.name).order_by(Territory.name)))


def test_a_step_is_kept_when_it_ends(app: Flask) -> None:
    with step():
        db.session.add(Territory(name="Сургут"))

    db.session.remove()
    assert names() == ["Сургут"]


def test_a_step_that_raises_leaves_nothing(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), step():
        db.session.add(Territory(name="Сургут"))
        db.session.flush()
        _ = 1 / 0

    assert names() == []


def test_what_is_recorded_stays_though_the_step_is_rolled_back(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), step():
        db.session.add(Territory(name="Сургут"))
        record(lambda: db.session.add(Territory(name="Когалым")))
        _ = 1 / 0

    assert names() == ["Когалым"]


def test_a_write_outside_a_step_is_an_error(app: Flask) -> None:
    db.session.add(Territory(name="Сургут"))

    with pytest.raises(RuntimeError, match="outside a step"):
        db.session.flush()


def test_what_waits_for_the_commit_happens_after_it_and_never_after_a_rollback(app: Flask) -> None:
    seen: list[list[str]] = []
    with pytest.raises(ZeroDivisionError), step():
        db.session.add(Territory(name="Когалым"))
        after_commit(lambda: seen.append(["never"]))
        _ = 1 / 0

    with step():
        db.session.add(Territory(name="Сургут"))
        after_commit(lambda: seen.append(names()))

    assert seen == [["Сургут"]]


def test_what_was_read_before_a_write_is_read_anew_in_it(app: Flask) -> None:
    with step():
        db.session.add(Territory(name="Сургут"))
    place = db.session.scalars(select(Territory)).one()
    before = place.name

    with app.app_context(), step():
        db.session.execute(update(Territory).values(name="Когалым"))
    unseen = place.name
    with step():
        after = place.name

    assert (before, unseen, after) == ("Сургут", "Сургут", "Когалым")


def test_a_step_that_is_over_leaves_no_right_to_write(app: Flask) -> None:
    with step():
        db.session.add(Territory(name="Сургут"))

    with pytest.raises(RuntimeError, match="outside a step"):
        db.session.execute(update(Territory).values(name="Когалым"))

    assert (names(), is_writing()) == (["Сургут"], False)


def test_a_step_that_raises_leaves_its_place_to_the_next(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), step():
        _ = 1 / 0

    with step():
        db.session.add(Territory(name="Сургут"))

    assert names() == ["Сургут"]
