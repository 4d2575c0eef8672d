"""Words and their forms in three languages."""

import pickle

import pytest

from search import analysis
from search.engines.whoosh.layout import schema

FAMILIES = [
    ("ru", "врач врача врачу врачом врачи врачей врачами"),
    ("ru", "запись записи записью записями"),
    ("ru", "очередь очереди очередью очередей"),
    ("ru", "поликлиника поликлинике поликлинику поликлиниками"),
    ("ru", "ребёнок ребенка детей детям"),
    ("ru", "ёлка елка ёлки елок ёлками"),
    ("ru", "платить плачу платят платила"),
    ("uk", "дорога дороги дорозі доріг дорогами"),
    ("uk", "під'їзд під’їзду підʼїздів під'їздами"),
    ("uk", "школа школі шкіл школами"),
    ("uk", "дитина дитини дітей дітьми"),
    ("uk", "лікар лікаря лікарі лікарів"),
    ("en", "service services"),
    ("en", "appointment appointments"),
    ("en", "queue queues"),
    ("en", "doctor doctors doctor's"),
]


def forms_of(text: str, language: str = "") -> list[tuple[str, ...]]:
    return [analysis.forms(word.text, language) for word in analysis.words(text)]


@pytest.mark.parametrize(("language", "family"), FAMILIES)
def test_all_forms_of_a_word_share_a_dictionary_form(language: str, family: str) -> None:
    found = forms_of(family, language)

    assert set.intersection(*map(set, found)) != set()


def test_an_ambiguous_word_stands_under_each_of_its_forms() -> None:
    found = forms_of("стали", "uk")

    assert found == [("стати", "станути")]


def test_a_word_of_no_known_language_is_looked_up_in_both_dictionaries() -> None:
    found = forms_of("школами")

    assert found == [("школа",)]


def test_letters_tell_russian_from_ukrainian_whatever_was_said() -> None:
    languages = [analysis.language_of(text, "ru") for text in ("Підʼїзд і дорога", "Съезд и дорога", "дорога")]

    assert languages == ["uk", "ru", "ru"]


def test_an_apostrophe_belongs_to_its_word_however_it_is_typed() -> None:
    found = [word.text for word in analysis.words("під'їзд під’їзд підʼїзд під`їзд під´їзд під‘їзд ‘цитата’")]

    assert found == [*["під'їзд"] * 6, "цитата"]


def test_marks_of_stress_and_letters_of_another_keyboard_change_nothing() -> None:
    found = [word.text for word in analysis.words("до\u0301рога СTOЛ стол")]

    assert found == ["дорога", "стол", "стол"]


def test_a_word_knows_where_it_stands() -> None:
    text = "Запись, к врачу."

    found = [text[word.start : word.end] for word in analysis.words(text)]

    assert found == ["Запись", "к", "врачу"]


def test_the_beginning_of_a_word_is_alike_for_yo_and_ye_and_without_apostrophes() -> None:
    beginnings = [analysis.near(word) for word in ("ребёнок", "ребенка", "під'їзду", "ёж")]

    assert beginnings == ["ребен", "ребен", "підїз", "еж"]


def test_a_word_without_end_is_cut() -> None:
    found = [word.text for word in analysis.words("ж" * 100_000)]

    assert found == ["ж" * analysis.LONGEST_WORD]


def test_without_a_dictionary_words_are_found_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "_dictionary", lambda language: None)
    analysis.forms.cache_clear()

    found = forms_of("дорогами школами", "uk")

    analysis.forms.cache_clear()
    assert found == [("дорогами",), ("школами",)]


def test_the_schema_of_the_index_holds_no_dictionary() -> None:
    forms_of("дорога доріг")

    assert len(pickle.dumps(schema())) < 5000
