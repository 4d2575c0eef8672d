"""Which documents are looked at for a query: all that answer it, or the newest where they are too many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.engine import Facet, Query, Sort
from search.engines.postgresql import lexemes
from search.engines.postgresql.tables import Cursor, Tables
from search.engines.postgresql.wanted import TIME, Condition, Word, condition

# More than these are not counted, and of more the newest are taken.
MOST = 1000
# Candidates by their rare words, where few documents have all words.
MOST_BY_RARE = 2000
RARE = 3
# So many are ranked by all that is known of them.
MOST_RANKED = 200


@dataclass(slots=True)
class Candidate:
    """A document that may answer. Two bits of `mask` a word say whether it has the word, and whether a relative."""

    id: int
    published: float
    is_remark: bool
    title_words: int
    title_length: int
    length: int
    facets: list[str]
    mask: int
    vector: str = ""

    def has(self, place: int) -> bool:
        return bool(self.mask >> 2 * place & 1)

    def is_near(self, place: int) -> bool:
        return bool(self.mask >> 2 * place & 2)


class Choosing:
    """Chooses the candidates for one query. `is_capped`: there are more."""

    def __init__(self, cursor: Cursor, tables: Tables, query: Query, words: Sequence[Word]) -> None:
        self.cursor, self.tables, self.query, self.words = cursor, tables, query, words
        self.found: dict[int, Candidate] = {}
        self.is_capped = False
        self._choose()

    def _choose(self) -> None:
        """All that answers the query without its filters, where that is little; else the best or newest of what passes them.

        Then those are there, too, that pass all filters but the own one of a facet that is counted.
        """
        if self.query.asked.words and not self.words:
            return
        everything = condition(self.query, with_filters=False)
        if self._count(everything) <= MOST:
            self._take(everything, self._any())
            return
        own = condition(self.query)
        self.is_capped = self._count(own) > MOST
        if self.is_capped and self.query.sort == Sort.BEST and self.words:
            self._take_best(own)
        else:
            self._take(own, self._any())
        for facet in self._counted():
            self._take(condition(self.query, but=facet), self._any())

    def _any(self) -> list[str]:
        return [lexemes.any_of(word.any for word in self.words)] if self.words else []

    def _counted(self) -> list[Facet | None]:
        filtered: list[Facet | None] = [facet for facet in self.query.facets if facet in self.query.filters]
        return [*filtered, *([TIME] if self.query.periods and (self.query.since or self.query.until) else [])]

    def _count(self, condition: Condition) -> int:
        """How many there are, counted to one more than MOST."""
        where, values = condition.sql(*self._any())
        limited = f"SELECT 1 FROM {self.tables.documents} WHERE {where} LIMIT {MOST + 1}"
        return int(self.cursor.execute(f"SELECT count(*) FROM ({limited}) AS counted", values).fetchone()[0])

    def _take_best(self, condition: Condition) -> None:
        self._take(condition, [word.whole for word in self.words])
        if len(self.found) < MOST:
            rare = [word.whole for word in self.words[:RARE]]
            self._take(condition, [lexemes.any_of(rare)], MOST_BY_RARE)
        if len(self.found) < MOST:
            self._take(condition, self._any())
        self.found = {one.id: one for one in self.best()[:MOST]}

    def _take(self, condition: Condition, needs: Iterable[str], most: int = MOST) -> None:
        where, values = condition.sql(*needs)
        asked = {
            f"{name}{place}": tsquery
            for place, word in enumerate(self.words)
            for name, tsquery in (("exact", word.exact), ("close", word.close))
            if tsquery
        }
        masks = [
            f"({'vector' if lexemes.IN_TITLE in tsquery else 'stripped'} @@ %({name})s::tsquery)::int::bigint << "
            f"{2 * int(name[5:]) + name.startswith('close')}"
            for name, tsquery in asked.items()
        ]
        order = "ASC" if self.query.sort == Sort.OLDEST else "DESC"
        # Taken out of its compression once, not for every word.
        inner = (
            f"SELECT *, strip(vector) AS stripped FROM {self.tables.documents} WHERE {where} "
            f"ORDER BY published {order}, id {order} LIMIT {most} OFFSET 0"
        )
        columns = "id, published, is_remark, title_words, title_length, length, facets"
        rows = self.cursor.execute(
            f"SELECT {columns}, {' + '.join(f'({mask})' for mask in masks) or '0'} FROM ({inner}) AS chosen",
            {**values, **asked},
        ).fetchall()
        for row in rows:
            self.found.setdefault(row[0], Candidate(*row))

    def best(self) -> list[Candidate]:
        """The candidates by what their words tell, those with all words first."""
        return sorted(self.found.values(), key=lambda one: (*self._told(one), one.published, one.id), reverse=True)

    def _told(self, one: Candidate) -> tuple[bool, float]:
        told, is_whole = 0.0, True
        for place, word in enumerate(self.words):
            if one.has(place):
                told += word.exact_weights[one.is_remark]
            elif one.is_near(place):
                told += word.close_weights[one.is_remark]
            is_whole &= one.has(place) if word.is_known else one.is_near(place)
        return is_whole, told
