"""Working time: across nights, weekends, holidays and moved clocks."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.offices.hours import Calendar, OtherDay, WorkingHours

NINE_TO_SIX = WorkingHours(time(9), time(18))
SURGUT, KYIV = "Asia/Yekaterinburg", "Europe/Kyiv"
ZONES = st.sampled_from([SURGUT, KYIV, "America/Santiago", "Africa/Cairo", "Australia/Lord_Howe", "UTC"])
START = datetime(2026, 3, 1, tzinfo=UTC)
# Nine months in which all of these places move their clocks there and back.
INSTANTS = st.integers(0, 270 * 86_400).map(lambda seconds: START + timedelta(seconds=seconds))
OTHERS = st.builds(OtherDay, st.booleans(), st.none() | st.times())
HOURS = st.tuples(st.times(), st.times()).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: WorkingHours(*pair))
TICK = timedelta(microseconds=1)


def surgut(words: str) -> datetime:
    """2026-11-04 09:00 by the clocks of Surgut."""
    return datetime.fromisoformat(f"{words}+05:00").astimezone(UTC)


@st.composite
def calendars(draw):
    """Calendars in which anything may be different around the days that are asked about."""
    days = st.dates(date(2026, 2, 20), date(2026, 12, 31))
    return Calendar(draw(HOURS), draw(st.dictionaries(days, OTHERS, max_size=30)))


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        ("2026-11-04 15:00", "2026-11-05 15:00"),
        ("2026-11-04 09:00", "2026-11-04 18:00"),
        ("2026-11-04 20:00", "2026-11-05 18:00"),
        ("2026-11-04 18:00", "2026-11-05 18:00"),
        ("2026-11-06 17:30", "2026-11-09 17:30"),
        ("2026-11-07 12:00", "2026-11-09 18:00"),
    ],
)
def test_a_working_day_later_is_the_same_hour_of_the_next_one(opened, due):
    assert Calendar(NINE_TO_SIX).due(surgut(opened), SURGUT) == surgut(due)


def test_holidays_short_days_and_working_saturdays_count_as_they_are():
    others = {
        date(2026, 11, 4): OtherDay(is_working=False),
        date(2026, 11, 3): OtherDay(is_working=True, closes_at=time(17)),
        date(2026, 11, 7): OtherDay(is_working=True),
    }
    calendar = Calendar(NINE_TO_SIX, others)

    found = [calendar.due(surgut(f"2026-11-{day}"), SURGUT) for day in ("03 12:00", "04 12:00", "06 12:00")]

    assert found == [surgut("2026-11-05 13:00"), surgut("2026-11-05 18:00"), surgut("2026-11-07 12:00")]
    assert calendar.worked(surgut("2026-11-02 00:00"), surgut("2026-11-09 00:00"), SURGUT) == timedelta(hours=44)


def test_only_working_time_passes():
    calendar = Calendar(NINE_TO_SIX)

    passed = calendar.worked(surgut("2026-11-06 17:30"), surgut("2026-11-09 09:45"), SURGUT)

    assert passed == timedelta(hours=1, minutes=15)
    assert calendar.worked(surgut("2026-11-07 09:00"), surgut("2026-11-08 23:00"), SURGUT) == timedelta(0)
    assert calendar.worked(surgut("2026-11-09 12:00"), surgut("2026-11-09 10:00"), SURGUT) == timedelta(0)


def test_the_clock_is_that_of_the_place_on_the_days_clocks_are_moved_too():
    calendar = Calendar(WorkingHours(time(0), time(12)), {date(2026, 10, 25): OtherDay(is_working=True)})
    opened = datetime(2026, 10, 24, 21, 0, tzinfo=UTC)

    # On the night to 25 October Kyiv lives through the hour after three twice.
    assert calendar.worked(opened, opened + timedelta(days=1), KYIV) == timedelta(hours=13)
    assert calendar.due(opened, KYIV) == datetime(2026, 10, 25, 9, 0, tzinfo=UTC)


@given(calendars(), INSTANTS, ZONES, st.integers(1, 5))
def test_by_the_due_instant_as_much_has_been_worked_as_was_promised_and_not_sooner(calendar, opened, zone, days):
    due = calendar.due(opened, zone, days)

    assert calendar.worked(opened, due, zone) == calendar.hours.length * days
    assert calendar.worked(opened, due - TICK, zone) == calendar.hours.length * days - TICK


@given(calendars(), INSTANTS, INSTANTS, ZONES)
def test_who_came_first_is_promised_first(calendar, one, other, zone):
    first, second = sorted((one, other))

    assert calendar.due(first, zone) <= calendar.due(second, zone)


@given(calendars(), st.tuples(INSTANTS, INSTANTS, INSTANTS), ZONES)
def test_working_time_adds_up(calendar, instants, zone):
    start, middle, end = sorted(instants)

    parts = calendar.worked(start, middle, zone) + calendar.worked(middle, end, zone)

    assert parts == calendar.worked(start, end, zone) <= end - start
