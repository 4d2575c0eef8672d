"""Keys of pages, as they stand in addresses."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.paging import LARGEST, pack, unpack

NUMBERS = st.integers(-LARGEST, LARGEST)
WORDS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)


def word_of(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@given(NUMBERS, WORDS)
def test_a_key_gives_back_what_was_put_into_it(number: int, word: str) -> None:
    key = pack(number, word)

    assert unpack(key, int, str) == (number, word)


@given(st.lists(st.one_of(NUMBERS, WORDS), max_size=4))
def test_a_key_is_a_word_of_an_address(parts: list[int | str]) -> None:
    assert pack(*parts).replace("-", "").replace("_", "").isalnum()


@given(st.one_of(st.text(), st.from_regex(r"[A-Za-z0-9_=-]{0,40}", fullmatch=True), st.binary().map(str)))
def test_garbage_is_no_key_or_a_key_of_the_kinds(word: str) -> None:
    parts = unpack(word, int, str)

    assert parts is None or [type(part) for part in parts] == [int, str]


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=6))
def test_whatever_json_hides_in_a_word_only_the_kinds_come_out(value: object) -> None:
    parts = unpack(word_of(value), int, str)

    assert parts is None or [type(part) for part in parts] == [int, str]


@pytest.mark.parametrize(
    "value",
    [
        None,
        1,
        {"0": 1, "1": "a"},
        [],
        [1],
        [1, "a", 2],
        ["a", 1],
        [True, "a"],
        [1.0, "a"],
        [LARGEST + 1, "a"],
        [1, "\x00"],
        [1, "\ud800"],
    ],
)
def test_a_word_of_other_parts_is_no_key(value: object) -> None:
    assert unpack(word_of(value), int, str) is None


@pytest.mark.parametrize("word", [None, "", "=", "W", "ъ", "[" * 200, word_of([1, "a" * 400])])
def test_a_broken_word_is_no_key(word: str | None) -> None:
    assert unpack(word, int, str) is None
