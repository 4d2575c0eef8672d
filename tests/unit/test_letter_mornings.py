"""When letters are due: in the morning by the clocks of a place, also where they are put forward and back."""

from datetime import UTC, datetime

import pytest

from app.notifications.gathering import monday_morning, morning

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("now", "due"),
    [
        # Clocks go forward on Sunday, 29 March 2026, and back on Sunday, 25 October.
        (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 28, 7, tzinfo=UTC)),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 6, tzinfo=UTC)),
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), datetime(2026, 10, 25, 7, tzinfo=UTC)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), datetime(2026, 10, 26, 7, tzinfo=UTC)),
    ],
)
def test_the_morning_is_at_eight_on_the_clocks_of_the_day(now, due):
    assert morning(now, BERLIN) == due


@pytest.mark.parametrize(
    ("now", "due"),
    [
        # Sunday after the clocks went forward: the Monday before, when it was still winter time.
        (datetime(2026, 3, 29, 12, tzinfo=UTC), datetime(2026, 3, 23, 7, tzinfo=UTC)),
        # Monday, a minute before eight and at eight.
        (datetime(2026, 3, 30, 5, 59, tzinfo=UTC), datetime(2026, 3, 23, 7, tzinfo=UTC)),
        (datetime(2026, 3, 30, 6, 0, tzinfo=UTC), datetime(2026, 3, 30, 6, tzinfo=UTC)),
        (datetime(2026, 10, 26, 6, 59, tzinfo=UTC), datetime(2026, 10, 19, 6, tzinfo=UTC)),
        (datetime(2026, 10, 26, 7, 0, tzinfo=UTC), datetime(2026, 10, 26, 7, tzinfo=UTC)),
        # It is Monday there while it is still Sunday in UTC, and not yet eight.
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), datetime(2026, 10, 19, 6, tzinfo=UTC)),
        (datetime(2026, 10, 30, 12, tzinfo=UTC), datetime(2026, 10, 26, 7, tzinfo=UTC)),
    ],
)
def test_a_week_of_letters_begins_on_monday_at_eight(now, due):
    assert monday_morning(now, BERLIN) == due
