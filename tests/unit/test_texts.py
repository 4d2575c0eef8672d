"""What people type, made fit to keep."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.texts import clean, clean_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, ""),
        ("", ""),
        ("  one\t two ", "one\t two"),
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("one\n\n\n\n\ntwo", "one\n\ntwo"),
        ("a\x00b\x07c\x1bd\x7fe\x9ff", "abcdef"),
        ("evil\u202etxt.exe", "eviltxt.exe"),
        ("\u2066left\u2069 and \u200fright\u200e", "left and right"),
        ("\ufeffbegun\u2028then", "begunthen"),
        ("half a pair \ud800", "half a pair"),
        ("па\u200b\u200b\u200bроль", "пароль"),
        ("\u200bhidden\u200b", "hidden"),
        ("i\u0306", "ĭ"),
        ("й" * 3, "ййй"),
    ],
)
def test_what_hides_reverses_or_breaks_goes_and_the_rest_stays(typed: str | None, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Об\u2019єкти, під\u02bcїзди",
        "«Лист ожидания» — 5 % … №7",
        "می\u200cخواهم",
        "\u2764\ufe0f\u200d\U0001f525 и \U0001f468\u200d\U0001f469\u200d\U0001f467",
        "שלום, العربية",
        "e\u0301\u0323",
        "first\n\nsecond\n- a\n- b",
    ],
)
def test_what_any_language_needs_stays(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


def test_a_tower_of_marks_becomes_low() -> None:
    assert clean("z" + "\u0301" * 500 + "o") == "ź" + "\u0301" * 3 + "o"


def test_a_very_high_tower_is_lowered_at_once() -> None:
    assert len(clean("a" + "\u0315\u0300" * 50_000)) < 20


def test_a_line_has_single_spaces_and_no_newlines() -> None:
    assert clean_line(" one \n\t two\u00a0three\r\n") == "one two three"


@given(st.text(max_size=200))
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    once = clean(text)

    assert clean(once) == once


@given(st.text(alphabet=st.characters(min_codepoint=0, max_codepoint=0x2070), max_size=60))
def test_whatever_is_typed_can_be_kept_by_any_database(text: str) -> None:
    kept = clean(text).encode("utf-8")

    assert b"\x00" not in kept
