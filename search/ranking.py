"""Which documents answer best: BM25F over the words of a query, the same for every engine.

BM25F (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009, section 3.4): what a word weighs in the fields of a
document is added up before it saturates, so that a title and a text count as one. Documents with all words come first.
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


FIELDS = (Field("title", 2.0, 0.6), Field("text", 1.0, 0.6))
NEAR = Field("near", 1.0, 0.6)
NEAR_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a query: the forms it is found by, and its beginning."""

    forms: tuple[str, ...]
    near: str


class Postings(Protocol):
    """What an engine tells about its index. Documents are numbers of its own."""

    def count(self) -> int:
        """How many documents there are."""

    def frequency(self, field: str, form: str) -> int:
        """About how many documents have the form in the field."""

    def average_length(self, field: str) -> float:
        """How many words the field has on average."""

    def of(self, field: str, form: str) -> Iterable[tuple[int, float, float]]:
        """(document, times, length of its field) of each document with the form in the field."""


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
    words: dict[int, int] = {}
    chosen = _rarest(terms, postings)
    for term in chosen:
        exact, close = _exact(term, postings), _in_field(NEAR, (term.near,), postings)
        # Relatives of a word count, for less, in documents without the word itself.
        relatives = {document: weight for document, weight in close.items() if document not in exact}
        _add(scores, exact, postings.count())
        _add(scores, relatives, postings.count(), NEAR_SHARE)
        for document in exact or close:
            words[document] = words.get(document, 0) + 1
    found = [document for document in scores if document not in without and (only is None or document in only)]
    whole = {document for document in found if words.get(document) == len(chosen)}
    lead = max((scores[document] for document in found if document not in whole), default=0.0) if whole else 0.0
    ranked = [(document, scores[document] + (lead if document in whole else 0.0)) for document in found]
    return sorted(ranked, key=lambda pair: (-pair[1], -pair[0]))


def _rarest(terms: Sequence[Term], postings: Postings) -> list[Term]:
    known = []
    for term in terms:
        exact = max((postings.frequency(field.name, form) for field in FIELDS for form in term.forms), default=0)
        frequency = exact or postings.frequency(NEAR.name, term.near)
        if frequency:
            known.append((frequency, term))
    known.sort(key=lambda pair: pair[0])
    return [term for _, term in known[:MOST_WORDS]]


def _exact(term: Term, postings: Postings) -> dict[int, float]:
    weights: dict[int, float] = {}
    for field in FIELDS:
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


def _add(scores: dict[int, float], weights: dict[int, float], count: int, share: float = 1.0) -> None:
    rarity = share * (SATURATION + 1) * math.log(1 + (count - len(weights) + 0.5) / (len(weights) + 0.5))
    for document, weight in weights.items():
        scores[document] = scores.get(document, 0.0) + rarity * weight / (SATURATION + weight)
