"""Which documents are looked at for a query: all that answer it, or the newest where they are too many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile

from search.engine import Facet, Query, Sort
from search.engines.postgresql import lexemes
from search.engines.postgresql.tables import COLUMNS, Cursor, Tables
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
        self._cursor, self._tables, self._query, self.words = cursor, tables, query, words
        self.found: dict[int, Candidate] = {}
        self.is_capped = False

    def choose(self) -> None:
        """All that answers the query without its filters, where that is little; else the best or newest of what passes them.

        Then those are there, too, that pass all filters but the own one of a facet that is counted.
        """
        if self._query.asked.words and not self.words:
            return
        everything, own = condition(self._query, with_filters=False), condition(self._query)
        is_much = self._is_much(everything)
        if not is_much:
            self._take(everything, self._any())
            return
        self.is_capped = is_much if own == everything else self._is_much(own)
        if self.is_capped and self._query.sort == Sort.BEST and self.words:
            self._take_best(own)
        else:
            self._take(own, self._any())
        for facet in self._counted():
            self._take(condition(self._query, but=facet), self._any())

    def at_most(self, count: int) -> int:
        """What is said of so many found: of more than MOST, MOST."""
        return min(count, MOST) if self.is_capped else count

    def choose_by_rare_words(self) -> None:
        """What has the rarest words of the query and passes its filters: for texts, of whose words no document has all."""
        if self.words:
            self._take_rare(condition(self._query))

    def _any(self) -> list[str]:
        return [lexemes.any_of(word.any for word in self.words)] if self.words else []

    def _counted(self) -> list[Facet | None]:
        filtered: list[Facet | None] = [facet for facet in self._query.facets if facet in self._query.filters]
        return [*filtered, *([TIME] if self._query.periods and (self._query.since or self._query.until) else [])]

    def _is_much(self, condition: Condition) -> bool:
        """Whether there are more than MOST."""
        where, values = condition.sql(*self._any())
        limited = f"SELECT 1 FROM {self._tables.documents} WHERE {where} LIMIT {MOST + 1}"
        (count,) = self._cursor.execute(f"SELECT count(*) FROM ({limited}) AS counted", values).fetchone()
        return int(count) > MOST

    def _take_best(self, condition: Condition) -> None:
        self._take(condition, [word.whole for word in self.words])
        if len(self.found) < MOST:
            self._take_rare(condition)
        if len(self.found) < MOST:
            self._take(condition, self._any())
        self.found = {one.id: one for one in self.best()[:MOST]}

    def _take_rare(self, condition: Condition) -> None:
        """Words come the rarest first. Where even those are common, the newest are taken."""
        all_of_them = takewhile(
            lambda frequency: frequency <= MOST_BY_RARE, accumulate(one.frequency for one in self.words)
        )
        count = max(len(list(all_of_them)), min(RARE, len(self.words)))
        self._take(condition, [lexemes.any_of(word.whole for word in self.words[:count])], MOST_BY_RARE)

    def _take(self, condition: Condition, needs: Iterable[str], most: int = 0) -> None:
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
        order = "ASC" if self._query.sort == Sort.OLDEST else "DESC"
        # Taken out of its compression once, not for every word.
        inner = (
            f"SELECT *, strip(vector) AS stripped FROM {self._tables.documents} WHERE {where} "
            f"ORDER BY published {order}, id {order} LIMIT {most or MOST} OFFSET 0"
        )
        rows = self._cursor.execute(
            f"SELECT {COLUMNS}, {' + '.join(f'({mask})' for mask in masks) or '0'} FROM ({inner}) AS chosen",
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
