"""From a query to hits, for engines that keep postings: filters, phrases, ranking, extracts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.engine import Hit, Hits, Query
from search.extracts import Span, extract, mark, spans_near
from search.ranking import FIELDS, Postings, Term, rank

Place = tuple[int, int, int]
# How many letters of a remark stand for its title.
FIRST_WORDS = 80


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

    def documents(self, field: str, form: str) -> set[int]:
        """The documents with the form in the field."""

    def places(self, field: str, form: str, documents: Iterable[int]) -> Iterable[tuple[int, Sequence[Place]]]:
        """(document, its places) for those of the documents that have the form. Documents come sorted.

        A place is the number of the word and where its letters begin and end.
        """

    def kinds(self) -> Iterable[str]:
        """The kinds of document there are."""

    def stored(self, document: int) -> Stored:
        """What is shown of the document."""


def answer(index: Index, query: Query) -> Hits:
    """The asked stretch of what answers the query."""
    if query.asked.is_empty:
        return Hits()
    ranked = rank(query.asked.words, index, _only(index, query), _without(index, query))
    kinds = _kinds(index, {document for document, _ in ranked})
    if query.kinds:
        asked_for = set().union(*(kinds.get(kind, set()) for kind in query.kinds))
        ranked = [pair for pair in ranked if pair[0] in asked_for]
    shown = ranked[query.offset : query.offset + query.limit]
    documents = sorted(document for document, _ in shown)
    in_title, in_text, said = (_spans(index, field.name, query, documents) for field in FIELDS)
    in_text |= said
    hits = [
        _hit(index.stored(document), score, query, in_title.get(document, []), in_text.get(document, []))
        for document, score in shown
    ]
    return Hits(len(ranked), tuple(hits), {kind: len(of_kind) for kind, of_kind in kinds.items()})


def _kinds(index: Index, found: set[int]) -> dict[str, set[int]]:
    """What was found, by kind; kinds of which nothing was found are left out."""
    by_kind = {kind: found & index.documents("kind", kind) for kind in index.kinds()}
    return {kind: documents for kind, documents in by_kind.items() if documents}


def _only(index: Index, query: Query) -> set[int] | None:
    """The documents that pass the filters and have the phrases; None where nothing limits them."""
    limits = [_with_phrase(index, phrase) for phrase in query.asked.phrases]
    if query.campaign_id is not None:
        limits.append(index.documents("campaign", str(query.campaign_id)))
    return set.intersection(*limits) if limits else None


def _without(index: Index, query: Query) -> set[int]:
    unwanted = [_with_phrase(index, phrase) for phrase in query.asked.unwanted]
    return set().union(*unwanted, *(index.documents("id", str(number)) for number in query.without))


def _with_phrase(index: Index, phrase: Sequence[Term]) -> set[int]:
    """The documents with the words of the phrase, in any form, side by side in one field."""
    return set().union(*(_in_a_row(index, field.name, phrase) for field in FIELDS))


def _in_a_row(index: Index, field: str, phrase: Sequence[Term]) -> set[int]:
    having = [set().union(*(index.documents(field, form) for form in term.forms)) for term in phrase]
    beginnings: dict[int, set[int]] = {}
    documents = set.intersection(*having)
    for step, term in enumerate(phrase):
        here: dict[int, set[int]] = {}
        for form in term.forms:
            for document, places in index.places(field, form, sorted(documents)):
                here.setdefault(document, set()).update(place - step for place, _, _ in places)
        beginnings = {document: starts & beginnings.get(document, starts) for document, starts in here.items()}
        documents = {document for document, starts in beginnings.items() if starts}
    return documents


def _spans(index: Index, field: str, query: Query, documents: Sequence[int]) -> dict[int, list[Span]]:
    """Where in the field the words of the query stand."""
    spans: dict[int, list[Span]] = {}
    for form in {form for term in query.asked.words for form in term.forms}:
        for document, places in index.places(field, form, documents):
            spans.setdefault(document, []).extend((start, end) for _, start, end in places)
    return spans


def _hit(stored: Stored, score: float, query: Query, in_title: list[Span], in_text: list[Span]) -> Hit:
    if not in_title and not in_text:
        beginnings = frozenset(term.near for term in query.asked.words)
        in_title, in_text = spans_near(stored.title, beginnings), spans_near(stored.text, beginnings)
    return Hit(
        id=stored.id,
        score=round(score, 4),
        kind=stored.kind,
        title=stored.title or " ".join(stored.text.split())[:FIRST_WORDS],
        source_id=stored.source_id,
        title_html=mark(stored.title, in_title),
        extract_html=extract(stored.text, in_text),
    )
