"""Days, weeks, months, years: one row for each, none left out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.digests.periods import Unit, after, start_of, starts, unit_for

FIRST = date(2026, 11, 4)


@pytest.mark.parametrize(
    ("days", "unit"),
    [(1, Unit.DAY), (35, Unit.DAY), (36, Unit.WEEK), (245, Unit.WEEK), (246, Unit.MONTH), (2000, Unit.YEAR)],
)
def test_the_unit_grows_with_the_span(days: int, unit: Unit) -> None:
    assert unit_for(FIRST, FIRST + timedelta(days=days - 1)) == unit


@pytest.mark.parametrize(
    ("unit", "start", "following"),
    [
        (Unit.DAY, FIRST, date(2026, 11, 5)),
        (Unit.WEEK, date(2026, 11, 2), date(2026, 11, 9)),
        (Unit.MONTH, date(2026, 11, 1), date(2026, 12, 1)),
        (Unit.YEAR, date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_units_begin_and_follow_as_the_calendar_says(unit: Unit, start: date, following: date) -> None:
    assert (start_of(FIRST, unit), after(start, unit)) == (start, following)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 4000), st.sampled_from(Unit))
def test_every_day_of_a_span_is_in_one_of_its_units(first: date, days: int, unit: Unit) -> None:
    last = first + timedelta(days=days)

    found = list(starts(first, last, unit))

    assert found == sorted(set(found))
    assert start_of(last, unit) == found[-1]
    assert start_of(first, unit) == found[0]
