"""Which documents are looked at for a query: all that answer it, or the newest where they are too many."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile

from search.engine import Facet, Query, Sort
from search.engines.postgresql import lexemes
from search.engines.postgresql.tables import COLUMNS, Cursor, Tables
from search.engines.postgresql.wanted import TIME, Condition, Frequencies, Word, condition

# More than these are not counted, and of more the newest are taken.
MOST = 1000
# By so many rare words candidates are found where few documents have all words, by more where they are rare enough.
RARE = 3
# So many are ranked by all that is known of them.
MOST_RANKED = 200
# How much dearer a row is that is found by its words, here and there, than the next one in time.
DEARER = 4


@dataclass(slots=True)
class Candidate:
    """A document that may answer. Two bits of `mask` a word say whether it has the word, and whether a relative."""

    id: int
    published: float
    is_remark: bool
    title_words: int
    title_length: int
    length: int
    facets: str
    mask: int
    vector: str = ""

    def has(self, place: int) -> bool:
        return bool(self.mask >> 2 * place & 1)

    def is_near(self, place: int) -> bool:
        return bool(self.mask >> 2 * place & 2)


class Choosing:
    """Chooses the candidates for one query. `is_capped`: there are more."""

    def __init__(
        self, cursor: Cursor, tables: Tables, query: Query, frequencies: Frequencies, words: Sequence[Word] = ()
    ) -> None:
        self._cursor, self._tables, self._query, self.words = cursor, tables, query, words
        self._frequencies, self._all = frequencies, frequencies.documents
        self.found: dict[int, Candidate] = {}
        self.is_capped = False
        self._known: dict[tuple[int, bool], tuple[bool, float]] = {}

    def choose(self) -> None:
        """All that answers the query without its filters, where that is little; else the best or newest of what passes them.

        Then those are there, too, that pass all filters but the own one of a facet that is counted.
        """
        if self._query.asked.words and not self.words:
            return
        everything, own = condition(self._query, with_filters=False), condition(self._query)
        is_much = self._is_much(everything)
        if not is_much:
            self._take(everything, self._any(), self._reach)
            return
        self.is_capped = is_much if own == everything else self._is_much(own)
        if self._query.sort != Sort.BEST:
            self._take_bare(own)
        elif self.is_capped and self.words:
            self._take_best(own)
        else:
            self._take(own, self._any(), self._reach)
        for facet in self._counted():
            self._take_bare(condition(self._query, but=facet))

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
        commonest = max((word.frequency for word in self.words), default=0)
        if condition.is_open and commonest > MOST + len(condition.without):
            return True
        where, values = condition.sql(*self._any())
        limited = f"SELECT 1 FROM {self._tables.documents} WHERE {where} LIMIT {MOST + 1}"
        (count,) = self._cursor.execute(f"SELECT count(*) FROM ({limited}) AS counted", values).fetchone()
        return int(count) > MOST

    def _take_best(self, condition: Condition) -> None:
        chances = (word.frequency / (self._all or 1) for word in self.words)
        self._take(condition, [word.whole for word in self.words], self._all * math.prod(chances))
        if len(self.found) < MOST:
            self._take_rare(condition)
        if len(self.found) < MOST:
            self._take(condition, self._any(), self._reach)
        self.found = {one.id: one for one in self.best()[:MOST]}

    def _take_rare(self, condition: Condition) -> None:
        """Words come the rarest first. Where even those are common, the newest are taken."""
        rare = takewhile(lambda frequency: frequency <= MOST, accumulate(word.frequency for word in self.words))
        words = self.words[: max(len(list(rare)), RARE)]
        self._take(condition, [lexemes.any_of(word.whole for word in words)], sum(word.frequency for word in words))

    def _take(self, condition: Condition, needs: Iterable[str], expected: float) -> None:
        """Takes the newest, with what they have of the words."""
        asked = {
            f"{name}{place}": tsquery
            for place, word in enumerate(self.words)
            for name, tsquery in (("exact", word.exact), ("close", word.close or word.exact))
        }
        bits = (
            f"(CASE WHEN vector @@ %(exact{place})s::tsquery THEN 1 WHEN vector @@ %(close{place})s::tsquery THEN 2 ELSE 0 END)"
            f"::bigint << {2 * place}"
            for place in range(len(self.words))
        )
        self._read(condition, needs, expected, " | ".join(f"({bit})" for bit in bits) or "0", asked)

    def _take_bare(self, condition: Condition) -> None:
        """Takes the newest to be counted or to stand by their time: as if they had the first word alone."""
        self._read(condition, self._any(), self._reach, "1", {})

    @property
    def _reach(self) -> int:
        return sum(word.reach for word in self.words) or self._all

    def _read(
        self, condition: Condition, needs: Iterable[str], expected: float, mask: str, asked: Mapping[str, str]
    ) -> None:
        """Of few that are expected all are found and sorted; through many the newest are met soon, one after another.

        The planner knows too little of the words to tell which: it takes what is three times as dear for most.
        """
        where, values = condition.sql(*needs)
        order = "ASC" if self._query.sort == Sort.OLDEST else "DESC"
        table = self._tables.documents
        found = f"SELECT id, published FROM {table} WHERE {where}"
        expected *= 0.0 if condition.has_phrases else self._frequencies.share(condition.among)
        if DEARER * expected**2 < MOST * self._all:
            found = f"SELECT id, published FROM ({found} OFFSET 0) AS every"
        newest = f"SELECT id FROM ({found} ORDER BY published {order}, id {order} LIMIT {MOST}) AS newest"
        rows = self._cursor.execute(
            f"SELECT {COLUMNS}, {mask} FROM {table} WHERE id = ANY(ARRAY({newest}))", {**values, **asked}
        )
        for row in rows.fetchall():
            self.found.setdefault(row[0], Candidate(*row))

    def best(self) -> list[Candidate]:
        """The candidates by what their words tell, those with all words first."""
        return sorted(self.found.values(), key=lambda one: (*self._told(one), one.published, one.id), reverse=True)

    def _told(self, one: Candidate) -> tuple[bool, float]:
        """Whether it has all words, and what those tell that it has."""
        key = (one.mask, one.is_remark)
        if key not in self._known:
            self._known[key] = self._tell(one)
        return self._known[key]

    def _tell(self, one: Candidate) -> tuple[bool, float]:
        told, is_whole = 0.0, True
        for place, word in enumerate(self.words):
            if one.has(place):
                told += word.exact_weights[one.is_remark]
            elif one.is_near(place):
                told += word.close_weights[one.is_remark]
            is_whole &= one.has(place) if word.is_known else one.is_near(place)
        return is_whole, told
