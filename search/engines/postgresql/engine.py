"""The engine: the database finds candidates, and the ranking that all engines share ranks them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import sqlalchemy as sa

from search.answers import answer
from search.engine import Hits, Likeness, Query, Shelf, Status, Twin, Unready
from search.engines.postgresql.batches import Batch
from search.engines.postgresql.candidates import Choosing
from search.engines.postgresql.slices import Slice
from search.engines.postgresql.tables import Generations
from search.engines.postgresql.vocabulary import suggestions
from search.engines.postgresql.wanted import Frequencies, within, words
from search.likeness import alike, telling, terms
from search.query import Asked


class PostgresqlEngine:
    """The engine of search.engine.Engine over tables of their own. `engine` gives the database of the moment."""

    def __init__(self, shelf: Shelf, engine: Callable[[], sa.Engine]) -> None:
        self._generations = Generations(shelf, engine)

    @contextmanager
    def change(self) -> Iterator[Batch]:
        with self._generations.changing() as (cursor, tables):
            batch = Batch(cursor, tables, is_new=False)
            yield batch
            batch.close()

    @contextmanager
    def rebuild(self) -> Iterator[Batch]:
        with self._generations.renewing() as (cursor, tables):
            batch = Batch(cursor, tables, is_new=True)
            yield batch
            batch.close()

    def query(self, query: Query) -> Hits:
        if query.asked.is_empty and not (query.filters or query.since or query.until):
            self.check()
            return Hits()
        with self._generations.reading() as (cursor, tables):
            asked = query.asked
            frequencies = Frequencies(cursor, tables, asked.words, [*query.filters.items(), *within(query)])
            choosing = Choosing(cursor, tables, query, frequencies, words(asked.words, frequencies))
            choosing.choose()
            # What is demanded is fulfilled by all candidates already; filters are still to be counted by.
            rest = replace(
                query, asked=replace(asked, phrases=(), unwanted=()), within=None, without=frozenset(), excluded={}
            )
            hits = answer(Slice(cursor, tables, frequencies, choosing), rest)
        return replace(hits, total=choosing.at_most(hits.total), is_capped=choosing.is_capped)

    def suggest(self, word: str, without: frozenset[int] = frozenset()) -> tuple[str, ...]:
        with self._generations.reading() as (cursor, tables):
            return suggestions(cursor, tables, word, without)

    def similar(self, likeness: Likeness) -> tuple[Twin, ...]:
        with self._generations.reading() as (cursor, tables):
            frequencies = Frequencies(cursor, tables, terms(likeness), [*likeness.filters.items(), *within(likeness)])
            query = Query(Asked(), likeness.filters, within=likeness.within, without=likeness.without)
            nothing = Slice(cursor, tables, frequencies, Choosing(cursor, tables, query, frequencies))
            choosing = Choosing(cursor, tables, query, frequencies, words(telling(nothing, likeness), frequencies))
            choosing.choose_by_rare_words()
            rest = replace(likeness, filters={}, within=None, without=frozenset())
            return alike(Slice(cursor, tables, frequencies, choosing), rest)

    def check(self) -> None:
        with self._generations.reading() as (cursor, tables):
            tables.read(cursor)

    def status(self) -> Status:
        try:
            with self._generations.reading() as (cursor, tables):
                return Status(True, frozenset(id for (id,) in cursor.execute(f"SELECT id FROM {tables.documents}")))
        except Unready:
            return Status(False)
