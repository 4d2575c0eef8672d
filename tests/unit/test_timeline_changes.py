"""What may change in a launched timeline."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from campaigns.plan import changes
from campaigns.plan.phases import PhaseKind, Timeline, Window

NOW = datetime(2026, 11, 4, 12, 0, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def window(id: int | None, kind: PhaseKind, opens: float, closes: float) -> Window:
    return Window(kind, NOW + opens * DAY, NOW + closes * DAY, id=id)


PAST = window(1, PhaseKind.ANNOUNCEMENT, -20, -10)
RUNNING = window(2, PhaseKind.IDEAS, -10, 10)
AHEAD = window(3, PhaseKind.VOTING, 12, 20)
ADDED = window(None, PhaseKind.RESULTS, 20, 40)
BEFORE = Timeline.of([PAST, RUNNING, AHEAD])

ALLOWED = {
    "a running window is extended": [PAST, replace(RUNNING, closes_at=NOW + 11 * DAY), AHEAD],
    "a running window is shortened to the next minute": [PAST, replace(RUNNING, closes_at=NOW + MINUTE), AHEAD],
    "a window ahead is moved": [PAST, RUNNING, replace(AHEAD, opens_at=NOW + 14 * DAY, closes_at=NOW + 30 * DAY)],
    "a window ahead becomes another kind": [PAST, RUNNING, replace(AHEAD, kind=PhaseKind.SCREENING)],
    "a window ahead is brought forward to this very minute": [
        PAST,
        RUNNING,
        replace(AHEAD, kind=PhaseKind.DISCUSSION, opens_at=NOW),
    ],
    "a window ahead is taken away": [PAST, RUNNING],
    "a window is added": [PAST, RUNNING, AHEAD, ADDED],
}
REFUSED = {
    "a past window is extended to the future": (
        [replace(PAST, closes_at=NOW + DAY), RUNNING, AHEAD],
        "timeline.past",
    ),
    "a past window is shortened": ([replace(PAST, closes_at=NOW - 11 * DAY), RUNNING, AHEAD], "timeline.past"),
    "a past window is taken away": ([RUNNING, AHEAD], "timeline.past"),
    "a running window is taken away": ([PAST, AHEAD], "timeline.removed"),
    "a running window begins at another time": (
        [PAST, replace(RUNNING, opens_at=NOW - 9 * DAY), AHEAD],
        "timeline.running",
    ),
    "a running window becomes another kind": (
        [PAST, replace(RUNNING, kind=PhaseKind.DISCUSSION), AHEAD],
        "timeline.running",
    ),
    "a running window ends at this minute": ([PAST, replace(RUNNING, closes_at=NOW), AHEAD], "timeline.not-ahead"),
    "a running window has ended a minute ago": (
        [PAST, replace(RUNNING, closes_at=NOW - MINUTE), AHEAD],
        "timeline.not-ahead",
    ),
    "a window ahead has begun a minute ago": (
        [PAST, RUNNING, replace(AHEAD, kind=PhaseKind.DISCUSSION, opens_at=NOW - MINUTE)],
        "timeline.too-early",
    ),
    "a window is added in the past": (
        [PAST, RUNNING, AHEAD, window(None, PhaseKind.RESULTS, -1, 1)],
        "timeline.too-early",
    ),
    "a window that ends before it begins": (
        [PAST, RUNNING, replace(AHEAD, closes_at=NOW + 11 * DAY)],
        "timeline.backwards",
    ),
    "voting comes to overlap ideas": ([PAST, RUNNING, replace(AHEAD, opens_at=NOW + 9 * DAY)], "timeline.exclusive"),
    "nothing is left": ([], "timeline.empty"),
    "nothing changes": ([PAST, RUNNING, AHEAD], "timeline.same"),
}


@pytest.mark.parametrize("what", ALLOWED)
def test_a_change_is_allowed_when(what):
    assert changes.refusal(BEFORE, Timeline.of(ALLOWED[what]), NOW) is None


@pytest.mark.parametrize("what", REFUSED)
def test_a_change_is_refused_when(what):
    after, code = REFUSED[what]

    reason = changes.refusal(BEFORE, Timeline.of(after), NOW)

    assert reason
    assert reason.code == code


def test_a_window_that_has_just_closed_is_never_opened_again():
    at_the_bell = RUNNING.closes_at
    longer = Timeline.of([PAST, replace(RUNNING, closes_at=at_the_bell + DAY), AHEAD])

    reason = changes.refusal(BEFORE, longer, at_the_bell)

    assert reason is changes.PAST


def test_touched_are_the_windows_that_move_or_go():
    after = Timeline.of([PAST, replace(RUNNING, closes_at=NOW + 11 * DAY), ADDED])

    assert changes.touched(BEFORE, after) == {2, 3}


def test_what_is_kept_of_a_window_gives_the_window_back():
    kept = changes.as_json(RUNNING)

    assert (changes.from_json(kept), changes.from_json(kept).id) == (RUNNING, 2)


def test_a_difference_names_what_moved_what_came_and_what_went():
    longer, added = replace(RUNNING, closes_at=NOW + 11 * DAY), replace(ADDED, id=4)
    before, after = (
        [changes.as_json(w) for w in windows] for windows in ([PAST, RUNNING, AHEAD], [PAST, longer, added])
    )

    found = changes.differences(before, after)

    assert [(d.before, d.after) for d in found] == [(RUNNING, longer), (None, added), (AHEAD, None)]
