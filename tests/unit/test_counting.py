"""Counting: the same votes give the same places in whatever order they come."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rounds.counting.supports import Entry, count, most_votes

START = datetime(2026, 11, 1, tzinfo=UTC)


def entry(id: int, on_site: int, elsewhere: int = 0, day: int = 0) -> Entry:
    return Entry(id, id, START + timedelta(days=day), on_site, elsewhere)


@st.composite
def rounds(draw: st.DrawFn) -> tuple[list[Entry], int]:
    votes = st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 3))
    drawn = draw(st.lists(votes, max_size=30))
    entries = [entry(id, on_site, elsewhere, day) for id, (on_site, elsewhere, day) in enumerate(drawn, 1)]
    return draw(st.permutations(entries)), draw(st.integers(0, 35))


def test_the_ideas_with_most_votes_win() -> None:
    places = most_votes([entry(1, 3), entry(2, 9), entry(3, 5)], winners=2)

    assert [(p.entry.id, p.rank, p.winner) for p in places] == [(2, 1, True), (3, 2, True), (1, 3, False)]


def test_votes_from_elsewhere_count_alike() -> None:
    places = most_votes([entry(1, 5), entry(2, 2, elsewhere=4)], winners=1)

    assert [(p.entry.id, p.entry.votes, p.winner) for p in places] == [(2, 6, True), (1, 5, False)]


def test_at_the_border_the_earlier_published_of_equals_wins() -> None:
    places = most_votes([entry(1, 4, day=2), entry(2, 4, day=1), entry(3, 9)], winners=2)

    assert [(p.entry.id, p.winner) for p in places] == [(3, True), (2, True), (1, False)]


def test_of_equals_published_at_one_instant_the_lower_id_comes_first() -> None:
    places = most_votes([entry(8, 4), entry(3, 4)], winners=1)

    assert [(p.entry.id, p.winner) for p in places] == [(3, True), (8, False)]


def test_with_fewer_ideas_than_places_all_win() -> None:
    assert [p.winner for p in most_votes([entry(1, 1), entry(2, 0)], winners=20)] == [True, True]


def test_below_the_threshold_no_idea_wins() -> None:
    assert [p.winner for p in most_votes([entry(1, 1), entry(2, 0)], winners=20, threshold=1)] == [True, False]


def test_fewer_than_no_winners_is_no_rule() -> None:
    with pytest.raises(ValueError, match="fewer than no winners"):
        most_votes([], winners=-1)


def test_a_counting_this_release_does_not_know_is_refused() -> None:
    with pytest.raises(KeyError):
        count({"counting": "by applause", "winners": 1}, [])


@given(rounds())
def test_the_order_of_the_votes_does_not_matter(made: tuple[list[Entry], int]) -> None:
    entries, winners = made

    assert most_votes(entries, winners) == most_votes(sorted(entries, key=lambda e: e.id), winners)


@given(rounds())
def test_ranks_are_whole_and_follow_the_votes(made: tuple[list[Entry], int]) -> None:
    entries, winners = made

    places = most_votes(entries, winners)

    assert [p.rank for p in places] == list(range(1, len(entries) + 1))
    assert [p.entry.votes for p in places] == sorted((e.votes for e in entries), reverse=True)
    assert [p.rank for p in places if p.winner] == list(range(1, min(winners, len(entries)) + 1))


@given(rounds())
def test_one_more_vote_never_makes_an_idea_fall(made: tuple[list[Entry], int]) -> None:
    entries, winners = made
    if not entries:
        return
    one = entries[0]
    more = Entry(one.id, one.number, one.published_at, one.on_site + 1, one.elsewhere)

    before = next(p for p in most_votes(entries, winners) if p.entry.id == one.id)
    after = next(p for p in most_votes([more, *entries[1:]], winners) if p.entry.id == one.id)

    assert after.rank <= before.rank
