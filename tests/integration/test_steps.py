"""Steps: what is kept, what is rolled back, and what may not be tried."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation.db import db
from app.foundation.unit_of_work import record, step
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
