"""Which documents answer best: BM25F over the words of a query, the same for every engine.

BM25F (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009, section 3.4): what a word weighs in the fields of a
document is added up before it saturates, so that a title and a text count as one. Documents with all words come first.

Remarks are short, have no titles and are many: in one heap with ideas they would change what is rare and what is long, and
stand before the ideas they are about. They are a population of their own, whose scores count for less.
"""

import math
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

MOST_WORDS = 12
SATURATION = 1.2


@dataclass(frozen=True, slots=True)
class Field:
    """How much a word in this field weighs, and how far a long field counts less (0 not at all, 1 in full)."""

    name: str
    weight: float
    shortness: float


@dataclass(frozen=True, slots=True)
class Population:
    """Documents that are compared with each other: their fields, the field of beginnings, what their scores count for."""

    name: str
    fields: tuple[Field, ...]
    near: Field
    share: float = 1.0


TITLED = Population("titled", (Field("title", 2.0, 0.6), Field("text", 1.0, 0.6)), Field("near", 1.0, 0.6))
REMARKS = Population("remarks", (Field("said", 1.0, 0.6),), Field("said_near", 1.0, 0.6), 0.5)
POPULATIONS = (TITLED, REMARKS)
FIELDS = tuple(field for population in POPULATIONS for field in population.fields)
NEAR_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a query: the forms it is found by, and its beginning.

    `text` is the word as typed, folded. With `prefix` every word that begins so answers, and `forms` say nothing; with
    `title_only` only a title counts.
    """

    forms: tuple[str, ...]
    near: str
    text: str = ""
    prefix: bool = False
    title_only: bool = False


class Postings(Protocol):
    """What an engine tells about its index. Documents are numbers of its own."""

    def count(self, population: str) -> int:
        """How many documents the population has."""

    def frequency(self, field: str, form: str) -> int:
        """About how many documents have the form in the field."""

    def average_length(self, field: str) -> float:
        """How many words the field has on average, over the documents of its population."""

    def of(self, field: str, form: str) -> Iterable[tuple[int, float, float]]:
        """(document, times, length of its field) of each document with the form in the field."""

    def spread(self, term: Term, population: Population) -> tuple[int, int] | None:
        """About how many documents have the word, and how many a relative only; None where `of` gives them all."""


def rank(
    terms: Sequence[Term],
    postings: Postings,
    only: AbstractSet[int] | None = None,
    without: AbstractSet[int] = frozenset(),
) -> list[tuple[int, float]]:
    """Documents with any of the words and their scores, best first; those with all words lead.

    Of more than MOST_WORDS words the rarest count. Only documents in `only` (None: all) and not in `without` are taken.
    """
    scores: dict[int, float] = {}
    whole: set[int] = set()
    for population in POPULATIONS:
        some, all_words = _scored(terms, postings, population)
        found = {one: score for one, score in some.items() if one not in without and (only is None or one in only)}
        scores |= found
        whole |= all_words & found.keys()
    lead = max((score for one, score in scores.items() if one not in whole), default=0.0) if whole else 0.0
    ranked = [(document, score + (lead if document in whole else 0.0)) for document, score in scores.items()]
    return sorted(ranked, key=lambda pair: (-pair[1], -pair[0]))


def _scored(
    terms: Sequence[Term], postings: Postings, population: Population
) -> tuple[dict[int, float], AbstractSet[int]]:
    """The scores in one population, and the documents that have all of the words."""
    scores: dict[int, float] = {}
    words: dict[int, int] = {}
    count, chosen = postings.count(population.name), _rarest(terms, postings, population)
    for term in chosen:
        exact, close = _exact(term, postings, population), _in_field(population.near, (term.near,), postings)
        # Relatives of a word count, for less, in documents without the word itself.
        relatives = {document: weight for document, weight in close.items() if document not in exact}
        having, related = postings.spread(term, population) or (len(exact), len(relatives))
        _add(scores, exact, max(count - having, 0), having, population.share)
        _add(scores, relatives, max(count - related, 0), related, population.share * NEAR_SHARE)
        for document in exact or close:
            words[document] = words.get(document, 0) + 1
    return scores, {document for document, times in words.items() if times == len(chosen)}


def _rarest(terms: Sequence[Term], postings: Postings, population: Population) -> list[Term]:
    known = []
    for term in terms:
        exact = max(
            (postings.frequency(field.name, form) for field in population.fields for form in term.forms), default=0
        )
        frequency = exact or postings.frequency(population.near.name, term.near)
        if frequency:
            known.append((frequency, term))
    known.sort(key=lambda pair: pair[0])
    return [term for _, term in known[:MOST_WORDS]]


def _exact(term: Term, postings: Postings, population: Population) -> dict[int, float]:
    weights: dict[int, float] = {}
    for field in population.fields:
        for document, weight in _in_field(field, term.forms, postings).items():
            weights[document] = weights.get(document, 0.0) + weight
    return weights


def _in_field(field: Field, forms: Sequence[str], postings: Postings) -> dict[int, float]:
    # An ambiguous word stands under several forms: the best of them counts, not their sum.
    weights: dict[int, float] = {}
    base, slope = 1 - field.shortness, field.shortness / (postings.average_length(field.name) or 1.0)
    for form in forms:
        for document, times, length in postings.of(field.name, form):
            weight = field.weight * times / (base + slope * length)
            if weight > weights.get(document, 0.0):
                weights[document] = weight
    return weights


def _add(scores: dict[int, float], weights: dict[int, float], lacking: int, having: int, share: float) -> None:
    rarity = share * (SATURATION + 1) * math.log(1 + (lacking + 0.5) / (having + 0.5))
    for document, weight in weights.items():
        scores[document] = scores.get(document, 0.0) + rarity * weight / (SATURATION + weight)
