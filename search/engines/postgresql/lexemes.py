"""What stands in a tsvector and how it is asked for. PostgreSQL cuts no words and stems none: it is given lexemes.

A document has four kinds of them, told apart by their first letter: dictionary forms, =words as they are written, ~beginnings
and @values of facets. Places are numbers of words, from one; a text begins two after its title, so that no phrase reaches from
one into the other. The weight of a place says its field.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from search import analysis
from search.engine import Document
from search.facets import Facet
from search.ranking import POPULATIONS, Term

SURFACE, NEAR, FACET = "=", "~", "@"
FIELDS = [field for population in POPULATIONS for field in population.fields]
WEIGHTS = {name: weight for field, weight in zip(FIELDS, "ABC", strict=True) for name in (field.name, field.written)}
STARTS = {field.written: SURFACE for field in FIELDS} | {population.near.name: NEAR for population in POPULATIONS}
IN_TITLE = ":A"
NOTHING = "'#'"
SHORTEST_WRITTEN = 3
APART = 2
# How the values of facets are kept to be counted: a column a facet, and what stands between its values.
FACETS = tuple(Facet)
BETWEEN, AND = "\t", ","
# PostgreSQL keeps no places beyond this one, and few letters at a time.
LAST_PLACE = 16_383
MOST_WORDS = 15_000
_PLACE = re.compile(r"(\d+)([ABC]?)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as it is kept for finding. Lengths: the title's in forms, the whole in words."""

    vector: str
    facets: str
    is_remark: bool
    title_words: int
    title_length: int
    length: int


def entry(document: Document) -> Entry:
    """Cuts a document into lexemes."""
    language = analysis.language_of(f"{document.title} {document.text}", document.language)
    reading = _Reading(language)
    title_words = reading.read(document.title, "A", 1)
    title_length = reading.forms
    start = title_words + APART if title_words else 1
    length = title_words + reading.read(document.text, "B" if document.title else "C", start)
    facets = [_value(facet, value) for facet, values in document.facets.items() for value in values]
    kept = BETWEEN.join(AND.join(document.facets.get(facet, ())) for facet in FACETS)
    lexemes = [f"{_quoted(lexeme)}:{','.join(places)}" for lexeme, places in reading.places.items()]
    vector = " ".join([*lexemes, *facets])
    return Entry(vector, kept, not document.title, title_words, title_length, length)


class _Reading:
    """The lexemes of a document with their places, as a tsvector is written."""

    def __init__(self, language: str) -> None:
        self.places: dict[str, list[str]] = defaultdict(list)
        self.forms = 0
        self._language = language

    def read(self, text: str, weight: str, start: int) -> int:
        """Returns how many words the text has."""
        place = start
        for word in analysis.words(text):
            if place > MOST_WORDS:
                break
            at = f"{place}{weight}"
            forms = analysis.forms(word.text, self._language)
            self.forms += len(forms)
            for lexeme in (*forms, NEAR + word.near):
                self.places[lexeme].append(at)
            if len(word.text) >= SHORTEST_WRITTEN and not word.text.isdigit():
                self.places[SURFACE + analysis.written(word.text)].append(at)
            place += 1
        return place - start


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def places(vector: str, lexeme: str) -> list[tuple[int, str]]:
    """(place, weight) of a lexeme in a tsvector as PostgreSQL writes it, with a blank before it."""
    return next((found for _, found in places_in([vector], lexeme)), [])


def places_in(vectors: Iterable[str], lexeme: str) -> Iterator[tuple[int, list[tuple[int, str]]]]:
    """(which of the vectors, places) of those that have the lexeme."""
    wanted = f" {_quoted(lexeme)}:"
    for number, vector in enumerate(vectors):
        start = vector.find(wanted)
        if start >= 0:
            start += len(wanted)
            end = vector.find(" ", start)
            yield (
                number,
                [
                    (int(place), weight)
                    for place, weight in _PLACE.findall(vector, start, end if end > 0 else len(vector))
                ],
            )


def named(field: str, form: str) -> str:
    """The lexeme for a form in a field of search.ranking."""
    return STARTS.get(field, "") + form


def exactly(term: Term) -> str:
    """The tsquery for the documents that have the word in one of its forms; a prefix has those it was given."""
    start, tail = SURFACE if term.prefix else "", IN_TITLE if term.title_only else ""
    return any_of(_quoted(start + form) + tail for form in term.forms)


def _demanded(term: Term) -> str:
    tail = "*" * term.prefix + "A" * term.title_only
    forms = [SURFACE + term.start] if term.prefix else term.forms
    return any_of(_quoted(form) + (f":{tail}" if tail else "") for form in forms)


def closely(term: Term) -> str:
    """The tsquery for the documents that have a relative of the word, and of those with the word itself."""
    return _quoted(NEAR + term.near)


def in_a_row(phrase: Sequence[Term]) -> str:
    """The tsquery for words side by side in one field."""
    return "(" + " <-> ".join(_demanded(term) for term in phrase) + ")"


def having(facet: Facet, values: Iterable[str]) -> str:
    """The tsquery for one of the values of a facet."""
    return any_of(_value(facet, value) for value in sorted(values))


def of_value(facet: Facet, value: str) -> str:
    """The lexeme of the documents with the value."""
    return f"{FACET}{facet.value}:{value}"


def _value(facet: Facet, value: str) -> str:
    return _quoted(of_value(facet, value))


def any_of(queries: Iterable[str]) -> str:
    """The tsquery for documents that answer one of these."""
    # Where nothing would do, what no document has is asked for.
    return "(" + (" | ".join(queries) or NOTHING) + ")"


def all_of(queries: Iterable[str]) -> str:
    return " & ".join(queries)


def none_of(query: str) -> str:
    return f"!{query}"
