"""What is odd in the timeline of a plan."""

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.plan.linting import Oddity, oddities
from campaigns.plan.phases import Act, PhaseKind, Timeline, Window

NOW = datetime(2026, 11, 4, 12, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
K = PhaseKind


def of(*windows: tuple[PhaseKind, float, float]) -> Timeline:
    return Timeline.of(Window(kind, NOW + opens * DAY, NOW + closes * DAY) for kind, opens, closes in windows)


def codes(timeline: Timeline) -> list[Oddity]:
    return [odd.oddity for odd in oddities(timeline, NOW)]


WHOLE = ((K.DISCUSSION, 1, 20), (K.IDEAS, 5, 20), (K.DECISION, 20, 30), (K.RESULTS, 30, 90))
WITH_VOTE = (
    (K.ANNOUNCEMENT, 0, 1),
    (K.DISCUSSION, 1, 20),
    (K.IDEAS, 5, 20),
    (K.REFINEMENT, 20, 25),
    (K.SCREENING, 25, 30),
    (K.VOTING, 30, 40),
    (K.DECISION, 40, 50),
    (K.RESULTS, 50, 90),
)

ODD = {
    "days between two stages in which nothing may be done": (
        [(K.DISCUSSION, 1, 5), (K.IDEAS, 8, 20), (K.DECISION, 20, 30), (K.RESULTS, 30, 90)],
        [Oddity.GAP],
    ),
    "the same with an announcement in between, in which nothing may be done either": (
        [(K.DISCUSSION, 1, 5), (K.ANNOUNCEMENT, 5, 8), (K.IDEAS, 8, 20), (K.DECISION, 20, 30), (K.RESULTS, 30, 90)],
        [Oddity.GAP],
    ),
    "ideas while experts assess them": (
        [(K.IDEAS, 1, 20), (K.SCREENING, 15, 25), (K.DECISION, 25, 30), (K.RESULTS, 30, 90)],
        [Oddity.OVERLAP],
    ),
    "two stages of ideas at once": (
        [(K.IDEAS, 1, 20), (K.IDEAS, 10, 25), (K.DECISION, 25, 30), (K.RESULTS, 30, 90)],
        [Oddity.OVERLAP],
    ),
    "a stage that is over": (
        [(K.DISCUSSION, -9, -1), *WHOLE],
        [Oddity.GAP, Oddity.PAST],
    ),
    "ideas for six days": (
        [(K.IDEAS, 1, 7), (K.DECISION, 7, 30), (K.RESULTS, 30, 90)],
        [Oddity.SHORT_IDEAS],
    ),
    "ideas without answers": ([(K.IDEAS, 1, 20), (K.RESULTS, 20, 90)], [Oddity.NO_DECISION]),
    "a vote on what nobody selected": (
        [(K.IDEAS, 1, 20), (K.VOTING, 20, 30), (K.DECISION, 30, 40), (K.RESULTS, 40, 90)],
        [Oddity.VOTE_WITHOUT_SELECTION],
    ),
    "a selection after the vote": (
        [(K.IDEAS, 1, 20), (K.VOTING, 20, 30), (K.SCREENING, 30, 35), (K.DECISION, 35, 40), (K.RESULTS, 40, 90)],
        [Oddity.VOTE_WITHOUT_SELECTION],
    ),
    "no stage for results": ([(K.DISCUSSION, 1, 20)], [Oddity.NO_RESULTS]),
}


@pytest.mark.parametrize("windows", [WHOLE, WITH_VOTE])
def test_nothing_is_odd_in_a_plan_that_is_whole(windows):
    assert codes(of(*windows)) == []


@pytest.mark.parametrize("what", ODD)
def test_it_is_odd_to_have(what):
    windows, expected = ODD[what]

    assert codes(of(*windows)) == expected


def test_a_gap_is_told_with_its_instants():
    (gap,) = oddities(of((K.DISCUSSION, 1, 5), (K.VOTING, 8, 9), (K.RESULTS, 9, 90), (K.REFINEMENT, 2, 3)), NOW)

    assert (gap.oddity, gap.opens_at, gap.closes_at) == (Oddity.GAP, NOW + 5 * DAY, NOW + 8 * DAY)


def test_stages_that_meet_leave_no_gap_and_a_minute_does():
    day, later = Window(K.DISCUSSION, NOW, NOW + DAY), NOW + DAY

    meeting = Timeline.of([day, Window(K.DECISION, later, later + DAY), Window(K.RESULTS, later, later + DAY)])
    apart = Timeline.of([day, Window(K.DECISION, later + HOUR, later + DAY), Window(K.RESULTS, later, later + DAY)])

    assert (codes(meeting), codes(apart)) == ([], [Oddity.GAP])


def test_a_stage_in_which_all_is_switched_off_fills_no_gap():
    acts = frozenset({Act.REVISE_IDEA, Act.JOIN_IDEAS})
    empty = Window(K.REFINEMENT, NOW + 5 * DAY, NOW + 8 * DAY, removed=acts)

    found = codes(Timeline.of([*of((K.DISCUSSION, 1, 5), (K.DECISION, 8, 9), (K.RESULTS, 9, 90)).windows, empty]))

    assert found == [Oddity.GAP]


def test_a_plan_that_is_wholly_over_is_not_told_window_by_window():
    assert codes(of((K.DISCUSSION, -9, -1), (K.RESULTS, -1, 0))) == []


def test_a_switch_makes_a_stage_for_answers():
    answering = Window(K.RESULTS, NOW + 20 * DAY, NOW + 90 * DAY, added=frozenset({Act.ANSWER}))

    assert codes(Timeline.of([*of((K.IDEAS, 1, 20)).windows, answering])) == []
