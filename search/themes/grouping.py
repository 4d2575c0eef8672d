"""Suggestions of themes from texts alone: groups of texts that have more words in common than by chance, and the words that tell them.

No language model and no chance: the same texts give the same suggestions, in whatever order they come and on whatever machine.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log

from search import analysis
from search.themes import communities, neighbours, terms
from search.themes.terms import UNIT, Read, Space, Text, Vector

# Fewer ideas are no theme; a group that stands less tight says nothing; an idea less near to the others of its group is not told there.
FEWEST, TIGHT, NEAR = 3, UNIT // 8, UNIT // 12
TELLING = 6
# A word that tells is met in so many texts of the group, where it has as many: one person's word tells no theme.
MET = 2
PERCENT = 100


@dataclass(frozen=True)
class Suggestion:
    """Texts that may have a theme: the words that tell them from the others, their ids, the most central first, and how near they
    stand to their middle on average, in percent."""

    words: tuple[str, ...]
    ids: tuple[int, ...]
    tight: int


def _silent(_share: int) -> None:
    """Nobody asks how far it is."""


def suggest(texts: Iterable[Text], told: Callable[[int], object] = _silent) -> list[Suggestion]:
    """Groups of at least FEWEST texts, the largest first; a text is in one at most. `told` hears how far it is, in percent.

    Texts are taken by their words, and by their ids where these are the same: how they come makes no difference.
    """
    ordered = sorted(texts, key=lambda text: (text.title, text.body, text.language, text.id))
    read = []
    for place, text in enumerate(ordered):
        read.append(terms.read(text))
        told(PERCENT // 2 * (place + 1) // len(ordered))
    space = terms.space(read)
    half = PERCENT // 2
    lines = neighbours.graph(space.vectors, lambda place: told(half + half * place // len(ordered)))
    groups: dict[int, list[int]] = {}
    for place, number in enumerate(communities.communities(lines)):
        groups.setdefault(number, []).append(place)
    found = [_suggestion(members, ordered, read, space) for members in groups.values() if len(members) >= FEWEST]
    return sorted((one for one in found if one), key=lambda one: (-len(one.ids), -one.tight, one.words, one.ids))


def _suggestion(members: Sequence[int], texts: Sequence[Text], read: Sequence[Read], space: Space) -> Suggestion | None:
    near = [(nearness, place) for nearness, place in _nearness(members, space.vectors) if nearness >= NEAR]
    if len(near) < FEWEST:
        return None
    # A second look: who is left may stand tighter without the others.
    near = sorted(_nearness([place for _nearness, place in near], space.vectors), key=lambda one: (-one[0], one[1]))
    mean = sum(nearness for nearness, _place in near) // len(near)
    words = _telling([place for _nearness, place in near], read, space)
    if mean < TIGHT or not words:
        return None
    return Suggestion(words, tuple(texts[place].id for _nearness, place in near), PERCENT * mean // UNIT)


def _nearness(members: Sequence[int], vectors: Sequence[Vector]) -> list[tuple[int, int]]:
    """How near each stands to the middle of the others, in UNIT, with its place."""
    middle: Counter[int] = Counter()
    for place in members:
        middle.update(vectors[place])
    whole = sum(weight * weight for weight in middle.values())
    found = []
    for place in members:
        own = vectors[place]
        along = sum(weight * middle[term] for term, weight in own.items())
        square = sum(weight * weight for weight in own.values())
        # The middle without this one: |m - v|² = |m|² - 2mv + |v|².
        rest = max(whole - 2 * along + square, 1)
        found.append((int((along - square) / rest**0.5), place))
    return found


def _telling(members: Sequence[int], read: Sequence[Read], space: Space) -> tuple[str, ...]:
    """The words that this group has and the others have not, as most write them, the most telling first."""
    met = Counter(term for place in members for term in space.vectors[place])
    scores = [
        (-_contrast(count, len(members), space.having[term], len(read)), space.terms[term])
        for term, count in met.items()
        if count >= MET
    ]
    words: dict[str, None] = {}
    taken: set[str] = set()
    for score, term in sorted(scores):
        written = _as_written(term, members, read)
        if score < 0 and not taken & set(written) and analysis.names_something(written[0]):
            words[written[0]] = None
            taken |= set(written)
        if len(words) == TELLING:
            break
    return tuple(words)


def _contrast(here: int, size: int, everywhere: int, texts: int) -> float:
    """How surprising it is that so many of the group have a word that so many of all texts have: the log-likelihood ratio of Dunning
    (Accurate methods for the statistics of surprise and coincidence, 1993), nothing where the group has it no more than the others."""
    expected = size * everywhere / texts
    if here <= expected:
        return 0.0
    elsewhere, beyond = everywhere - here, (texts - size) * everywhere / texts
    ratio = here * log(here / expected) + (elsewhere * log(elsewhere / beyond) if elsewhere else 0.0)
    return round(ratio, 6)


def _as_written(term: str, members: Sequence[int], read: Sequence[Read]) -> list[str]:
    """How the group writes a term: the commonest word first, in its dictionary form where anybody wrote that."""
    written: Counter[str] = Counter()
    for place in members:
        written.update(read[place].written.get(term, ()))
    words = sorted(written, key=lambda word: (-written[word], len(word), word))
    form = analysis.forms(words[0])[0]
    return [form, *words] if form in written else words
