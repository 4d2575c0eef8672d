"""Days of a campaign's calendar as instants, where clocks are moved too."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.plan import days, templates
from campaigns.plan.models import Template
from campaigns.plan.phases import Timeline, faults

KYIV, SURGUT, SANTIAGO = "Europe/Kyiv", "Asia/Yekaterinburg", "America/Santiago"
ZONES = st.sampled_from([KYIV, SURGUT, SANTIAGO, "Africa/Cairo", "Asia/Beirut", "Australia/Lord_Howe", "UTC"])
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def test_until_the_sixteenth_includes_the_sixteenth():
    assert days.end_of(date(2026, 11, 16), SURGUT) == datetime(2026, 11, 16, 19, 0, tzinfo=UTC)


def test_the_day_on_which_kyiv_moves_its_clocks_back_has_25_hours():
    opens, closes = days.start_of(date(2026, 10, 25), KYIV), days.end_of(date(2026, 10, 25), KYIV)

    assert (opens, closes) == (datetime(2026, 10, 24, 21, 0, tzinfo=UTC), datetime(2026, 10, 25, 22, 0, tzinfo=UTC))


def test_a_time_that_comes_twice_is_the_first_of_the_two():
    assert days.start_of(date(2026, 10, 25), KYIV, time(3, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_without_a_midnight_begins_at_its_first_instant():
    opens = days.start_of(date(2026, 9, 6), SANTIAGO)

    assert days.local(opens, SANTIAGO).isoformat() == "2026-09-06T01:00:00-03:00"


@pytest.mark.parametrize(("at", "shown"), [(None, None), (time(18, 0), time(18, 0)), (time(0, 30), time(0, 30))])
def test_a_time_is_shown_only_where_the_day_does_not_say_all(at, shown):
    closes = days.end_of(date(2026, 11, 16), SURGUT, at)

    assert (days.last_day(closes, SURGUT), days.closing_time(closes, SURGUT)) == (date(2026, 11, 16), shown)


@given(DAYS, DAYS, ZONES)
def test_what_the_editor_keeps_it_shows_again(first, last, zone):
    opens, closes = days.start_of(first, zone), days.end_of(last, zone)

    shown = (
        days.first_day(opens, zone),
        days.opening_time(opens, zone),
        days.last_day(closes, zone),
        days.closing_time(closes, zone),
    )

    assert shown == (first, None, last, None)


@given(DAYS, ZONES)
def test_a_day_ends_where_the_next_one_begins(day, zone):
    assert days.end_of(day, zone) == days.start_of(day + timedelta(days=1), zone)


@given(DAYS, ZONES, ZONES)
def test_days_stay_the_same_in_another_zone(day, before, after):
    opens, closes = (days.moved(at, before, after) for at in (days.start_of(day, before), days.end_of(day, before)))

    assert (days.first_day(opens, after), days.last_day(closes, after)) == (day, day)


@pytest.mark.parametrize("template", list(Template))
def test_every_template_gives_a_timeline_without_faults(template):
    windows = templates.windows_of(template, date(2026, 10, 1), KYIV)

    assert faults(Timeline.of(windows)) == []


def test_the_default_template_has_no_ballot():
    windows = templates.windows_of(templates.DEFAULT, date(2026, 10, 1), SURGUT)

    assert [
        (w.kind.value, days.first_day(w.opens_at, SURGUT), days.last_day(w.closes_at, SURGUT)) for w in windows
    ] == [
        ("announcement", date(2026, 10, 1), date(2026, 10, 7)),
        ("discussion", date(2026, 10, 8), date(2026, 11, 11)),
        ("ideas", date(2026, 10, 15), date(2026, 11, 11)),
        ("decision", date(2026, 11, 12), date(2026, 12, 9)),
        ("results", date(2026, 12, 10), date(2027, 6, 7)),
    ]
