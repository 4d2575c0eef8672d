"""What became of a text word by word."""

from hypothesis import given
from hypothesis import strategies as st

from app.foundation.differences import MOST_WORDS, Change, differences, words_changed


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(stretch.change.value, stretch.text) for stretch in differences(before, after)]


def test_words_that_stay_go_and_come_are_told_apart():
    found = told("Лист у окна", "Лист у двери")

    assert found == [("same", "Лист у "), ("gone", "окна"), ("new", "двери")]


def test_texts_alike_differ_in_nothing():
    assert told("Лист у окна", "Лист у окна") == [("same", "Лист у окна")]


def test_long_texts_are_compared_by_lines():
    before, after = "слово " * MOST_WORDS + "\nконец", "слово " * MOST_WORDS + "\nначало"

    found = told(before, after)

    assert found[1:] == [("gone", "конец"), ("new", "начало")]


def test_how_much_changed_is_counted_in_words():
    assert words_changed("Лист ожидания у окна", "лист ожидания у двери и ещё") == (3, 6)


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_texts_can_be_read_in_their_difference(before, after):
    found = differences(before, after)

    assert "".join(stretch.text for stretch in found if stretch.change is not Change.NEW) == before
    assert "".join(stretch.text for stretch in found if stretch.change is not Change.GONE) == after
