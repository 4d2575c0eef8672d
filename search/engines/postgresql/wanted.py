"""A query as PostgreSQL is asked it: words with what they tell, and conditions."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from search.engine import Facet, Query
from search.engines.postgresql import lexemes
from search.engines.postgresql.batches import DOCUMENTS, LENGTH, NEVER, TITLE_LENGTH
from search.engines.postgresql.tables import Cursor, Tables
from search.ranking import MOST_WORDS, NEAR_SHARE, POPULATIONS, TITLED, Population, Term

# How a filter by time is called beside the facets.
TIME = None


class Frequencies:
    """In how many documents of each population lexemes are."""

    def __init__(self, cursor: Cursor, tables: Tables, terms: Iterable[Term]) -> None:
        terms = list(terms)
        wanted = [DOCUMENTS, LENGTH, TITLE_LENGTH]
        wanted += [lexeme for term in terms for lexeme in (*term.forms, lexemes.NEAR + term.near)]
        query = f"SELECT lexeme, titled, remarks FROM {tables.words} WHERE lexeme = ANY(%s)"
        rows = cursor.execute(query, (list(dict.fromkeys(wanted)),)).fetchall()
        self._counts = {lexeme: (titled, remarks) for lexeme, titled, remarks in rows}
        starts = [lexemes.SURFACE + term.text for term in terms if term.prefix]
        for start in dict.fromkeys(starts):
            query = f"SELECT sum(titled), sum(remarks) FROM {tables.words} WHERE lexeme >= %s AND lexeme < %s"
            titled, remarks = cursor.execute(query, (start, start + "\U0010ffff")).fetchone()
            self._counts[start] = (titled or 0, remarks or 0)

    def of(self, lexeme: str, population: Population) -> int:
        return int(self._counts.get(lexeme, (0, 0))[population is not TITLED])

    def spread(self, term: Term, population: Population) -> int:
        """About how many documents of the population have the word."""
        if term.prefix:
            return min(self.of(lexemes.SURFACE + term.text, population), self.of(DOCUMENTS, population))
        return max((self.of(form, population) for form in term.forms), default=0)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the query: how it and its relatives are asked for, and what each tells in each population."""

    term: Term
    exact: str
    close: str
    frequency: int
    is_known: bool
    exact_weights: tuple[float, ...]
    close_weights: tuple[float, ...]

    @property
    def any(self) -> str:
        return lexemes.any_of([self.exact, self.close])

    @property
    def whole(self) -> str:
        """How the documents are asked for that count as having it."""
        return self.exact if self.is_known else self.close


def words(terms: Sequence[Term], frequencies: Frequencies) -> list[Word]:
    """The rarest of the words that are in the index at all, the rarest first."""
    found = [_word(term, frequencies) for term in terms]
    return sorted((word for word in found if word.frequency), key=lambda word: word.frequency)[:MOST_WORDS]


def _word(term: Term, frequencies: Frequencies) -> Word:
    exact = [frequencies.spread(term, population) for population in POPULATIONS]
    close = [frequencies.of(lexemes.NEAR + term.near, population) for population in POPULATIONS]
    counts = [frequencies.of(DOCUMENTS, population) for population in POPULATIONS]
    shares = [population.share for population in POPULATIONS]
    return Word(
        term=term,
        exact=lexemes.exactly(term),
        close=lexemes.closely(term),
        frequency=sum(exact) or sum(close),
        is_known=any(exact),
        exact_weights=tuple(map(_told, shares, counts, exact)),
        close_weights=tuple(
            NEAR_SHARE * _told(share, count, max(near - having, 0))
            for share, count, near, having in zip(shares, counts, close, exact, strict=True)
        ),
    )


def _told(share: float, count: int, having: int) -> float:
    return share * math.log(1 + max(count - having + 0.5, 0.5) / (having + 0.5))


@dataclass(frozen=True)
class Condition:
    """What documents have to fulfil, as SQL with its values. `needs` are tsqueries."""

    needs: tuple[str, ...]
    times: tuple[float, float] | None
    without: tuple[int, ...]

    def sql(self, *more: str) -> tuple[str, Mapping[str, Any]]:
        parts: list[str] = ["true"]
        values: dict[str, Any] = {}
        if needs := [*more, *self.needs]:
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
    if query.within is not None:
        needs.append(lexemes.having(Facet.CAMPAIGN, map(str, query.within)))
    if with_filters:
        needs += [lexemes.having(facet, values) for facet, values in query.filters.items() if facet != but]
    has_times = with_filters and but is not TIME and (query.since or query.until)
    times = (_seconds(query.since, NEVER), _seconds(query.until, math.inf)) if has_times else None
    return Condition(tuple(needs), times, tuple(sorted(query.without)))


def _seconds(moment: datetime | None, otherwise: float) -> float:
    return moment.timestamp() if moment else otherwise
