"""From a query to hits, for engines that keep postings: filters, phrases, ranking, extracts."""

import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from search import analysis
from search.engine import Facet, Hit, Hits, Query, Sort
from search.extracts import Span, extract, mark
from search.ranking import FIELDS, TITLE, Postings, Term, rank, with_endings

# How many letters of a remark stand for its title.
FIRST_WORDS = 80
# Of how many words that begin alike documents are kept out or demanded.
MOST_DEMANDED = 500


@dataclass(frozen=True)
class Stored:
    """What an index keeps of a document to show it."""

    id: int
    kind: str
    title: str
    text: str
    source_id: str | None


class Index(Postings, Protocol):
    """An index that knows where in a document its words stand, and of what kind a document is."""

    def all(self) -> set[int]:
        """Every document."""

    def documents(self, field: str, form: str) -> set[int]:
        """The documents with the form in the field."""

    def places(self, field: str, form: str, documents: Iterable[int]) -> Iterable[tuple[int, Sequence[int]]]:
        """(document, which of the words of its field, from 0) for those of the documents that have the form.

        Documents come sorted.
        """

    def having(self, facet: Facet, values: Iterable[str]) -> set[int]:
        """The documents with one of the values of the facet."""

    def tally(self, facet: Facet, found: AbstractSet[int]) -> dict[str, int]:
        """How many of the found have each value of the facet; values that none has are left out."""

    def published(self, documents: Iterable[int]) -> dict[int, float]:
        """When the documents were published, in seconds since 1970; those without a time are left out."""

    def stored(self, document: int) -> Stored:
        """What is shown of the document."""


def answer(index: Index, query: Query) -> Hits:
    """The asked stretch of what answers the query."""
    if query.asked.is_empty and not (query.filters or query.since or query.until):
        return Hits()
    scores = _scores(index, query)
    timed = query.periods or query.since or query.until or query.sort != Sort.BEST
    times = index.published(scores) if scores and timed else {}
    passing = _passing(index, query, scores.keys(), times)
    everywhere = set(scores).intersection(*passing.values())
    ordered = _ordered(everywhere, scores, times, query.sort)
    shown = ordered[query.offset : query.offset + query.limit]
    return Hits(
        len(ordered),
        _hits(index, query, [(document, scores[document]) for document in shown]),
        {facet: index.tally(facet, _but_for(facet, set(scores), passing)) for facet in query.facets},
        _periods(query, _but_for(None, set(scores), passing), times),
    )


def _scores(index: Index, query: Query) -> dict[int, float]:
    """What answers the words, the best first; where there are no words, everything, the newest first."""
    only, without = _only(index, query), _without(index, query)
    if query.asked.words:
        return dict(rank(query.asked.words, index, only, without))
    everything = (index.all() if only is None else only) - without
    times = index.published(everything) if everything else {}
    return dict.fromkeys(_ordered(everything, {}, times, Sort.NEWEST), 0.0)


def _passing(
    index: Index, query: Query, found: AbstractSet[int], times: Mapping[int, float]
) -> dict[Facet | None, AbstractSet[int]]:
    """What passes each filter by itself; that of the time stands under None."""
    passing: dict[Facet | None, AbstractSet[int]] = {
        facet: index.having(facet, values) for facet, values in query.filters.items()
    }
    if query.since or query.until:
        since = _seconds(query.since, -math.inf)
        until = _seconds(query.until, math.inf)
        passing[None] = {document for document in found if document in times and since <= times[document] < until}
    return passing


def _but_for(
    facet: Facet | None, found: set[int], passing: Mapping[Facet | None, AbstractSet[int]]
) -> AbstractSet[int]:
    """What passes all filters but the facet's own."""
    return found.intersection(*(documents for other, documents in passing.items() if other != facet))


def _periods(query: Query, found: AbstractSet[int], times: Mapping[int, float]) -> dict[str, int]:
    when = [times[document] for document in found if document in times]
    beginnings = {name: begins.timestamp() for name, begins in query.periods.items()}
    return {name: sum(time >= begins for time in when) for name, begins in beginnings.items()}


def _seconds(moment: datetime | None, otherwise: float) -> float:
    return moment.timestamp() if moment else otherwise


def _ordered(found: AbstractSet[int], scores: Mapping[int, float], times: Mapping[int, float], sort: Sort) -> list[int]:
    """The documents in the order asked for; those without a time stand last."""
    match sort:
        case Sort.NEWEST:
            return sorted(found, key=lambda document: (-times.get(document, -math.inf), -document))
        case Sort.OLDEST:
            return sorted(found, key=lambda document: (times.get(document, math.inf), document))
    return [document for document in scores if document in found]


def _hits(index: Index, query: Query, shown: Sequence[tuple[int, float]]) -> tuple[Hit, ...]:
    places = _places(index, query.asked.words, sorted(document for document, _ in shown))
    return tuple(
        _hit(index.stored(document), score, query.asked.words, places.get(document, {})) for document, score in shown
    )


def _only(index: Index, query: Query) -> set[int] | None:
    """The documents that may be found and have the phrases; None where nothing limits them."""
    limits = [_with_phrase(index, phrase) for phrase in query.asked.phrases]
    if query.within is not None:
        limits.append(index.having(Facet.CAMPAIGN, map(str, query.within)))
    return set.intersection(*limits) if limits else None


def _without(index: Index, query: Query) -> set[int]:
    unwanted = [_with_phrase(index, phrase) for phrase in query.asked.unwanted]
    excluded = [index.having(facet, values) for facet, values in query.excluded.items()]
    return set().union(*unwanted, *excluded, *(index.documents("id", str(number)) for number in query.without))


def _with_phrase(index: Index, phrase: Sequence[Term]) -> set[int]:
    """The documents with the words of the phrase, in any form, side by side in one field."""
    terms = [with_endings(term, index, MOST_DEMANDED) for term in phrase]
    fields = [field for field in FIELDS if all(term.names([field]) for term in terms)]
    if len(terms) == 1:
        names = [name for _, name in terms[0].names(fields)]
        return set().union(*(index.documents(name, form) for name in names for form in terms[0].forms))
    return set().union(*(_in_a_row(index, field.name, terms) for field in fields))


def _in_a_row(index: Index, field: str, phrase: Sequence[Term]) -> set[int]:
    having = [set().union(*(index.documents(field, form) for form in term.forms)) for term in phrase]
    beginnings: dict[int, set[int]] = {}
    documents = set.intersection(*having)
    for step, term in enumerate(phrase):
        here: dict[int, set[int]] = {}
        for form in term.forms:
            for document, places in index.places(field, form, sorted(documents)):
                here.setdefault(document, set()).update(place - step for place in places)
        beginnings = {document: starts & beginnings.get(document, starts) for document, starts in here.items()}
        documents = {document for document, starts in beginnings.items() if starts}
    return documents


# By word of the query and by whether it is the title: which words of a document are that word.
Places = dict[tuple[Term, bool], set[int]]


def _places(index: Index, terms: Iterable[Term], documents: Sequence[int]) -> dict[int, Places]:
    places: dict[int, Places] = {}
    for term in (term for term in terms if not term.prefix):
        for field, name in term.names(FIELDS):
            for form in term.forms:
                for document, numbers in index.places(name, form, documents):
                    places.setdefault(document, {}).setdefault((term, field is TITLE), set()).update(numbers)
    return places


def _hit(stored: Stored, score: float, terms: Sequence[Term], places: Places) -> Hit:
    matched = {term for term, _ in places}
    rest = [term for term in terms if term not in matched]
    in_title, started, close = _alike(stored.title, [*rest], _spans(stored.title, places, True))
    in_text, started_there, close_there = _alike(
        stored.text, [term for term in rest if not term.title_only], _spans(stored.text, places, False)
    )
    matched |= started | started_there
    close = (close | close_there) - matched
    return Hit(
        id=stored.id,
        score=round(score, 4),
        kind=stored.kind,
        title=stored.title or " ".join(stored.text.split())[:FIRST_WORDS],
        source_id=stored.source_id,
        title_html=mark(stored.title, in_title),
        extract_html=extract(stored.text, in_text),
        matched=tuple(term.text for term in terms if term in matched),
        close=tuple(term.text for term in terms if term in close),
    )


def _spans(text: str, places: Places, is_title: bool) -> list[Span]:
    numbers = set().union(*(found for (_, of_title), found in places.items() if of_title == is_title))
    words = analysis.spans(text) if numbers else []
    return [words[number] for number in numbers if number < len(words)]


def _alike(text: str, terms: Sequence[Term], spans: list[Span]) -> tuple[list[Span], set[Term], set[Term]]:
    """The spans with those of words that begin as a prefix does or are relatives, and the terms with such words."""
    started: set[Term] = set()
    close: set[Term] = set()
    starts = [(term, term.start) for term in terms if term.prefix]
    beginnings: dict[str, set[Term]] = {}
    for term in terms:
        if term.has_relatives:
            beginnings.setdefault(term.near, set()).add(term)
    for word in analysis.words(text) if terms else ():
        written = analysis.written(word.text) if starts else ""
        starting = {term for term, start in starts if written.startswith(start)}
        related = beginnings.get(word.near, set())
        if starting or related:
            spans.append((word.start, word.end))
            started |= starting
            close |= related
    return spans, started, close
