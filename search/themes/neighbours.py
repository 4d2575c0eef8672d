"""Which texts are near which: a graph whose lines weigh how alike two texts are."""

from collections.abc import Callable, Iterator, Sequence
from heapq import nsmallest
from math import isqrt

from search.themes.terms import UNIT, Vector

# How many neighbours a text has: the root of how many texts there are, within these.
FEWEST, MOST = 3, 30
# Texts less alike than this share a word by chance.
LEAST = UNIT // 20

# By text: its neighbours and how alike they are, from LEAST to UNIT. Each line stands both ways round.
Graph = list[dict[int, int]]


def graph(vectors: Sequence[Vector], told: Callable[[int], object]) -> Graph:
    """The nearest neighbours of each text, those of which it is one included. `told` hears how many were compared."""
    near = min(max(isqrt(len(vectors)), FEWEST), MOST)
    lines: Graph = [{} for _vector in vectors]
    for place, alike in enumerate(_alikenesses(vectors)):
        for score, other in nsmallest(near, ((-score, other) for other, score in enumerate(alike) if score)):
            if -score >= LEAST * UNIT and other != place:
                lines[place][other] = lines[other][place] = -score // UNIT
        told(place + 1)
    return [dict(sorted(line.items())) for line in lines]


def _alikenesses(vectors: Sequence[Vector]) -> Iterator[list[int]]:
    """For each text how alike each is to it, in squares of UNIT."""
    having: dict[int, list[tuple[int, int]]] = {}
    for place, vector in enumerate(vectors):
        for term, weight in vector.items():
            having.setdefault(term, []).append((place, weight))
    for vector in vectors:
        alike = [0] * len(vectors)
        for term, weight in vector.items():
            for place, other in having[term]:
                alike[place] += weight * other
        yield alike
