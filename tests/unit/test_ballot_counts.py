"""Counting ballots: each rule on ballots one can count by hand, and what holds for all of them."""

import hashlib
import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rounds.ballots import marks
from campaigns.rounds.counting.counts import count
from campaigns.rounds.counting.effective import changes_of
from campaigns.rounds.counting.values import Candidate, Changes, Count
from campaigns.rounds.rules import defaults, shape
from campaigns.rounds.rules.shape import BallotKind, Counting

Ballots = list[tuple[str, int]]


def rule(kind: str, counting: Counting | None = None, **over: Any) -> dict[str, Any]:
    named = BallotKind(kind)
    return defaults.of_vote(
        defaults.ballot_of(named, 100), {**defaults.counting_for(named, counting, 100), **over.pop("by", {})}, **over
    )


def options(*costs: int | None) -> list[Candidate]:
    return [Candidate(place, place, cost) for place, cost in enumerate(costs or (10, 10, 10), 1)]


def scores(found: Count) -> list[tuple[int, str]]:
    return [(row.id, str(row.score)) for row in found.rows]


def winners(found: Count) -> list[int]:
    return [row.id for row in found.rows if row.winner]


def test_most_votes() -> None:
    found = count(rule("approve", winners=2), options(), [("1:1,2:1", 2), ("2:1", 1), ("", 1)])

    assert [(row.id, row.votes, row.rank, row.winner) for row in found.rows] == [
        (2, 3, 1, True),
        (1, 2, 2, True),
        (3, 0, 3, False),
    ]
    assert (found.voters, found.quorum_met) == (4, True)


def test_for_and_against_are_set_off_against_each_other() -> None:
    found = count(rule("for-against"), options(), [("1:1,2:1,3:0", 3), ("1:-1", 2), ("2:-1", 1), ("3:-1", 1)])

    assert [(row.id, row.votes, row.against, str(row.score)) for row in found.rows] == [
        (2, 3, 1, "2"),
        (1, 3, 2, "1"),
        (3, 0, 1, "-1"),
    ]


def test_one_five_does_not_beat_a_hundred_fours() -> None:
    found = count(rule("score", winners=1), options(), [("1:5", 1), ("2:4", 100)])

    assert (found.rows[0].id, found.rows[0].votes) == (2, 100)
    assert winners(found) == [2]


def test_the_lower_bound_of_a_mean_by_hand() -> None:
    """Scores 5, 5, 2 and one of each kind: n + K = 8, mean 27/8, mean of squares 109/8; z = 1.644854 for 0.95.

    The root of (109/8 - (27/8)^2) / 9 is 0.498260864..., times z 0.819566375(6...); 3.375 less that is 2.555433625.
    """
    found = count(rule("score"), options(), [("1:5", 2), ("1:2", 1)])

    assert found.rows[0].score == Fraction(2_555_433_625, 10**9)


def test_borda_with_short_ballots() -> None:
    """Three places: 3, 2 and 1 points; what a short ballot leaves out gets none."""
    found = count(rule("ranking"), options(1, 1, 1, 1), [("1:1,2:2,3:3", 2), ("3:1", 2), ("2:1,3:2", 1)])

    assert scores(found) == [(3, "10"), (2, "7"), (1, "6"), (4, "0")]


def test_borda_has_no_more_places_than_options() -> None:
    assert scores(count(rule("ranking"), options(1, 1), [("1:1,2:2", 1)])) == [(1, "2"), (2, "1")]


def test_points_count_as_points_and_votes_as_ballots() -> None:
    found = count(rule("points"), options(), [("1:9,2:1", 1), ("2:3", 2)])

    assert [(row.id, row.votes, str(row.score)) for row in found.rows] == [(1, 1, "9"), (2, 3, "7"), (3, 0, "0")]


@pytest.mark.parametrize(("over", "funded"), [("skip", [1, 3]), ("stop", [1])])
def test_what_is_too_dear_is_skipped_or_ends_the_list(over: str, funded: list[int]) -> None:
    ballots = [("1:1", 5), ("2:1", 4), ("3:1", 3)]

    found = count(rule("budget", by={"over": over}), options(60, 50, 40), ballots)

    assert winners(found) == funded


def test_an_idea_below_the_threshold_never_wins_and_the_next_takes_its_place() -> None:
    found = count(rule("score", winners=1, threshold=3), options(), [("1:5", 2), ("2:1", 3)])

    assert ([row.id for row in found.rows][:1], winners(found)) == ([1], [2])


def test_a_quorum_not_met_lets_nobody_win() -> None:
    ballots: Ballots = [("1:1", 3)]

    assert winners(count(rule("approve", quorum=4), options(), ballots)) == []
    assert winners(count(rule("approve", quorum=3), options(), ballots)) == [1]


def test_of_equals_the_first_on_the_ballot_comes_first() -> None:
    order = [Candidate(7, 2), Candidate(3, 3), Candidate(9, 1)]

    assert [row.id for row in count(rule("approve"), order, [("3:1,7:1,9:1", 1)]).rows] == [9, 7, 3]


def test_lots_are_drawn_from_the_seed() -> None:
    drawn = sorted((1, 2, 3), key=lambda id: hashlib.sha256(f"abcd:{id}".encode()).hexdigest())

    found = count(rule("approve", ties="lot"), options(), [("1:1,2:1,3:1", 1)], seed="abcd")

    assert [row.id for row in found.rows] == drawn


def test_a_hidden_idea_has_no_row_and_places_close_up() -> None:
    changes = Changes(hidden=frozenset({1}))

    found = count(rule("ranking"), options(1, 1, 1), [("1:1,2:2,3:3", 1)], changes=changes)

    assert scores(found) == [(2, "3"), (3, "2")]
    assert found.voters == 1


@pytest.mark.parametrize(
    ("kind", "text", "row"),
    [
        ("approve", "1:1,2:1", (1, "1")),
        ("for-against", "1:-1,2:1", (1, "1")),
        ("points", "1:2,2:5", (1, "5")),
        ("ranking", "1:2,2:1,3:3", (1, "3")),
    ],
)
def test_joined_ideas_count_once_a_ballot_by_the_better_mark(kind: str, text: str, row: tuple[int, str]) -> None:
    found = count(rule(kind), options(1, 1, 1), [(text, 1)], changes=Changes(joined={1: 2}))

    assert [(one.votes, str(one.score)) for one in found.rows if one.id == 2] == [row]
    assert {one.id for one in found.rows} == {2, 3}


def test_an_idea_that_goes_on_outside_the_ballot_counts_for_itself() -> None:
    found = count(rule("approve"), options(), [("1:1", 1)], changes=Changes(joined={1: 99}))

    assert scores(found) == [(1, "1"), (2, "0"), (3, "0")]


def test_an_idea_that_goes_on_in_a_hidden_one_counts_for_nothing() -> None:
    changes = Changes(hidden=frozenset({2}), joined={1: 2})

    assert scores(count(rule("approve"), options(), [("1:1,2:1,3:1", 1)], changes=changes)) == [(3, "1")]


def test_an_idea_goes_on_as_far_as_it_was_joined_and_in_a_circle_nowhere_for_ever() -> None:
    ballots = [("1:1", 2), ("3:1", 1)]

    along, around = (
        count(rule("approve"), options(), ballots, changes=Changes(joined=joined))
        for joined in ({1: 2, 2: 3}, {1: 2, 2: 1})
    )

    assert (scores(along), scores(around)) == ([(3, "3")], [(3, "1")])


def test_the_last_note_about_an_idea_holds() -> None:
    notes = [("hide", 1, None), ("join", 2, 3), ("show", 1, None), ("hide", 4, None), ("join", 5, 3), ("part", 2, 3)]

    assert changes_of(notes) == Changes(frozenset({4}), {5: 3})


def test_a_counting_this_release_does_not_know_is_refused() -> None:
    with pytest.raises(KeyError):
        count({**rule("approve"), "counting": {"rule": "applause"}}, options(), [])


def test_a_budget_needs_to_know_what_things_cost() -> None:
    with pytest.raises(ValueError, match="option 2 costs"):
        count(rule("budget"), options(10, None, 10), [("1:1,2:1", 1)])


VALUES = {
    BallotKind.APPROVE: [1],
    BallotKind.CHOOSE_ONE: [1],
    BallotKind.BUDGET: [1],
    BallotKind.FOR_AGAINST: [1, 0, -1],
    BallotKind.SCORE: [1, 2, 3, 4, 5],
    BallotKind.POINTS: [1, 2, 3],
    BallotKind.RANKING: [1],
}
WAYS = [(kind, counting) for kind, fits in shape.FITS.items() for counting in fits]


@st.composite
def elections(draw: st.DrawFn) -> tuple[dict[str, Any], list[Candidate], list[str]]:
    kind, counting = draw(st.sampled_from(WAYS))
    made = options(*draw(st.lists(st.integers(1, 60), min_size=2, max_size=5)))
    chosen = st.lists(st.integers(1, len(made)), unique=True, max_size=1 if kind == BallotKind.CHOOSE_ONE else 3)
    ballots = []
    for ids in draw(st.lists(chosen, max_size=12)):
        values = draw(st.lists(st.sampled_from(VALUES[kind]), min_size=len(ids), max_size=len(ids)))
        places = range(1, len(ids) + 1) if kind == BallotKind.RANKING else values
        ballots.append(marks.spell(marks.of(zip(ids, places, strict=True))))
    return rule(kind, counting), made, ballots


@settings(max_examples=60, deadline=None)
@given(elections(), st.integers(0, 99))
def test_the_order_of_ballots_and_how_equal_ones_are_grouped_do_not_matter(
    made: tuple[dict[str, Any], list[Candidate], list[str]], seed: int
) -> None:
    its_rule, candidates, ballots = made
    mixed, others = list(ballots), list(candidates)
    random.Random(seed).shuffle(mixed)
    random.Random(seed).shuffle(others)
    grouped = {text: mixed.count(text) for text in mixed}

    found = count(its_rule, candidates, [(text, 1) for text in ballots])

    assert found == count(its_rule, others, grouped.items())
    assert [row.rank for row in found.rows] == list(range(1, len(candidates) + 1))
    assert [row.score for row in found.rows] == sorted((row.score for row in found.rows), reverse=True)


@settings(max_examples=40, deadline=None)
@given(elections())
def test_a_budget_is_never_overspent(made: tuple[dict[str, Any], list[Candidate], list[str]]) -> None:
    its_rule, candidates, ballots = made
    if shape.counting_of(its_rule) not in shape.SPENDS:
        return

    bought = set(winners(count(its_rule, candidates, [(text, 1) for text in ballots])))

    assert sum(one.cost or 0 for one in candidates if one.id in bought) <= 100
