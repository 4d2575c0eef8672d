"""Every sentence is said in every language, with nothing left out of it."""

import re
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.config import Settings

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = ROOT / "app" / "translations"
ROOMS = ("app", "campaigns", "moderation", "search")
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "_l": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2)}
HOLDER = re.compile(r"%\((\w+)\)s")
LANGUAGES = [language for language in Settings.LANGUAGES if language != "en"]


def words_of(message: object) -> tuple[str, ...]:
    return message if isinstance(message, tuple) else (str(message),)


@cache
def sentences() -> frozenset[tuple[str, ...]]:
    """All that code and templates say, singular and plural together."""
    methods = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
    return frozenset(
        words_of(found[2])
        for room in ROOMS
        for found in extract_from_dir(str(ROOT / room), methods, {"**": {"silent": "false"}}, KEYWORDS)
    )


@cache
def catalogue(language: str) -> Catalog:
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str) -> None:
    known = {words_of(message.id) for message in catalogue(language) if all(words_of(message.string))}

    assert sorted(sentences() - known) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_translated_that_nobody_says(language: str) -> None:
    said = {words_of(message.id) for message in catalogue(language) if message.id}

    assert sorted(said - sentences()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_names_nothing_that_the_sentence_does_not(language: str) -> None:
    wrong = [
        (message.id, form)
        for message in catalogue(language)
        for form in words_of(message.string)
        if not set(HOLDER.findall(form)) <= {name for words in words_of(message.id) for name in HOLDER.findall(words)}
    ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plural_has_all_its_forms(language: str) -> None:
    forms = {len(message.string) for message in catalogue(language) if isinstance(message.id, tuple)}

    assert forms == {3}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_present_one(language: str) -> None:
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    numbers = (1, 2, 5)
    stale = [
        message.id
        for message in catalogue(language)
        if message.id
        and words_of(message.string)
        != (
            tuple(compiled.ngettext(*message.id, number) for number in numbers)
            if isinstance(message.id, tuple)
            else (compiled.gettext(message.id),)
        )
    ]

    assert stale == []
