"""What a person asked for. Any text is a query; nothing in it is an error.

Words; "phrases"; -not; школ* for any ending; title:words; place:Kyiv and other facets; date:2026-11 and date:2026-10..2026-11.
Names of fields are those of three languages; a name nobody knows is a word like any other.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from app.foundation.texts import clean_line
from search import analysis, days
from search.facets import DATE_NAMES, NAMES, TITLE_NAMES, Facet
from search.ranking import Term

LONGEST = 2000
MOST_PHRASES = 4
MOST_UNWANTED = 12
MOST_ASKS = 8
FEWEST_LETTERS = 3

_FIELDS = {name: facet for facet, names in NAMES.items() for name in names}
_KNOWN = sorted([*_FIELDS, *TITLE_NAMES, *DATE_NAMES], key=len, reverse=True)
_PART = re.compile(
    rf"(?P<minus>(?<!\S)-)?(?:(?P<name>(?i:{'|'.join(_KNOWN)})):(?=[^\s\"“”„«»]|[\"“”„«][^\"“”„«»]*[\"“”»]))?"
    r'(?:["“”„«](?P<phrase>[^"“”„«»]*)["“”»]|(?P<plain>[^\s"“”„«»]+|["“”„«»]))'
)


@dataclass(frozen=True)
class Ask:
    """A facet asked for by its name, and the value as it was typed: part of the name of a place, say; or not wanted."""

    facet: Facet
    value: str
    is_unwanted: bool = False


@dataclass(frozen=True)
class Asked:
    """A query understood.

    Documents must have all `phrases`, none of `unwanted`, and answer the `words` as well as they can. A phrase can be one word
    that has to stand in the title. `asks` are for those who know the names of places and projects; `since` and `until` are
    half-open days.
    """

    words: tuple[Term, ...] = ()
    phrases: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[tuple[Term, ...], ...] = ()
    asks: tuple[Ask, ...] = ()
    since: date | None = None
    until: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there are no words to look for; there can be asks and days nevertheless."""
        return not self.words


@dataclass
class _Reading:
    """What was read of a query so far."""

    language: str
    words: list[Term] = field(default_factory=list)
    phrases: list[tuple[Term, ...]] = field(default_factory=list)
    unwanted: list[tuple[Term, ...]] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    since: date | None = None
    until: date | None = None

    def read(self, part: re.Match[str]) -> None:
        name, value = (part["name"] or "").casefold(), part["plain"] or part["phrase"] or ""
        if name in _FIELDS:
            self.asks.append(Ask(_FIELDS[name], value.strip(), bool(part["minus"])))
        elif part["minus"] or name not in DATE_NAMES or not self._limit(value):
            self._look_for(part, value, name in TITLE_NAMES)

    def _limit(self, value: str) -> bool:
        stretch = days.parse(value)
        if stretch is None:
            return False
        since, until = stretch
        self.since = max(filter(None, (self.since, since)), default=None)
        self.until = min(filter(None, (self.until, until)), default=None)
        return True

    def _look_for(self, part: re.Match[str], value: str, in_title: bool) -> None:
        terms = _terms(value, self.language, is_plain=part["plain"] is not None, in_title=in_title)
        if not terms:
            return
        is_phrase = part["minus"] or part["plain"] is None or in_title
        if is_phrase and len(terms) > 1:
            # Which words stand side by side is known of words, not of their beginnings.
            terms = tuple(replace(term, prefix=False) for term in terms)
        if part["minus"]:
            self.unwanted.append(terms)
            return
        self.words.extend(terms)
        if is_phrase:
            self.phrases.append(terms)

    def asked(self) -> Asked:
        distinct = tuple(dict.fromkeys(self.words))
        telling = tuple(term for term in distinct if term.prefix or term.text not in analysis.STOP_WORDS)
        return Asked(
            telling or distinct,
            tuple(self.phrases[:MOST_PHRASES]),
            tuple(self.unwanted[:MOST_UNWANTED]),
            tuple(dict.fromkeys(self.asks))[:MOST_ASKS],
            self.since,
            self.until,
        )


def parse(text: str) -> Asked:
    """Understands a query. Words that say little («и», «the») count only where there are no others."""
    text = clean_line(text[:LONGEST])
    parts = list(_PART.finditer(text))
    values = " ".join(part["plain"] or part["phrase"] or "" for part in parts)
    reading = _Reading(analysis.language_of(values))
    for part in parts:
        reading.read(part)
    return reading.asked()


def as_words(asked: Asked, asks: Iterable[Ask]) -> Asked:
    """The query with asks that nobody understood looked for as words."""
    unknown = tuple(asks)
    wanted = [ask.value for ask in unknown if not ask.is_unwanted]
    words = [term for value in wanted for term in _terms(value, "", is_plain=False, in_title=False)]
    kept = tuple(ask for ask in asked.asks if ask not in unknown)
    return replace(asked, words=tuple(dict.fromkeys([*asked.words, *words])), asks=kept)


def _terms(text: str, language: str, is_plain: bool, in_title: bool) -> tuple[Term, ...]:
    return tuple(
        Term(
            analysis.forms(word.text, language),
            word.near,
            word.text,
            is_plain and text[word.end : word.end + 1] == "*" and _is_long_enough(word.text),
            in_title,
        )
        for word in analysis.words(text)
    )


def _is_long_enough(word: str) -> bool:
    return sum(letter.isalpha() for letter in word) >= FEWEST_LETTERS
