"""How much an edit of an idea weighs: a table of what is small and what is not."""

from dataclasses import replace

import pytest

from campaigns.contributions.models import Weight
from campaigns.ideas.domain.edits import compare
from campaigns.ideas.texts import IdeaText

WORDS = " ".join(f"слово{n}" for n in range(90))
LONG = " ".join(f"слово{n}" for n in range(900))
BEFORE = IdeaText("Лист ожидания к врачу", "Талоны расходятся.", WORDS)


def weight(**changes: object) -> Weight:
    return compare(BEFORE, replace(BEFORE, **changes)).weight


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Weight.MINOR),
        ({"title": "Лист ожидания ко врачам"}, Weight.MINOR),
        ({"title": "Очередь ожидания ко врачам"}, Weight.MATERIAL),
        ({"proposal": f"{WORDS}."}, Weight.MINOR),
        ({"proposal": WORDS.upper()}, Weight.MINOR),
        ({"proposal": f"{WORDS} и ещё девять слов о том что надо сделать"}, Weight.MINOR),
        ({"proposal": f"{WORDS} и ещё много других слов о том что надо бы сделать"}, Weight.MATERIAL),
        ({"problem": "Талонов нет.", "proposal": f"{WORDS} и ещё шесть слов вот тут сразу"}, Weight.MINOR),
        ({"problem": ""}, Weight.MINOR),
        ({"proposal": ""}, Weight.MATERIAL),
        ({"effect": LONG, "elsewhere": LONG}, Weight.MINOR),
        ({"track_id": 1, "territory_id": 2, "service_id": 3, "problem_ids": (4, 5)}, Weight.MINOR),
    ],
)
def test_a_small_change_touches_a_tenth_of_the_words(changes: dict[str, object], expected: Weight) -> None:
    assert weight(**changes) == expected


def test_no_more_than_fifteen_words_are_a_small_change_however_long_the_idea_is() -> None:
    before = replace(BEFORE, proposal=LONG)
    weights = [compare(before, replace(before, proposal=f"{LONG} {'да ' * more}")).weight for more in (15, 16)]

    assert weights == [Weight.MINOR, Weight.MATERIAL]


def test_what_went_weighs_as_much_as_what_came() -> None:
    longer = replace(BEFORE, proposal=f"{WORDS} {' '.join(f'ещё{n}' for n in range(20))}")

    assert compare(BEFORE, longer).words == compare(longer, BEFORE).words == 20


def test_numbers_tell_what_was_weighed() -> None:
    edit = compare(BEFORE, replace(BEFORE, title="Лист ожидания", problem="Талоны расходятся быстро."))

    assert (edit.words, edit.of, edit.title_words) == (3, 97, 2)
