"""How alike two texts are: whether somebody asks for the same, perhaps in other words. For any engine that keeps postings.

The ten words of the text that tell most find candidates; the texts of these are then read and compared in full. What counts is
how much of each text the other has, how much there is in common at all, and whether a name or a «not» sets them apart.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from search import analysis, kin
from search.answers import Index, Stored
from search.engine import Facet, Likeness, Twin
from search.ranking import TITLED, Term, rank

MOST_TERMS = 10
LOOKED_AT = 30
# A text is known by its beginning: so many different words of it are compared.
MOST_WORDS = 120
TITLE_COUNTS = 2.0
KIN_SHARE, NEAR_SHARE = 0.9, 0.6
SHOWN_WORDS = 5
# Of a few texts nobody can tell which words are rare: they are taken for part of so many.
FEWEST = 1000
BEGINNING = 3
# A name that so many of the candidates have is that of the town.
COMMON = 0.25
# From which share on somebody who writes is told, and from which a moderator looks at both: see docs/search.md.
TOLD, ALIKE = 0.5, 0.4
# The curve was fitted to one half of the labelled pairs (docs/search.md): what each fact adds before it becomes a share.
BASE, OWN_PART, ITS_PART, WEIGHTIEST, IN_ALL = -3.0, 2.1, 2.1, 0.5, 1.7
OPPOSITE, ELSEWHERE = -0.85, -1.25
ENOUGH = 4.0


@dataclass(frozen=True, eq=False)
class Said:
    """A word of a text: as written, its forms and meaning, and how much it counts where it stands."""

    text: str
    forms: tuple[str, ...]
    near: str
    counts: float

    @cached_property
    def meaning(self) -> int | None:
        return kin.meaning(self.forms)


@dataclass(frozen=True)
class Read:
    """A text as it is compared: each of its words once, the beginnings of its names, whether its title says no."""

    words: tuple[Said, ...]
    names: frozenset[str]
    is_turned: bool


@dataclass
class Known:
    """The words of another text by each way they can be met: form, meaning, beginning."""

    by: dict[object, Said] = field(default_factory=dict)

    def add(self, word: Said) -> None:
        for key in (*word.forms, word.meaning, ("near", word.near)):
            if key is not None:
                self.by.setdefault(key, word)

    def met(self, word: Said) -> tuple[Said, float] | None:
        """The word that this one meets, and how well."""
        for form in word.forms:
            if form in self.by:
                return self.by[form], 1.0
        if word.meaning is not None and word.meaning in self.by:
            return self.by[word.meaning], KIN_SHARE
        if len(word.near) == analysis.NEAR_LETTERS and (found := self.by.get(("near", word.near))):
            return found, NEAR_SHARE
        return None


def alike(index: Index, likeness: Likeness) -> tuple[Twin, ...]:
    """The documents with a title that are like the text, the likest first; those that have nothing in common are left out."""
    own = read(likeness.title, likeness.text, likeness.language)
    weights = _weights(index, own)
    scores = rank(_telling(own, weights), index, _only(index, likeness), _without(index, likeness))
    stored = [index.stored(document) for document, _ in scores[:LOOKED_AT]]
    return _compared(own, weights, index.count(TITLED.name), stored)[: likeness.limit]


def among(likeness: Likeness, stored: Sequence[Stored]) -> tuple[Twin, ...]:
    """Those of the given texts that are like the text, the likest first; what is rare is told by themselves."""
    own = read(likeness.title, likeness.text, likeness.language)
    can_meet = beginnings(own)
    times = Counter(
        form
        for one in stored
        for form in {form for word in read(one.title, one.text, beginnings=can_meet).words for form in word.forms}
    )
    weights = {word: _told(len(stored), max(times[form] for form in word.forms)) for word in own.words}
    return _compared(own, weights, len(stored), stored)[: likeness.limit]


def _compared(own: Read, weights: Mapping[Said, float], count: int, stored: Sequence[Stored]) -> tuple[Twin, ...]:
    can_meet = beginnings(own)
    others = [read(one.title, one.text, beginnings=can_meet) for one in stored]
    compared = Compared(own, weights, math.log(max(count, FEWEST)), _everywhere(own, others))
    found = [(compared.with_(other), one) for other, one in zip(others, stored, strict=True)]
    found = sorted((pair for pair in found if pair[0].met), key=lambda pair: (-pair[0].share, pair[1].id))
    return tuple(Twin(one.id, likened.share, _shown(likened, one)) for likened, one in found)


def terms(likeness: Likeness) -> tuple[Term, ...]:
    """All words of the text, for engines that have to know which frequencies will be asked for."""
    own = read(likeness.title, likeness.text, likeness.language)
    return tuple(Term(_found_by(word), word.near, word.text) for word in own.words)


def telling(index: Index, likeness: Likeness) -> tuple[Term, ...]:
    """The words by which candidates are found, for engines that look for these before they look into any."""
    own = read(likeness.title, likeness.text, likeness.language)
    return tuple(_telling(own, _weights(index, own)))


def read(title: str, text: str, language: str = "", beginnings: AbstractSet[str] | None = None) -> Read:
    """A text as it is compared. Words of other `beginnings` (None: none) can meet nothing: no dictionary is asked for them."""
    language = analysis.language_of(f"{title} {text}", language)
    said: dict[tuple[str, ...], Said] = {}
    for part, counts in ((title, TITLE_COUNTS), (text, 1.0)):
        for word in analysis.words(part):
            if len(said) >= MOST_WORDS:
                break
            if word.text not in analysis.STOP_WORDS and len(word.text) > 1:
                can_meet = beginnings is None or word.text[:BEGINNING] in beginnings
                forms = analysis.forms(word.text, language) if can_meet else (word.text,)
                if forms not in said:
                    said[forms] = Said(word.text, forms, word.near, counts)
    return Read(tuple(said.values()), _names(title or text), kin.is_turned(title, language))


def beginnings(own: Read) -> frozenset[str]:
    """How the words begin that can meet one of ours: a word and its dictionary form begin alike."""
    return frozenset(form[:BEGINNING] for word in own.words for form in (word.text, *_found_by(word)))


def _weights(index: Index, own: Read) -> Mapping[Said, float]:
    count = index.count(TITLED.name)
    return {
        word: _told(count, max(index.frequency(one.name, form) for one in TITLED.fields for form in word.forms))
        for word in own.words
    }


def _told(count: int, having: int) -> float:
    """How much a word tells that so many of the texts have: the rarer, the more."""
    count = max(count, FEWEST)
    return math.log(1 + (max(count - having, 0) + 0.5) / (having + 0.5))


def _telling(own: Read, weights: Mapping[Said, float]) -> list[Term]:
    best = sorted(own.words, key=lambda word: -weights[word] * word.counts)[:MOST_TERMS]
    return [Term(_found_by(word), word.near, word.text) for word in best]


def _found_by(word: Said) -> tuple[str, ...]:
    return (*word.forms, *kin.relatives(word.forms))


def _only(index: Index, likeness: Likeness) -> set[int] | None:
    limits = [index.having(facet, values) for facet, values in likeness.filters.items()]
    if likeness.within is not None:
        limits.append(index.having(Facet.CAMPAIGN, map(str, likeness.within)))
    return set.intersection(*limits) if limits else None


def _without(index: Index, likeness: Likeness) -> set[int]:
    return set().union(*(index.documents("id", str(number)) for number in likeness.without))


def _everywhere(own: Read, others: Sequence[Read]) -> frozenset[str]:
    """Names that set nothing apart, such as that of the town: many of the others have them."""
    times = Counter(name for other in others for name in other.names)
    return frozenset(name for name, count in times.items() if count >= COMMON * len(others)) - own.names


@dataclass(frozen=True)
class Likened:
    """How alike two texts are, and the words of the other that ours have met, the most telling first."""

    share: float
    met: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """One text that others are compared with.

    `evidence`: about what a word tells that one document alone has. `everywhere`: names that set nothing apart.
    """

    own: Read
    weights: Mapping[Said, float]
    evidence: float
    everywhere: frozenset[str]

    def with_(self, other: Read) -> Likened:
        """How alike the other text is."""
        known = Known()
        for word in other.words:
            known.add(word)
        met = {word: found for word in self.own.words if (found := known.met(word))}
        telling = sorted(met, key=lambda word: -self.weights[word] * met[word][1])
        share = 1 / (1 + math.exp(-self._facts(other, met))) if met else 0.0
        return Likened(round(share, 4), tuple(dict.fromkeys(met[word][0].text for word in telling)))

    def _facts(self, other: Read, met: Mapping[Said, tuple[Said, float]]) -> float:
        """What speaks for the two being one demand, less what speaks against it."""
        own_part, its_part = self._parts(other, met)
        weightiest = max(self.own.words, key=lambda word: self.weights[word] * word.counts)
        in_all = sum(self.weights[word] * share for word, (_, share) in met.items()) / self.evidence
        return (
            BASE
            + OWN_PART * own_part
            + ITS_PART * its_part
            + WEIGHTIEST * (met[weightiest][1] if weightiest in met else 0.0)
            + IN_ALL * min(in_all / ENOUGH, 1.0)
            + OPPOSITE * (self.own.is_turned != other.is_turned)
            + ELSEWHERE * self._is_elsewhere(other)
        )

    def _parts(self, other: Read, met: Mapping[Said, tuple[Said, float]]) -> tuple[float, float]:
        """How much of our text the other has, and how much of the other we have, by weight."""
        own = sum(self.weights[word] * word.counts for word in self.own.words)
        common = sum(self.weights[word] * word.counts * share for word, (_, share) in met.items())
        its: dict[Said, float] = {}
        for word, (found, share) in met.items():
            its[found] = max(its.get(found, 0.0), self.weights[word] * found.counts * share)
        # What the other says beside it is taken to be as rare as our own words.
        usual = own / sum(word.counts for word in self.own.words)
        beside = usual * sum(word.counts for word in other.words if word not in its)
        shared = sum(its.values())
        return common / own, shared / (shared + beside)

    def _is_elsewhere(self, other: Read) -> bool:
        names = other.names - self.everywhere
        return bool(self.own.names and names) and self.own.names.isdisjoint(names)


def _shown(likened: Likened, stored: Stored) -> tuple[str, ...]:
    """The words in common as the stored text writes them."""
    wanted = likened.met[:SHOWN_WORDS]
    written: dict[str, str] = {}
    for text in (stored.title, stored.text):
        for word in analysis.words(text):
            if word.text in wanted:
                written.setdefault(word.text, text[word.start : word.end])
    return tuple(written[word] for word in wanted if word in written)


def _names(text: str) -> frozenset[str]:
    """The beginnings of its names: of words with a capital letter inside a sentence, and of numbers.

    A text in capitals has none that could be told.
    """
    letters = [letter for letter in text if letter.isalpha()]
    if 2 * sum(letter.isupper() for letter in letters) > len(letters):
        return frozenset()
    return frozenset(
        word.near
        for word in analysis.words(text)
        if _is_name(text[word.start : word.end], text[max(word.start - 3, 0) : word.start].rstrip()[-1:])
    )


def _is_name(word: str, before: str) -> bool:
    return any(letter.isdigit() for letter in word) or (
        word[0].isupper() and len(word) > 2 and before not in ("", *".!?")
    )
