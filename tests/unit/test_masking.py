"""Which words of a text are masked, and how it reads then."""

import time

import pytest

from campaigns.contributions.models import Kind
from moderation.masking import Span, Wanted, plan
from moderation.texts import Part, Text


def text(**parts: str) -> Text:
    return Text(Kind.IDEA, "", None, tuple(Part(name, name, words) for name, words in parts.items()), "", {})


def masked(body: str, wanted: Wanted, *, other: str = "", language: str = "ru") -> tuple[str, str]:
    mask = plan(text(body=body, other=other), wanted, language)
    return mask("body", body), mask("version-1-body", other)


@pytest.mark.parametrize(
    ("body", "wanted", "read"),
    [
        ("Вот 89123456789 и всё", Wanted((Span("body", 4, 15),)), "Вот [скрыто] и всё"),
        ("Вот 89123456789 и всё", Wanted((Span("body", 4, 10), Span("body", 8, 15))), "Вот [скрыто] и всё"),
        ("Вот 89123456789 и всё", Wanted((Span("body", 4, 8), Span("body", 8, 15))), "Вот [скрыто] и всё"),
        ("😀😀 Пётр Иванов тут", Wanted((Span("body", 3, 7), Span("body", 8, 14))), "😀😀 [скрыто] тут"),
        ("Иванов, иванов и Ивановский", Wanted(words=("Иванов",)), "[скрыто], [скрыто] и Ивановский"),
        ("ул.  Мира, 5", Wanted(words=("ул. Мира",)), "[скрыто], 5"),
        ("a.b+c aXb", Wanted(words=("a.b+c",)), "[скрыто] aXb"),
    ],
)
def test_chosen_words_give_way_to_one_mark(body, wanted, read):
    assert masked(body, wanted)[0] == read


@pytest.mark.parametrize(
    "written", ["+7 (912) 345-67-89", "8-912-345-67-89", "79123456789", "912 345 67 89", "8 912 345 67\u00a089"]
)
def test_a_number_is_found_however_its_digits_are_set_apart(written):
    wanted = Wanted((Span("body", 0, 11),))

    assert masked("89123456789 и", wanted, other=f"тел. {written}!")[1] == "тел. [скрыто]!"


def test_a_longer_number_is_another_one():
    assert masked("89123456789 и", Wanted((Span("body", 0, 11),)), other="№ 1891234567890")[1] == "№ 1891234567890"


def test_the_mark_is_in_the_language_of_each_text():
    mask = plan(text(body="Іван тут", **{"title-en": "Ivan is"}), Wanted(words=("Іван", "Ivan")), "uk")

    assert (mask("body", "Іван тут"), mask("title-en", "Ivan is")) == ("[приховано] тут", "[hidden] is")


def test_a_hundred_kilobytes_are_masked_at_once():
    body = "Слово 8 912 345-67-89, +7(912)3456789 и ((((((((( 1 2 3 4 5 6 7 8 9 " * 1500
    began = time.perf_counter()

    read, _other = masked(body, Wanted((Span("body", 6, 21),), ("Слово",)))

    assert (read.count("[скрыто]"), "345" in read, time.perf_counter() - began < 2) == (3000, False, True)
