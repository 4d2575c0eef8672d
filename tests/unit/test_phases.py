"""What the clock allows, to the minute."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.plan.phases import (
    ALLOWS,
    EXCLUSIVE,
    PHASED,
    Act,
    Fault,
    PhaseKind,
    Stage,
    Timeline,
    Window,
    faults,
)

START = datetime(2026, 10, 1, 19, 0, tzinfo=UTC)
DAY, MINUTE, INSTANT = timedelta(days=1), timedelta(minutes=1), timedelta(microseconds=1)


def window(kind: PhaseKind, opens: float, closes: float, **switches: frozenset[Act]) -> Window:
    return Window(kind, START + opens * DAY, START + closes * DAY, **switches)


def timeline(*windows: Window) -> Timeline:
    return Timeline.of(windows)


minutes = st.integers(0, 60 * 24 * 60)
acts = st.frozensets(st.sampled_from(sorted(PHASED)), max_size=3)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    opens, length = draw(minutes), draw(st.integers(1, 60 * 24 * 30))
    kind, added, removed = draw(st.sampled_from(PhaseKind)), draw(acts), draw(acts)
    return Window(kind, START + opens * MINUTE, START + (opens + length) * MINUTE, added, removed)


timelines = st.lists(windows(), max_size=6).map(Timeline.of)
instants = minutes.map(lambda count: START + count * MINUTE)


def test_a_window_is_open_from_its_first_instant_to_the_one_before_its_last():
    ideas = window(PhaseKind.IDEAS, 0, 10)

    moments = [ideas.opens_at - INSTANT, ideas.opens_at, ideas.closes_at - INSTANT, ideas.closes_at]

    assert [ideas.is_open(moment) for moment in moments] == [False, True, True, False]


def test_two_windows_that_touch_are_never_open_together():
    course = timeline(window(PhaseKind.DISCUSSION, 0, 5), window(PhaseKind.IDEAS, 5, 9))

    kinds = [[w.kind for w in course.open_at(START + 5 * DAY + shift)] for shift in (-INSTANT, timedelta(0))]

    assert kinds == [[PhaseKind.DISCUSSION], [PhaseKind.IDEAS]]


# Each row is a sentence of the rules: in this phase, of all that needs a phase, these acts are allowed.
BY_KIND = {
    PhaseKind.ANNOUNCEMENT: set(),
    PhaseKind.DISCUSSION: {
        "propose a topic",
        "open a topic",
        "answer questions",
        "comment",
        "revise a comment",
        "take a stand",
        "react",
    },
    PhaseKind.IDEAS: {"submit an idea", "revise an idea", "comment", "revise a comment", "react", "support"},
    PhaseKind.REFINEMENT: {"revise an idea"},
    PhaseKind.SCREENING: {"assess"},
    PhaseKind.VOTING: {"vote"},
    PhaseKind.DECISION: {"answer"},
    PhaseKind.RESULTS: {"report progress"},
}
WITHOUT_A_PHASE = {
    "read",
    "follow",
    "draft an idea",
    "withdraw an idea",
    "join ideas",
    "invite co-authors",
    "highlight a comment",
    "conclude a topic",
    "delete a comment",
    "pick an idea",
    "make the selection",
    "invite people",
    "post news",
    "create a campaign",
    "plan a campaign",
    "launch a campaign",
    "change the timeline",
    "close a round",
    "sign off a result",
    "publish a result",
    "enter ideas for others",
    "enter paper ballots",
    "see the log",
}


@pytest.mark.parametrize("kind", list(PhaseKind))
def test_a_phase_allows_what_its_kind_is_for_and_nothing_else(kind):
    course = timeline(window(kind, 0, 1))

    allowed = {act.value for act in Act if course.allows(act, START)}

    assert allowed == BY_KIND[kind] | WITHOUT_A_PHASE


def test_every_kind_has_its_row():
    assert set(ALLOWS) == set(PhaseKind) == set(BY_KIND)


def test_windows_that_overlap_allow_what_any_of_them_allows():
    course = timeline(window(PhaseKind.DISCUSSION, 0, 10), window(PhaseKind.IDEAS, 5, 15))

    allowed = [course.allows(Act.TAKE_STAND, START + 7 * DAY), course.allows(Act.SUPPORT, START + 7 * DAY)]

    assert allowed == [True, True]


def test_an_owner_may_switch_an_act_off():
    course = timeline(window(PhaseKind.IDEAS, 0, 10, removed=frozenset({Act.COMMENT})))

    assert [course.allows(act, START) for act in (Act.COMMENT, Act.SUPPORT)] == [False, True]


def test_an_owner_may_switch_an_act_on():
    course = timeline(window(PhaseKind.REFINEMENT, 0, 10, added=frozenset({Act.COMMENT})))

    assert [course.allows(act, START) for act in (Act.COMMENT, Act.SUPPORT)] == [True, False]


def test_an_act_switched_both_on_and_off_is_off():
    both = frozenset({Act.COMMENT})

    assert Act.COMMENT not in window(PhaseKind.IDEAS, 0, 10, added=both, removed=both).allows


def test_the_next_window_for_an_act_is_the_soonest_one_ahead():
    first, second = window(PhaseKind.IDEAS, 5, 8), window(PhaseKind.IDEAS, 20, 25)
    course = timeline(second, window(PhaseKind.DISCUSSION, 2, 30), first)

    following = [course.next_for(Act.SUPPORT, START + at * DAY) for at in (0, 5, 8, 20)]

    assert following == [first, second, second, None]


def test_the_last_window_for_an_act_is_the_one_that_closed_latest():
    long, short = window(PhaseKind.IDEAS, 0, 10), window(PhaseKind.IDEAS, 2, 4)
    course = timeline(long, short)

    over = [course.last_for(Act.SUPPORT, START + at * DAY) for at in (1, 5, 10)]

    assert over == [None, short, long]


def test_windows_that_follow_without_a_pause_close_together():
    course = timeline(window(PhaseKind.IDEAS, 0, 5), window(PhaseKind.IDEAS, 5, 9), window(PhaseKind.IDEAS, 10, 12))

    assert course.closing_of(Act.SUPPORT, START + DAY) == START + 9 * DAY


COURSE = (
    window(PhaseKind.ANNOUNCEMENT, 0, 5),
    window(PhaseKind.DISCUSSION, 5, 10),
    window(PhaseKind.IDEAS, 12, 20),
    window(PhaseKind.RESULTS, 20, 40),
)


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        (-1, Stage.COMING),
        (0, Stage.COMING),
        (5, Stage.RUNNING),
        (11, Stage.RUNNING),
        (19.99, Stage.RUNNING),
        (20, Stage.FINISHED),
        (50, Stage.FINISHED),
    ],
)
def test_a_campaign_comes_runs_with_its_pauses_and_is_finished_when_only_results_are_left(day, stage):
    assert timeline(*COURSE).stage_at(START + day * DAY) is stage


def test_a_timeline_without_windows_cannot_be_launched():
    assert faults(timeline()) == [(Fault.EMPTY, ())]


def test_a_window_that_ends_before_it_begins_is_a_fault():
    backwards = window(PhaseKind.IDEAS, 5, 4)

    assert faults(timeline(backwards)) == [(Fault.BACKWARDS, (backwards,))]


def test_an_empty_window_is_a_fault():
    empty = window(PhaseKind.IDEAS, 5, 5)

    assert faults(timeline(empty)) == [(Fault.BACKWARDS, (empty,))]


def test_seconds_in_a_timeline_are_a_fault():
    uneven = Window(PhaseKind.IDEAS, START + timedelta(seconds=1), START + DAY)

    assert faults(timeline(uneven)) == [(Fault.NOT_WHOLE_MINUTE, (uneven,))]


def test_voting_over_ideas_is_a_fault_unless_the_owner_says_so():
    ideas, voting = window(PhaseKind.IDEAS, 0, 10), window(PhaseKind.VOTING, 9, 15)
    course = timeline(ideas, voting)

    found = [faults(course), faults(course, voting_over_ideas=True)]

    assert found == [[(Fault.EXCLUSIVE, (ideas, voting))], []]


def test_voting_may_begin_at_the_bell_of_ideas():
    assert faults(timeline(window(PhaseKind.IDEAS, 0, 10), window(PhaseKind.VOTING, 10, 15))) == []


@given(timelines, instants, st.sampled_from(sorted(PHASED)))
def test_an_act_is_allowed_only_inside_a_window_that_allows_it(course, now, act):
    inside = [w for w in course.windows if w.opens_at <= now < w.closes_at and act in w.allows]

    assert course.allows(act, now) == bool(inside)


@given(timelines, instants, st.sampled_from(sorted(PHASED)))
def test_what_is_allowed_now_stays_so_until_its_closing_and_not_at_it(course, now, act):
    end = course.closing_of(act, now)

    if end is None:
        assert not course.allows(act, now)
    else:
        assert (course.allows(act, end - MINUTE), course.allows(act, end)) == (True, False)


@given(timelines, instants, st.sampled_from(sorted(PHASED)))
def test_what_is_not_allowed_now_is_ahead_or_over_or_was_never_planned(course, now, act):
    planned = any(act in w.allows for w in course.windows)

    ahead, over = course.next_for(act, now), course.last_for(act, now)

    assert bool(ahead or over or course.allows(act, now)) == planned


@given(timelines)
def test_only_overlaps_of_exclusive_kinds_are_faults_of_whole_minute_windows(course):
    pairs = [
        {one.kind, other.kind}
        for place, one in enumerate(course.windows)
        for other in course.windows[place + 1 :]
        if max(one.opens_at, other.opens_at) < min(one.closes_at, other.closes_at)
    ]

    found = faults(course)

    assert len([pair for pair in pairs if frozenset(pair) in EXCLUSIVE]) == len(
        [f for f, _ in found if f is Fault.EXCLUSIVE]
    )


@given(timelines, instants)
def test_the_stage_never_goes_back(course, now):
    order = list(Stage)

    assert order.index(course.stage_at(now)) <= order.index(course.stage_at(now + DAY))
