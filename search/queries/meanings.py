"""What people mean by a name in a query («place: Surgut», «вид:идеи»), and what values of facets are called."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError
from flask import current_app
from flask_babel import force_locale

from campaigns.contributions.models import PUBLIC, Kind
from campaigns.contributions.words import KINDS, LABELS, MANY
from campaigns.ideas.words import OUTCOMES
from search import analysis
from search.engine import Facet
from search.queries import names
from search.queries.documents import LOADERS
from search.queries.names import NAMED
from search.query import Ask

# Words that begin otherwise are not compared by their forms: a catalogue has thousands of names.
ALIKE_LETTERS = 3
MOST_MEANT = 50
STATUSES: dict[str, Any] = {
    **{str(outcome): words for outcome, words in OUTCOMES.items()},
    **{str(state): LABELS[state] for state in sorted(PUBLIC)},
}


@dataclass(frozen=True)
class Offered:
    """A value, what it is called on the page, and all its names."""

    value: str
    name: str
    spellings: tuple[str, ...]


def of(asks: Iterable[Ask]) -> dict[Ask, dict[str, str]]:
    """The values that each ask means, with their names; nothing for what nobody knows. One statement where rows are named."""
    wanted = tuple(asks)
    facets = {ask.facet for ask in wanted}
    rows = names.everything(facets)
    offered = {
        facet: [Offered(value, row.text, (row.text,)) for value, row in rows.get(facet, {}).items()]
        if facet in NAMED
        else list(_words_of(facet))
        for facet in facets
    }
    return {ask: _alike(ask.value, offered[ask.facet]) for ask in wanted}


def name_of(facet: Facet, value: str) -> str:
    """What a value that is no number of a row is called, in the language of the reader."""
    match facet:
        case Facet.KIND:
            return str(MANY[Kind(value)])
        case Facet.STATUS:
            return str(STATUSES.get(value, value))
        case _:
            return _language(value)


def _language(code: str) -> str:
    # A text that was brought from elsewhere may be said to be in any language.
    try:
        return (Locale.parse(code).get_display_name(code) or code).capitalize()
    except (UnknownLocaleError, ValueError):
        return code


def _words_of(facet: Facet) -> Iterator[Offered]:
    """Kinds, states and languages under every name they have in any language of this copy."""
    codes: Sequence[str] = current_app.extensions["veche.settings"].LANGUAGES
    values: Iterable[str] = {Facet.KIND: map(str, LOADERS), Facet.STATUS: STATUSES}.get(facet, codes)
    for value in values:
        yield Offered(value, name_of(facet, value), (value, *_in_all_languages(facet, value, codes)))


def _in_all_languages(facet: Facet, value: str, codes: Sequence[str]) -> Iterator[str]:
    for code in codes:
        with force_locale(code):
            yield name_of(facet, value)
            if facet == Facet.KIND:
                yield str(KINDS[Kind(value)])
            if facet == Facet.LANGUAGE:
                yield str(Locale.parse(value).get_display_name(code) or value)


def _alike(said: str, offered: Iterable[Offered]) -> dict[str, str]:
    """What is called exactly so; else what has all the words in any form, or words that begin so."""
    offered = list(offered)
    words = _words(said)
    exact = [one for one in offered if any(_words(name) == words for name in one.spellings)]
    found = exact or [one for one in offered if any(_has_all(words, _words(name)) for name in one.spellings)]
    return {one.value: one.name for one in found[:MOST_MEANT]} if words else {}


def _words(text: str) -> list[str]:
    return [word.text.replace("ё", "е") for word in analysis.words(text)]


def _has_all(said: list[str], name: list[str]) -> bool:
    return bool(said) and all(any(_is_alike(word, other) for other in name) for word in said)


def _is_alike(word: str, other: str) -> bool:
    if word[:ALIKE_LETTERS] != other[:ALIKE_LETTERS]:
        return False
    is_beginning = len(word) >= ALIKE_LETTERS and other.startswith(word)
    return is_beginning or not set(analysis.forms(word)).isdisjoint(analysis.forms(other))
