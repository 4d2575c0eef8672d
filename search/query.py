"""What a person asked for: words, "phrases" and -not. Any text is a query; nothing in it is an error."""

import re
from dataclasses import dataclass

from app.foundation.texts import clean_line
from search import analysis
from search.ranking import Term

LONGEST = 2000
MOST_PHRASES = 4
MOST_UNWANTED = 12

_PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:["“”„«](?P<phrase>[^"“”„«»]*)["“”»]|(?P<plain>[^\s"“”„«»]+|["“”„«»]))')


@dataclass(frozen=True)
class Asked:
    """A query understood. Documents must have all `phrases`, none of `unwanted`, and answer the `words` as well as they can."""

    words: tuple[Term, ...] = ()
    phrases: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[tuple[Term, ...], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.words


def parse(text: str) -> Asked:
    """Understands a query. Words that say little («и», «the») count only where there are no others."""
    text = clean_line(text[:LONGEST])
    language = analysis.language_of(text)
    words: list[str] = []
    phrases: list[list[str]] = []
    unwanted: list[list[str]] = []
    for part in _PART.finditer(text):
        found = [word.text for word in analysis.words(part["plain"] or part["phrase"] or "")]
        if not found:
            continue
        if part["minus"]:
            unwanted.append(found)
            continue
        words.extend(found)
        if part["plain"] is None:
            phrases.append(found)
    telling = [word for word in words if word not in analysis.STOP_WORDS] or words
    return Asked(
        _terms(dict.fromkeys(telling), language),
        tuple(_terms(phrase, language) for phrase in phrases[:MOST_PHRASES]),
        tuple(_terms(phrase, language) for phrase in unwanted[:MOST_UNWANTED]),
    )


def _terms(words: list[str] | dict[str, None], language: str) -> tuple[Term, ...]:
    return tuple(Term(analysis.forms(word, language), analysis.near(word)) for word in words)
