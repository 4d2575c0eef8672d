"""Addresses of copies, and windows moved by whole days."""

from datetime import UTC, date, datetime

import pytest

from campaigns.plan import days, slugs
from campaigns.plan.domain.copies import shifted
from campaigns.plan.phases import Act, PhaseKind, Timeline, Window

KYIV = "Europe/Kyiv"


@pytest.mark.parametrize(
    ("slug", "year", "taken", "free"),
    [
        ("buses", 2027, [], "buses-2027"),
        ("buses", 2027, ["buses-2027"], "buses-2027-2"),
        ("buses-2027", 2027, ["buses-2027", "buses-2027-2"], "buses-2027-3"),
        ("buses-2026", 2027, [], "buses-2027"),
        ("buses-2026-3", 2027, [], "buses-2027"),
        ("2026", 2027, [], "2026-2027"),
        ("b" * 60, 2027, [], "b" * 51 + "-2027"),
    ],
)
def test_the_address_of_a_copy_has_the_year_and_a_number_where_that_is_taken(slug, year, taken, free):
    found = slugs.free(slug, year, set(taken))

    assert (found, slugs.is_fit(found)) == (free, True)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_windows_keep_their_days_and_hours_across_a_change_of_the_clocks():
    # From winter to summer: 10:00 on the wall is 08:00 UTC, then 07:00.
    winter = [
        Window(PhaseKind.DISCUSSION, at(2027, 1, 10, 22, 0), at(2027, 1, 17, 22, 0)),
        Window(PhaseKind.IDEAS, at(2027, 1, 12, 8, 0), at(2027, 1, 20, 16, 30), added=frozenset({Act.TAKE_STAND})),
    ]

    moved = shifted(Timeline.of(winter), date(2027, 6, 7), KYIV)

    assert moved == [
        Window(PhaseKind.DISCUSSION, at(2027, 6, 6, 21, 0), at(2027, 6, 13, 21, 0)),
        Window(PhaseKind.IDEAS, at(2027, 6, 8, 7, 0), at(2027, 6, 16, 15, 30), added=frozenset({Act.TAKE_STAND})),
    ]


@pytest.mark.parametrize("first_day", [date(2027, 3, 20), date(2027, 10, 20), date(2028, 2, 20), date(2026, 12, 31)])
def test_windows_last_as_many_days_wherever_they_go(first_day):
    one = Window(PhaseKind.IDEAS, days.start_of(date(2026, 11, 9), KYIV), days.end_of(date(2026, 11, 29), KYIV))
    other = Window(PhaseKind.VOTING, days.start_of(date(2026, 12, 1), KYIV), days.end_of(date(2026, 12, 14), KYIV))

    moved = shifted(Timeline.of([one, other]), first_day, KYIV)

    lengths = [
        (days.last_day(w.closes_at, KYIV) - days.first_day(w.opens_at, KYIV)).days + 1 for w in (*moved, one, other)
    ]
    assert days.first_day(moved[0].opens_at, KYIV) == first_day
    assert lengths == [21, 14, 21, 14]
    assert days.first_day(moved[1].opens_at, KYIV) - first_day == date(2026, 12, 1) - date(2026, 11, 9)


def test_a_window_that_falls_into_the_hour_left_out_still_opens_before_it_closes():
    # On 28 March 2027 clocks in Kyiv go from 03:00 to 04:00.
    short = Window(PhaseKind.VOTING, at(2027, 3, 20, 1, 30), at(2027, 3, 20, 2, 10))

    (moved,) = shifted(Timeline.of([short]), date(2027, 3, 28), KYIV)

    assert moved.closes_at - moved.opens_at == short.closes_at - short.opens_at


def test_a_timeline_of_nothing_is_moved_to_nothing():
    assert shifted(Timeline.of([]), date(2027, 3, 28), KYIV) == []
