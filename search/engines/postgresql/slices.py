"""The candidates of a query as an index of their own, for the ranking and the answers that all engines share."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property

from search.answers import Stored
from search.engine import Facet
from search.engines.postgresql import lexemes
from search.engines.postgresql.batches import DOCUMENTS, LENGTH, TITLE_LENGTH
from search.engines.postgresql.candidates import MOST_RANKED, Candidate, Choosing
from search.engines.postgresql.tables import Cursor, Tables
from search.engines.postgresql.wanted import Frequencies
from search.ranking import POPULATIONS, REMARKS, TITLE, TITLED, Population, Term

# What a word weighs in documents that are not looked into: they keep their order among themselves, behind all others.
FAINT = 0.01
POPULATION_OF = {
    name: population
    for population in POPULATIONS
    for field in (*population.fields, population.near)
    for name in (field.name, field.written)
}


class Slice:
    """An index of search.answers.Index. Frequencies and lengths are those of all documents, not of the candidates."""

    def __init__(self, cursor: Cursor, tables: Tables, frequencies: Frequencies, choosing: Choosing) -> None:
        self._cursor, self._tables, self._frequencies, self._words = cursor, tables, frequencies, choosing.words
        self._found = choosing.found
        self._texts: dict[int, Stored] = {}
        best = choosing.best() if len(self._found) > MOST_RANKED else list(self._found.values())
        self._ranked, self._faint = best[:MOST_RANKED], best[MOST_RANKED:]
        self._look_into(one.id for one in self._ranked)
        self._places: dict[str, list[tuple[Candidate, list[tuple[int, str]]]]] = {}

    def _look_into(self, ids: Iterable[int]) -> None:
        unknown = [id for id in ids if not self._found[id].vector]
        if not unknown:
            return
        query = f"SELECT id, vector::text FROM {self._tables.documents} WHERE id = ANY(%s)"
        for id, vector in self._cursor.execute(query, (unknown,)):
            self._found[id].vector = f" {vector}"

    def count(self, population: str) -> int:
        return self._frequencies.of(DOCUMENTS, REMARKS if population == REMARKS.name else TITLED)

    def frequency(self, field: str, form: str) -> int:
        return self._frequencies.of(lexemes.named(field, form), POPULATION_OF[field])

    def average_length(self, field: str) -> float:
        population = POPULATION_OF[field]
        length = self._frequencies.of(TITLE_LENGTH if field == TITLE.name else LENGTH, population)
        return length / (self._frequencies.of(DOCUMENTS, population) or 1)

    def starting(self, start: str, most: int) -> Sequence[str]:
        return self._frequencies.starting(start, most)

    def spread(self, term: Term, population: Population) -> tuple[int, int]:
        return self._frequencies.spread(term, population)

    def of(self, field: str, form: str) -> Iterator[tuple[int, float, float]]:
        is_remark = POPULATION_OF[field] is REMARKS
        weight = lexemes.WEIGHTS.get(field)
        for one, places in self._with(lexemes.named(field, form)):
            if one.is_remark == is_remark:
                times = sum(letter == weight for _, letter in places) if weight else len(places)
                if times:
                    yield one.id, times, one.title_length if weight == "A" else one.length
        if wanted := self._bits.get((field, form)):
            average = self.average_length(field)
            for one in self._faint:
                if one.mask & wanted and one.is_remark == is_remark:
                    yield one.id, FAINT, average

    def _with(self, lexeme: str) -> list[tuple[Candidate, list[tuple[int, str]]]]:
        """Those of the documents looked into that have the lexeme, and its places in them."""
        if lexeme not in self._places:
            vectors = (one.vector for one in self._ranked)
            self._places[lexeme] = [
                (self._ranked[number], places) for number, places in lexemes.places_in(vectors, lexeme)
            ]
        return self._places[lexeme]

    @cached_property
    def _bits(self) -> dict[tuple[str, str], int]:
        """The bits of a mask that tell of a form in a field: once a word, whatever its forms."""
        bits: dict[tuple[str, str], int] = {}
        for place, word in enumerate(self._words):
            for population in POPULATIONS:
                names = word.term.names(population.fields)[-1:]
                told = [(name, word.term.forms[0], 1) for _, name in names if word.term.forms]
                for field, form, bit in [*told, (population.near.name, word.term.near, 2)]:
                    bits[field, form] = bits.get((field, form), 0) | bit << 2 * place
        return bits

    def all(self) -> set[int]:
        return set(self._found)

    def documents(self, field: str, form: str) -> set[int]:
        return {document for document, _, _ in self.of(field, form)}

    def places(self, field: str, form: str, documents: Iterable[int]) -> Iterator[tuple[int, Sequence[int]]]:
        wanted = list(documents)
        self._look_into(wanted)
        self._read(wanted)
        lexeme, weight = lexemes.named(field, form), lexemes.WEIGHTS[field]
        for document in wanted:
            start = 1 if field != "text" else self._found[document].title_words + lexemes.APART
            numbers = [
                place - start
                for place, letter in lexemes.places(self._found[document].vector, lexeme)
                if letter == weight
            ]
            if numbers:
                yield document, numbers

    def having(self, facet: Facet, values: Iterable[str]) -> set[int]:
        wanted, place = frozenset(values), lexemes.FACETS.index(facet)
        return {
            document
            for document, facets in self._facets.items()
            if not wanted.isdisjoint(facets[place].split(lexemes.AND))
        }

    def tally(self, facet: Facet, found: AbstractSet[int]) -> dict[str, int]:
        place = lexemes.FACETS.index(facet)
        counts: Counter[str] = Counter()
        for values, times in Counter(self._facets[document][place] for document in found).items():
            for value in values.split(lexemes.AND) if values else ():
                counts[value] += times
        return dict(counts)

    @cached_property
    def _facets(self) -> Mapping[int, Sequence[str]]:
        return {one.id: one.facets.split(lexemes.BETWEEN) for one in self._found.values()}

    def published(self, documents: Iterable[int]) -> dict[int, float]:
        times = {document: self._found[document].published for document in documents}
        return {document: time for document, time in times.items() if time != -math.inf}

    def stored(self, document: int) -> Stored:
        self._read([document])
        return self._texts[document]

    def _read(self, documents: Iterable[int]) -> None:
        unknown = [document for document in documents if document not in self._texts]
        if not unknown:
            return
        query = f"SELECT id, kind, title, text, source FROM {self._tables.texts} WHERE id = ANY(%s)"
        for row in self._cursor.execute(query, (unknown,)):
            self._texts[row[0]] = Stored(*row)
