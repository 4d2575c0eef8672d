"""A query as PostgreSQL is asked it: words with what they tell, and conditions."""

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from search.engine import Facet, Likeness, Query
from search.engines.postgresql import lexemes
from search.engines.postgresql.batches import DOCUMENTS, LENGTH, NEVER, TITLE_LENGTH
from search.engines.postgresql.tables import Cursor, Tables
from search.ranking import MOST_ENDINGS, MOST_WORDS, NEAR_SHARE, POPULATIONS, TITLED, Population, Term

# How a filter by time is called beside the facets.
TIME = None
LAST_LETTER = "\U0010ffff"


Among = Sequence[tuple[Facet, AbstractSet[str]]]


class Frequencies:
    """In how many documents of each population lexemes are."""

    def __init__(self, cursor: Cursor, tables: Tables, terms: Sequence[Term], among: Among = ()) -> None:
        self._cursor, self._words = cursor, tables.words
        self._endings: dict[tuple[str, int], list[str]] = {}
        wanted = [DOCUMENTS, LENGTH, TITLE_LENGTH]
        wanted += [lexeme for term in terms for lexeme in (*term.forms, lexemes.NEAR + term.near)]
        wanted += [lexemes.of_value(facet, value) for facet, values in among for value in values]
        query = f"SELECT lexeme, titled, remarks FROM {self._words} WHERE lexeme = ANY(%s)"
        rows = cursor.execute(query, (list(dict.fromkeys(wanted)),)).fetchall()
        self._counts = {lexeme: (titled, remarks) for lexeme, titled, remarks in rows}

    def of(self, lexeme: str, population: Population) -> int:
        """In how many of the population."""
        return int(self._counts.get(lexeme, (0, 0))[population is not TITLED])

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return sum(self.of(DOCUMENTS, population) for population in POPULATIONS)

    def share(self, among: Among) -> float:
        """About which part of all documents has one of the values of each of the facets."""
        having = (
            sum(self.of(lexemes.of_value(facet, value), one) for value in values for one in POPULATIONS)
            for facet, values in among
        )
        return math.prod(min(count / (self.documents or 1), 1.0) for count in having)

    def starting(self, start: str, most: int) -> list[str]:
        """The commonest words as they are written that begin so."""
        if (start, most) not in self._endings:
            first = lexemes.SURFACE + start
            query = (
                f"SELECT lexeme, titled, remarks FROM {self._words} WHERE lexeme >= %s AND lexeme < %s "
                "ORDER BY titled + remarks DESC, lexeme LIMIT %s"
            )
            rows = self._cursor.execute(query, (first, first + LAST_LETTER, most)).fetchall()
            self._counts |= {lexeme: (titled, remarks) for lexeme, titled, remarks in rows}
            self._endings[start, most] = [lexeme.removeprefix(lexemes.SURFACE) for lexeme, _, _ in rows]
        return self._endings[start, most]

    def spread(self, term: Term, population: Population) -> tuple[int, int]:
        """About how many documents have the word, and how many a relative only."""
        if term.prefix:
            times = sum(self.of(lexemes.SURFACE + form, population) for form in term.forms)
            return min(times, self.of(DOCUMENTS, population)), 0
        having = max((self.of(form, population) for form in term.forms), default=0)
        near = self.of(lexemes.NEAR + term.near, population) if term.has_relatives else 0
        return having, max(near - having, 0)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the query: how it and its relatives are asked for, and what each tells in each population.

    In about so many documents as `frequency` it is; in so many as `reach`, it or a relative.
    """

    term: Term
    exact: str
    close: str
    frequency: int
    reach: int
    is_known: bool
    exact_weights: tuple[float, ...]
    close_weights: tuple[float, ...]

    @property
    def any(self) -> str:
        """How all documents are asked for that answer it."""
        return lexemes.any_of(filter(None, [self.exact, self.close]))

    @property
    def whole(self) -> str:
        """How the documents are asked for that count as having it."""
        return self.exact if self.is_known else self.close


def words(terms: Sequence[Term], frequencies: Frequencies) -> list[Word]:
    """The rarest of the words that are in the index at all, the rarest first."""
    ended = [
        replace(term, forms=tuple(frequencies.starting(term.start, MOST_ENDINGS))) if term.prefix else term
        for term in terms
    ]
    found = [_word(term, frequencies) for term in ended]
    return sorted((word for word in found if word.frequency), key=lambda word: word.frequency)[:MOST_WORDS]


def _word(term: Term, frequencies: Frequencies) -> Word:
    counts = [frequencies.of(DOCUMENTS, population) for population in POPULATIONS]
    exact, close = zip(*(frequencies.spread(term, population) for population in POPULATIONS), strict=True)
    shares = [population.share for population in POPULATIONS]
    return Word(
        term=term,
        exact=lexemes.exactly(term),
        close=lexemes.closely(term) if term.has_relatives else "",
        frequency=sum(exact) or sum(close),
        reach=sum(exact) + sum(close),
        is_known=any(exact),
        exact_weights=tuple(map(_told, shares, counts, exact)),
        close_weights=tuple(NEAR_SHARE * told for told in map(_told, shares, counts, close)),
    )


def _told(share: float, count: int, having: int) -> float:
    return share * math.log(1 + max(count - having + 0.5, 0.5) / (having + 0.5))


@dataclass(frozen=True)
class Condition:
    """What documents have to fulfil, as SQL with its values. `needs` are tsqueries beside the values `among` which they are."""

    needs: tuple[str, ...]
    among: Among
    has_phrases: bool
    times: tuple[float, float] | None
    without: tuple[int, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing is demanded but that some documents are left out."""
        return not (self.needs or self.among or self.times)

    def sql(self, *more: str) -> tuple[str, Mapping[str, Any]]:
        parts: list[str] = ["true"]
        values: dict[str, Any] = {}
        if needs := [*more, *self.needs, *(lexemes.having(facet, values) for facet, values in self.among)]:
            parts.append("vector @@ %(needs)s::tsquery")
            values["needs"] = lexemes.all_of(needs)
        if self.times:
            parts.append("published >= %(since)s AND published < %(until)s AND published > '-infinity'")
            values["since"], values["until"] = self.times
        if self.without:
            parts.append("id <> ALL(%(without)s::bigint[])")
            values["without"] = list(self.without)
        return " AND ".join(parts), values


def condition(query: Query, *, with_filters: bool = True, but: Facet | str | None = "") -> Condition:
    """What the query demands beyond its words: all of it, or without its filters, or without that of one facet."""
    asked = query.asked
    needs = [lexemes.in_a_row(phrase) for phrase in asked.phrases]
    needs += [lexemes.none_of(lexemes.in_a_row(phrase)) for phrase in asked.unwanted]
    needs += [lexemes.none_of(lexemes.having(facet, values)) for facet, values in query.excluded.items() if values]
    among = [*query.filters.items()] if with_filters else []
    has_times = with_filters and but is not TIME and (query.since or query.until)
    times = (_seconds(query.since, NEVER), _seconds(query.until, math.inf)) if has_times else None
    kept = [(facet, values) for facet, values in among if facet != but] + within(query)
    return Condition(tuple(needs), tuple(kept), bool(asked.phrases), times, tuple(sorted(query.without)))


def within(query: Query | Likeness) -> list[tuple[Facet, AbstractSet[str]]]:
    """The campaigns beyond which nothing may be found."""
    return [] if query.within is None else [(Facet.CAMPAIGN, frozenset(map(str, query.within)))]


def _seconds(moment: datetime | None, otherwise: float) -> float:
    return moment.timestamp() if moment else otherwise
