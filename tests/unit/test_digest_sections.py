"""Sections of a digest over rows: thresholds at their edges, small cells, and the same bytes for the same rows in any order."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app.digests.findings import percent, tenths
from app.digests.rows import (
    IdeaRow,
    LocalSupport,
    OwedRow,
    Place,
    ProblemRow,
    QuestionRow,
    ScoreRow,
    ServiceRow,
    Split,
    Took,
    TopicRow,
    WorkRow,
)
from app.digests.sections import (
    answers,
    assessed,
    contested,
    discussion,
    front,
    ideas,
    minority,
    participation,
    problems,
    services,
    works,
)
from app.foundation import canonical

DAY = date(2026, 11, 4)


def idea(id: int, votes: int = 0, winner: bool = False, **over: Any) -> IdeaRow:
    fields = {"track_id": None, "territory_id": None, "service_id": None, "channel": "site", "author_id": 1}
    fields |= {"on_site": votes, "elsewhere": 0, "against": 0, "sent_on": DAY, **over}
    return IdeaRow(id=id, number=id, rank=id, votes=votes, winner=winner, **fields)


@pytest.mark.parametrize(
    ("given_for", "against", "is_contested"),
    [(7, 3, True), (3, 7, True), (6, 3, False), (71, 29, False), (70, 30, True), (10, 0, False), (0, 0, False)],
)
def test_contested_is_where_ten_took_a_side_and_the_smaller_has_three_of_ten(
    given_for: int, against: int, is_contested: bool
) -> None:
    told = contested.told([Split(1, 1, given_for, against)], [])

    assert bool(told) == is_contested


# 100 people with a known place: 20 in the village (1), 80 in the town (2).
PEOPLE = {1: 20, 2: 80}
NAMES = {1: "Посёлок", 2: "Город"}


def strong(here: int, elsewhere: int, winner: bool = False, people: dict[int, int] | None = None) -> dict[str, Any]:
    local = [LocalSupport(1, 1, here), LocalSupport(1, 2, elsewhere), LocalSupport(1, None, 50)]
    return minority.told([idea(1, here + elsewhere, winner)], local, people or PEOPLE, NAMES)


@pytest.mark.parametrize(
    ("here", "elsewhere", "told"),
    [
        (5, 5, True),  # five people, half of the known supporters
        (4, 0, False),  # too few to be told apart
        (5, 6, False),  # less than half of its supporters
        (10, 10, True),  # 50 % here, 12.5 % there
    ],
)
def test_an_idea_is_strong_in_one_place_by_these_thresholds(here: int, elsewhere: int, told: bool) -> None:
    assert bool(strong(here, elsewhere)) == told


def test_an_idea_that_was_selected_or_a_place_that_is_most_people_or_too_few_is_no_minority() -> None:
    most, few, level = {1: 60, 2: 40}, {1: 9, 2: 80}, {1: 50, 2: 50}

    assert [strong(10, 2, winner=True), strong(10, 2, people=most), strong(5, 0, people=few)] == [{}, {}, {}]
    assert strong(10, 6, people=level) == {}
    assert strong(12, 6, people=level)["ideas"] == [
        {"id": 1, "place": "Посёлок", "share_here": 24, "share_elsewhere": 12, "of_its_support": 67}
    ]


@pytest.mark.parametrize(
    ("counted", "homes", "merged"),
    [
        ({1: 9, 2: 5}, [("a", 9), ("b", 5)], 0),
        ({1: 9, 2: 5, 3: 4}, [("a", 9)], 9),  # four alone could be subtracted: the smallest of the rest goes with them
        ({1: 9, 2: 7, 3: 4, 4: 1}, [("a", 9), ("b", 7)], 5),
        ({1: 9, 2: 7, 3: 2, 4: 2}, [("a", 9)], 11),
        ({1: 4}, [], 4),
    ],
)
def test_places_with_few_people_are_merged_so_that_nobody_can_subtract(
    counted: dict[int, int], homes: list[tuple[str, int]], merged: int
) -> None:
    part = participation.homes({"counted": Counter(counted), "unknown": 0}, {1: "a", 2: "b", 3: "c", 4: "d"})

    assert [(one["name"], one["people"]) for one in part["homes"]] == homes
    assert part["homes_merged"] == merged


@pytest.mark.parametrize(
    ("people", "returning", "told"),
    [(20, 10, True), (20, 4, False), (20, 16, False), (20, 0, True), (5, 5, True), (0, 0, False)],
)
def test_few_new_or_returning_people_are_not_told_apart(people: int, returning: int, told: bool) -> None:
    assert bool(participation.newcomers(people, returning)) == told


def test_silent_are_places_where_nobody_lives_of_those_who_took_part() -> None:
    places = [Place(1, "Сургут"), Place(2, "Берёзово"), Place(3, "Югорск")]

    assert participation.silent(places, {7: 1, 8: None}) == {"names": ["Берёзово", "Югорск"], "places": 2, "of": 3}
    assert participation.silent(places, {8: None}) == {}


def test_problems_that_nobody_addresses_are_told_with_those_that_ideas_answer() -> None:
    named = [ProblemRow(id, id, f"Проблема {id}", 100, 200, None) for id in (3, 1, 2)]

    matrix = problems.told(named, [idea(5, 4), idea(6, 9, winner=True)], [(6, 1), (5, 1), (99, 2)])

    assert [(one["number"], one["ideas"], one["selected"], one["support"], one["first"]) for one in matrix] == [
        (1, 2, 1, 13, [5, 6]),
        (2, 0, 0, 0, []),
        (3, 0, 0, 0, []),
    ]
    assert [(one["code"], one["values"]) for one in problems.findings(matrix)] == [
        ("unaddressed", {"problems": 2, "of": 3}),
        ("problems-selected", {"problems": 1, "of": 3}),
    ]


def test_questions_with_few_answers_are_only_counted() -> None:
    few = QuestionRow(1, 10, None, 1, True, "Удобно?", (), {5: 4})
    enough = QuestionRow(2, 10, 7, 2, False, "Где?", ("дома", "нигде"), {1: 3, 2: 2})

    told = discussion.asked([few, enough], {7: "Дневник"})

    assert [(one["id"], one["people"], one["mean_tenths"], one["service"]) for one in told] == [
        (2, [3, 2], None, "Дневник")
    ]
    assert discussion.left_out([], [few, enough], 1) == [{"code": "few-answers", "number": 1}]


@pytest.mark.parametrize(("states", "steps"), [({}, []), ({"published": 3}, ["sent", "published"])])
def test_a_step_that_nobody_has_reached_ends_the_way(states: dict[str, int], steps: list[str]) -> None:
    assert [one["step"] for one in ideas.funnel(states, [], {})] == steps


def strong_in_the_village(count: int) -> dict[str, Any]:
    local = [LocalSupport(id, place, people) for id in range(count) for place, people in ((1, 10), (2, 2))]
    return minority.told([idea(id, 12) for id in range(count)], local, PEOPLE, NAMES)


def owed_rows(count: int) -> list[OwedRow]:
    return [OwedRow(id, "Отдел", DAY, "overdue", None, None, "") for id in range(count)]


def work_rows(count: int) -> list[WorkRow]:
    return [WorkRow(id, "Отдел", "planned", DAY, None, 0, 2, 0, "") for id in range(count)]


def silent_among(count: int) -> list[dict[str, Any]]:
    places = [Place(id, f"Место {id:02}") for id in range(count + 1)]
    part = {"homes_merged": 0, "homes_unknown": 0}
    return participation.left_out(part, {"elsewhere": 0}, participation.silent(places, {7: 0}))


# What is left out with one row more than a section tells, by the most it tells.
ONE_MORE: dict[str, tuple[int, Callable[[int], list[dict[str, Any]]]]] = {
    "rest-of-ideas": (front.TOP, lambda n: front.left_out({"cut": {}}, {"ideas": n})),
    "minority": (minority.MOST, lambda n: minority.left_out(strong_in_the_village(n))),
    "contested": (
        contested.MOST,
        lambda n: contested.left_out(contested.told([Split(id, id, 9, 9) for id in range(n)], [])),
    ),
    "problems": (
        problems.MOST,
        lambda n: problems.left_out([ProblemRow(id, id, "Проблема", 100, 200, None) for id in range(n)]),
    ),
    "topics": (
        discussion.MOST_TOPICS,
        lambda n: discussion.left_out([TopicRow(id, "Тема") for id in range(n)], [], 0),
    ),
    "services": (
        services.MOST_SERVICES,
        lambda n: services.left_out([ServiceRow(id, "Сервис", None) for id in range(n)]),
    ),
    "tracks": (
        ideas.MOST_GROUPS,
        lambda n: ideas.left_out(
            ideas.groups([idea(id, track_id=id) for id in range(n)], lambda row: row.track_id, {})[1], 0, 0
        ),
    ),
    "answers": (answers.MOST, lambda n: answers.left_out(answers.told(owed_rows(n)))),
    "works": (works.MOST, lambda n: works.left_out(works.told(work_rows(n)))),
    "assessed": (
        assessed.MOST,
        lambda n: assessed.left_out(assessed.told([ScoreRow(id, id, 2, 30, 20, 40) for id in range(n)], 1, 5)),
    ),
    "silent-places": (participation.MOST_PLACES, silent_among),
}


@pytest.mark.parametrize("code", ONE_MORE)
def test_what_a_section_leaves_out_is_said(code: str) -> None:
    most, left_out = ONE_MORE[code]

    assert (left_out(most), left_out(most + 1)) == ([], [{"code": code, "number": 1}])


def rows() -> list[Any]:
    """What sections are made of: each list in any order must give the same part."""
    some = [idea(id, 50 - id, id < 4, track_id=id % 3, service_id=id % 4) for id in range(1, 20)]
    local = [LocalSupport(id, place, 5 + id % 3) for id in range(1, 20) for place in (1, 2)]
    named = [ProblemRow(id, id, "Проблема", 100, 200, None) for id in range(1, 9)]
    pairs = [(id, 1 + id % 8) for id in range(1, 20)]
    splits = [Split(id, id, 10 + id, 10) for id in range(1, 9)]
    owed = [
        OwedRow(id, f"Отдел {id % 3}", DAY, "in-time" if id % 2 else "overdue", "accepted" if id % 2 else None, DAY, "")
        for id in range(1, 9)
    ]
    done = [WorkRow(id, "Отдел", "done" if id % 2 else "planned", DAY, DAY, 1, 2, 0, "") for id in range(1, 9)]
    return [some, local, named, pairs, splits, owed, done]


def test_rows_in_another_order_give_the_same_bytes() -> None:
    def bytes_of(shuffle: Callable[[list[Any]], None]) -> bytes:
        lists = rows()
        for one in lists:
            shuffle(one)
        some, local, named, pairs, splits, owed, done = lists
        took = Took(Counter(row.sent_on for row in some), Counter(), Counter(), {1: 1, 2: 1}, 1, 1, 0)
        parts = [
            ideas.groups(some, lambda row: row.track_id, {1: "Школа", 2: "Связь"}),
            minority.told(some, local, {1: 100, 2: 100}, NAMES),
            contested.told(splits, splits),
            problems.told(named, some, pairs),
            answers.told(owed),
            works.told(done),
            participation.by_time(took),
        ]
        return canonical.spell(parts)

    seen = {bytes_of(random.Random(seed).shuffle) for seed in range(5)}

    assert len(seen) == 1


@pytest.mark.parametrize(("part", "whole", "share"), [(0, 0, 0), (1, 3, 33), (2, 3, 67), (1, 200, 1), (1, 201, 0)])
def test_shares_are_whole_percents_halves_up(part: int, whole: int, share: int) -> None:
    assert percent(part, whole) == share


@pytest.mark.parametrize(("score", "people", "mean"), [(0, 0, None), (9, 2, 45), (1, 3, 3), (13, 20, 7)])
def test_means_are_whole_tenths_halves_up(score: int, people: int, mean: int | None) -> None:
    assert tenths(score, people) == mean
