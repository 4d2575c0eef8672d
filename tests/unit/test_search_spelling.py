"""What a misspelt word was meant to be."""

import pytest

from search import spelling

WORDS = {
    "дорога": 40,
    "дорого": 4,
    "поликлиника": 12,
    "прием": 9,
    "привет": 3,
    "очень": 50,
    "під'їзд": 8,
    "вулиця": 30,
    "п'ять": 5,
    "тротуар": 7,
    "школа": 20,
    "appointment": 6,
    "doctor": 9,
}
SLIPS = [
    ("дарога", "дорога"),
    ("дроога", "дорога"),
    ("доргоа", "дорога"),
    ("полеклинника", "поликлиника"),
    ("паликлиника", "поликлиника"),
    ("очччень", "очень"),
    ("ооочень", "очень"),
    ("очен", "очень"),
    ("ghbdtn", "привет"),
    ("ljhjuf", "дорога"),
    ("dekbwz", "вулиця"),
    ("вулыця", "вулиця"),
    ("підїзд", "під'їзд"),
    ("тратуар", "тротуар"),
    ("шкалла", "школа"),
    ("apointment", "appointment"),
    ("вщсещк", "doctor"),
]


@pytest.mark.parametrize(("slip", "meant"), SLIPS)
def test_a_slip_is_understood(slip: str, meant: str) -> None:
    assert spelling.Vocabulary(WORDS).suggest(slip)[0] == meant


def test_a_common_word_is_likelier_meant_than_a_rare_one() -> None:
    assert spelling.likeliest("дорогх", {"дорога": 400, "дорогу": 2})[0] == "дорога"


@pytest.mark.parametrize("word", ["", "а", "дом", "вертолётик", "ж" * 10_000, "\x00\x00\x00\x00", "😀😀😀😀😀"])
def test_nothing_is_suggested_for_what_is_like_nothing(word: str) -> None:
    assert spelling.Vocabulary(WORDS).suggest(word) == []


def test_letters_that_sound_alike_are_nearer_than_others() -> None:
    assert spelling.distance("дарога", "дорога") < spelling.distance("дщрога", "дорога")
    assert spelling.distance("обявление", "объявление") < spelling.distance("обявление", "обпявление")


def test_words_further_than_two_edits_away_are_not_candidates() -> None:
    assert spelling.Vocabulary({"поликлиника": 5, "школа": 5}).near("шкала") == {"школа": 5}
