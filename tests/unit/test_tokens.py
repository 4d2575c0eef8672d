"""Signed words of links: theirs alone, for one purpose, for a time."""

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.foundation import tokens

DAY = 24 * 3600


def test_a_word_gives_back_what_was_signed(frame: Flask) -> None:
    word = tokens.sign("confirm", [7, "анна@пошта.укр", 0])

    assert tokens.read("confirm", word, DAY) == [7, "анна@пошта.укр", 0]


def test_a_word_fits_into_an_address(frame: Flask) -> None:
    word = tokens.sign("confirm", [7, "анна@пошта.укр/?&#", 0])

    assert all(letter.isascii() and (letter.isalnum() or letter in "-_.") for letter in word)


@pytest.mark.parametrize(("seconds", "answer"), [(0, 7), (DAY, 7), (DAY + 1, None)])
def test_a_word_holds_until_its_time_is_over(frame: Flask, seconds: int, answer: int | None) -> None:
    word = tokens.sign("confirm", 7)

    frame.extensions["veche.clock"].move_by(seconds=seconds)

    assert tokens.read("confirm", word, DAY) == answer


def test_a_word_for_one_purpose_says_nothing_for_another(frame: Flask) -> None:
    assert tokens.read("reset", tokens.sign("confirm", 7), DAY) is None


def test_a_word_of_another_copy_says_nothing_here(frame: Flask) -> None:
    word = tokens.sign("confirm", 7)
    kept = frame.extensions["veche.settings"]

    frame.extensions["veche.settings"] = type(kept)(**{**vars(kept), "SECRET_KEY": "another"})

    assert tokens.read("confirm", word, DAY) is None


@pytest.mark.parametrize("place", [0, 3, -2])
def test_a_word_with_another_letter_says_nothing(frame: Flask, place: int) -> None:
    word = list(tokens.sign("confirm", 7))
    word[place] = "A" if word[place] != "A" else "B"

    assert tokens.read("confirm", "".join(word), DAY) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(max_size=80))
def test_garbage_says_nothing(frame: Flask, word: str) -> None:
    assert tokens.read("confirm", word, DAY) is None


def test_a_word_from_the_future_of_a_clock_that_was_put_right_says_nothing(frame: Flask) -> None:
    clock = frame.extensions["veche.clock"]
    clock.move_by(days=2)
    word = tokens.sign("confirm", 7)

    clock.move_to(clock.now() - timedelta(days=2))

    assert tokens.read("confirm", word, DAY) is None
