"""What became of a text word by word."""

from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from app.foundation.differences import Change, differences, words_changed


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(stretch.change.value, stretch.text) for stretch in differences(before, after)]


def test_words_that_stay_go_and_come_are_told_apart():
    found = told("Лист у окна", "Лист у двери")

    assert found == [("same", "Лист у "), ("gone", "окна"), ("new", "двери")]


def test_texts_alike_differ_in_nothing():
    assert told("Лист у окна", "Лист у окна") == [("same", "Лист у окна")]


def test_texts_that_repeat_themselves_over_and_over_are_compared_by_lines():
    before, after = "слово " * 500 + "\nконец", "слово " * 500 + "\nначало"

    found = told(before, after)

    assert found[1:] == [("gone", "конец"), ("new", "начало")]


def test_how_much_changed_is_counted_in_words():
    assert words_changed("Лист ожидания у окна", "лист ожидания у двери и ещё") == (3, 6)


def test_no_text_takes_long_to_compare():
    words = [f"слово{n}" for n in range(2000)]
    before, after = " ".join(words[:1000]), " ".join(words[1000:])
    few, others = "а б " * 1200, "б а а " * 800

    started = process_time()
    pairs = [(before, after), (few, others), ("а\n" * 2400, "б\nа\n" * 1200)]
    counts = [(len(differences(*pair)), words_changed(*pair)[0]) for pair in pairs]

    assert counts == [(2, 1000), (2, 400), (2, 1200)]
    assert process_time() - started < 2


def test_no_text_takes_long_whose_words_were_all_parted():
    signs = [chr(0x4E00 + n) for n in range(10_000)]
    before, after = " ".join(signs[:5000:2]), " ".join(signs[:5000])
    longer = ("\n".join(signs[::2]), "\n".join(signs))

    started = process_time()
    found = [len(differences(before, after)), words_changed(before, after)[0], len(differences(*longer))]

    assert found == [2, 2500, 2]
    assert process_time() - started < 1


def test_a_word_of_a_very_long_text_is_still_found():
    words = [f"слово{n}" for n in range(4000)]
    before, after = " ".join(words), " ".join([*words[:2000], "новое", *words[2001:]])

    found = told(before, after)

    assert found[1:3] == [("gone", "слово2000"), ("new", "новое")]


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_texts_can_be_read_in_their_difference(before, after):
    found = differences(before, after)

    assert "".join(stretch.text for stretch in found if stretch.change is not Change.NEW) == before
    assert "".join(stretch.text for stretch in found if stretch.change is not Change.GONE) == after
