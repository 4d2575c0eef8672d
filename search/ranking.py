"""Which documents answer best: BM25F over the words of a query, the same for every engine.

BM25F (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009, section 3.4): what a word weighs in the fields of a
document is added up before it saturates, so that a title and a text count as one. Documents with all words come first.

Remarks are short, have no titles and are many: in one heap with ideas they would change what is rare and what is long, and
stand before the ideas they are about. They are a population of their own, whose scores count for less.
"""

import math
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Protocol

from search import analysis

MOST_WORDS = 12
SATURATION = 1.2
# Of how many words that begin alike the postings are read.
MOST_ENDINGS = 50


@dataclass(frozen=True, slots=True)
class Field:
    """How much a word in this field weighs, and how far a long field counts less (0 not at all, 1 in full).

    In the field `written` its words stand as they are written.
    """

    name: str
    weight: float
    shortness: float
    written: str = ""


@dataclass(frozen=True, slots=True)
class Population:
    """Documents that are compared with each other: their fields, the field of beginnings, what their scores count for."""

    name: str
    fields: tuple[Field, ...]
    near: Field
    share: float = 1.0


TITLE = Field("title", 2.0, 0.6, "title_written")
TITLED = Population("titled", (TITLE, Field("text", 1.0, 0.6, "text_written")), Field("near", 1.0, 0.6))
REMARKS = Population("remarks", (Field("said", 1.0, 0.6, "said_written"),), Field("said_near", 1.0, 0.6), 0.5)
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

    @property
    def start(self) -> str:
        """How the words begin that answer a prefix."""
        return analysis.written(self.text)

    @property
    def has_relatives(self) -> bool:
        """Whether words that only begin alike count, for less."""
        return not (self.prefix or self.title_only)

    def names(self, fields: Iterable[Field]) -> list[tuple[Field, str]]:
        """In which of the fields the word is looked for, and under which names."""
        return [
            (field, field.written if self.prefix else field.name)
            for field in fields
            if field is TITLE or not self.title_only
        ]


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

    def starting(self, start: str, most: int) -> Sequence[str]:
        """At most so many words as they are written that begin so, the commonest first."""

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
    terms = [with_endings(term, postings) for term in terms]
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


def with_endings(term: Term, postings: Postings, most: int = MOST_ENDINGS) -> Term:
    """The term with the words that it stands for."""
    return replace(term, forms=tuple(postings.starting(term.start, most))) if term.prefix else term


def _scored(
    terms: Sequence[Term], postings: Postings, population: Population
) -> tuple[dict[int, float], AbstractSet[int]]:
    """The scores in one population, and the documents that have all of the words."""
    scores: dict[int, float] = {}
    words: dict[int, int] = {}
    count, chosen = postings.count(population.name), _rarest(terms, postings, population)
    for term in chosen:
        exact = _exact(term, postings, population)
        close = _in_field(population.near, population.near.name, (term.near,), postings) if term.has_relatives else {}
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
        names = term.names(population.fields)
        exact = max((postings.frequency(name, form) for _, name in names for form in term.forms), default=0)
        if frequency := exact or (term.has_relatives and postings.frequency(population.near.name, term.near)):
            known.append((frequency, term))
    known.sort(key=lambda pair: pair[0])
    return [term for _, term in known[:MOST_WORDS]]


def _exact(term: Term, postings: Postings, population: Population) -> dict[int, float]:
    weights: dict[int, float] = {}
    for field, name in term.names(population.fields):
        found = _in_field(field, name, term.forms, postings)
        if not weights:
            weights = found
            continue
        for document, weight in found.items():
            weights[document] = weights.get(document, 0.0) + weight
    return weights


def _in_field(field: Field, name: str, forms: Sequence[str], postings: Postings) -> dict[int, float]:
    # An ambiguous word stands under several forms: the best of them counts, not their sum.
    weights: dict[int, float] = {}
    base, slope = 1 - field.shortness, field.shortness / (postings.average_length(field.name) or 1.0)
    for form in forms:
        found = {
            document: field.weight * times / (base + slope * length)
            for document, times, length in postings.of(name, form)
        }
        if not weights:
            weights = found
            continue
        for document, weight in found.items():
            if weight > weights.get(document, 0.0):
                weights[document] = weight
    return weights


def _add(scores: dict[int, float], weights: dict[int, float], lacking: int, having: int, share: float) -> None:
    rarity = share * (SATURATION + 1) * math.log(1 + (lacking + 0.5) / (having + 0.5))
    for document, weight in weights.items():
        scores[document] = scores.get(document, 0.0) + rarity * weight / (SATURATION + weight)
