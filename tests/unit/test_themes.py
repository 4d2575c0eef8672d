"""Suggestions of themes: groups of texts told by their words, the same however the texts come."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.themes import communities
from search.themes.grouping import FEWEST, suggest
from search.themes.neighbours import graph
from search.themes.terms import UNIT, Text, read, scaled, space

pytestmark = pytest.mark.any_database

ABOUT = {
    "трамвай": [
        "Трамвай до вокзала вечером",
        "Продлить линию трамвая до больницы",
        "Трамвай ходит редко, линия не видна на карте",
        "Новые вагоны трамвая на линии",
        "Расписание трамвая на остановках линии",
    ],
    "врач": [
        "Запись к врачу через приложение",
        "Талоны к врачу заканчиваются за минуту",
        "Лист ожидания к врачу в поликлинике",
        "Поликлиника: талон к врачу на дом",
        "Перенести запись к врачу в поликлинику",
    ],
    "майданчик": [
        "Дитячий майданчик у дворі",
        "Відремонтувати дитячий майданчик біля школи",
        "Гірка на дитячому майданчику зламана",
        "Дитячий майданчик для малюків",
    ],
    "library": [
        "Library open on Sundays",
        "Books in the library by mail",
        "Reading room of the library with computers",
        "Return books to any library",
    ],
    "": ["Фонтан у мэрии", "Скидки ветеранам", "Погода в субботу"],
}
TEXTS = [Text(id, title) for id, title in enumerate((title for titles in ABOUT.values() for title in titles), 1)]
TOPIC = dict(zip((text.id for text in TEXTS), (topic for topic, titles in ABOUT.items() for _ in titles), strict=True))


def test_texts_about_the_same_are_one_suggestion_in_each_language():
    found = [({TOPIC[id] for id in one.ids}, len(one.ids)) for one in suggest(TEXTS)]

    assert found == [({"трамвай"}, 5), ({"врач"}, 5), ({"майданчик"}, 4), ({"library"}, 4)]


def test_suggestions_are_told_by_words_as_people_know_them():
    told = {next(iter({TOPIC[id] for id in one.ids})): one.words[0] for one in suggest(TEXTS)}

    assert told == {"трамвай": "трамвай", "врач": "врачу", "майданчик": "дитячий", "library": "library"}


def test_words_that_name_nothing_tell_no_theme():
    titles = [
        "Трамвай у вокзала, где сам",
        "Сам трамвай, где двух",
        "Трамвай двух линий, где сам",
        *ABOUT["врач"],
        *ABOUT[""],
    ]

    found = suggest([Text(id, title) for id, title in enumerate(titles, 1)])

    assert [one.words for one in found if 1 in one.ids] == [("трамвай",)]


def test_ten_shuffles_give_the_same_suggestions():
    shuffled = list(TEXTS)
    first = suggest(shuffled)

    found = []
    for seed in range(10):
        random.Random(seed).shuffle(shuffled)
        found.append(suggest(shuffled))

    assert found == [first] * 10


def test_suggestions_follow_the_words_and_not_the_ids():
    renumbered = [Text(100 - text.id, text.title) for text in TEXTS]

    found = [tuple(100 - id for id in one.ids) for one in suggest(renumbered)]

    assert sorted(map(sorted, found)) == sorted(sorted(one.ids) for one in suggest(TEXTS))


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [Text(1, "Одна идея")],
        [Text(id, "") for id in range(5)],
        [Text(id, "?!", "…") for id in range(5)],
        [Text(1, "свет"), Text(2, "вода"), Text(3, "тепло"), Text(4, "лифт")],
    ],
    ids=["nothing", "one", "empty", "no words", "all different"],
)
def test_where_nothing_is_common_nothing_is_suggested(texts: list[Text]):
    assert suggest(texts) == []


def test_texts_that_are_all_the_same_are_told_apart_by_nothing():
    assert suggest([Text(id, "Лист ожидания к врачу") for id in range(40)]) == []


def test_a_long_text_is_known_by_its_beginning():
    long = "трамвай линия вагон " * 6_000

    found = suggest([*TEXTS, Text(99, "Трамвай и линия", long)])

    assert next(len(one.ids) for one in found if 99 in one.ids) == 6


def test_it_is_told_how_far_it_is():
    told: list[int] = []

    suggest(TEXTS, told.append)

    assert (told == sorted(told), told[-1]) == (True, 100)


WORDS = st.sampled_from("трамвай линия врач талон майданчик школа library book свет Ёлка ёлка 2026 и не ’".split())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=8).map(" ".join), max_size=25), st.randoms(use_true_random=False))
def test_any_texts_are_grouped_once_and_alike(titles: list[str], chance: random.Random):
    texts = [Text(id, title) for id, title in enumerate(titles)]
    shuffled = list(texts)
    chance.shuffle(shuffled)

    found = suggest(texts)

    ids = [id for one in found for id in one.ids]
    assert len(ids) == len(set(ids))
    assert all(len(one.ids) >= FEWEST and one.words and 0 < one.tight <= 100 for one in found)
    assert suggest(shuffled) == found


def test_a_vector_has_the_length_of_a_unit_whatever_its_weights():
    vector = scaled([(3, 3.0), (1, 4.0), (2, 0.0)])

    assert vector == {1: round(UNIT * 0.8), 3: round(UNIT * 0.6)}


def test_two_rings_with_one_line_between_them_are_two_communities():
    ring = {0: (1, 2), 1: (0, 2), 2: (0, 1, 3), 3: (2, 4, 5), 4: (3, 5), 5: (3, 4)}

    assert communities.communities([dict.fromkeys(ring[node], 10) for node in ring]) == [0, 0, 0, 1, 1, 1]


def test_lines_stand_both_ways_round_and_weigh_the_same():
    lines = graph(space([read(text) for text in TEXTS]).vectors, lambda _place: None)

    assert all(lines[other][node] == weight for node, line in enumerate(lines) for other, weight in line.items())
