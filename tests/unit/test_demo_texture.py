"""What the demonstration's reference project is made of, so that it looks like life."""

from collections import Counter
from statistics import median

import pytest

from app.demo.ugra import UGRA

pytestmark = pytest.mark.any_database


def test_half_of_the_ideas_have_few_supports_and_one_has_many():
    supports = sorted(idea.supports for idea in UGRA.ideas)

    assert (supports[-1], median(supports) < 5) == (60, True)


def test_there_are_three_pairs_of_twins_one_of_them_for_a_reader_to_find():
    titles = {idea.title for idea in UGRA.ideas}

    told = [(pair.title, pair.into, pair.agreed_on is not None) for pair in UGRA.pairs]

    assert [agreed for _title, _into, agreed in told] == [True, False]
    assert {"Где моё заявление", "Статус заявления по шагам, как у посылки"} <= titles


def test_two_ideas_came_on_paper_and_one_from_a_meeting():
    channels = Counter(idea.channel for idea in UGRA.ideas)

    assert (channels["paper"], channels["meeting"]) == (2, 1)
