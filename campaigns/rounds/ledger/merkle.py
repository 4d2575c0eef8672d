"""The tree over the entries, as RFC 9162, section 2.1, has it: roots, proofs that an entry is in, proofs that nothing but growth happened.

Hashes are in hex. `Roots` gives the root over the entries `start` to `end`; it is asked only for ranges that are nodes of the tree.
Standard library only.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from campaigns.rounds.ledger.spelling import node

Roots = Callable[[int, int], str]
EMPTY = hashlib.sha256(b"").hexdigest()


def split(size: int) -> int:
    """The largest power of two below the size, from 2: so many entries stand in the left half of the tree."""
    return 1 << (size - 1).bit_length() - 1


@dataclass
class Peaks:
    """A tree that grows: its size and the roots of its complete subtrees, largest first. One more entry costs a few hashes."""

    size: int = 0
    hashes: list[str] = field(default_factory=list)

    def add(self, leaf: str, height: int = -1) -> str | None:
        """Takes one more leaf. Returns the root of the subtree of 2 ** `height` entries, where this leaf has completed one."""
        complete = leaf if height == 0 else None
        merged, level, rest = leaf, 0, self.size
        while rest & 1:
            merged, level, rest = node(self.hashes.pop(), merged), level + 1, rest >> 1
            if level == height:
                complete = merged
        self.hashes.append(merged)
        self.size += 1
        return complete

    def root(self) -> str:
        """The root over everything added so far."""
        if not self.hashes:
            return EMPTY
        found = self.hashes[-1]
        for peak in reversed(self.hashes[:-1]):
            found = node(peak, found)
        return found


def root(start: int, end: int, roots: Roots) -> str:
    """The root over a range, made of its two halves."""
    middle = start + split(end - start)
    return node(roots(start, middle), roots(middle, end))


def of_leaves(leaves: Sequence[str]) -> Roots:
    """The roots of a tree whose leaves are all at hand. Each is made once."""
    known: dict[tuple[int, int], str] = {}

    def roots(start: int, end: int) -> str:
        if end - start == 1:
            return leaves[start]
        if (start, end) not in known:
            known[start, end] = root(start, end, roots)
        return known[start, end]

    return roots


def inclusion(index: int, size: int, roots: Roots) -> list[str]:
    """The proof that the entry at `index` is in the tree of this size, from the leaf upwards (RFC 9162, 2.1.3.1)."""
    path: list[str] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            path.append(roots(middle, end))
            end = middle
        else:
            path.append(roots(start, middle))
            start = middle
    return path[::-1]


def root_of_inclusion(leaf: str, index: int, size: int, proof: Sequence[str]) -> str:
    """The root that the proof leads to (RFC 9162, 2.1.3.2). Raises ValueError where the proof fits no tree of this size."""
    if not 0 <= index < size:
        raise ValueError("there is no such entry in a tree of this size")
    place, last, found = index, size - 1, leaf
    for other in proof:
        if last == 0:
            raise ValueError("the proof is too long")
        if place & 1 or place == last:
            found = node(other, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node(found, other)
        place, last = place >> 1, last >> 1
    if last:
        raise ValueError("the proof is too short")
    return found


def consistency(first: int, second: int, roots: Roots) -> list[str]:
    """The proof that the tree of the first size is how the tree of the second began (RFC 9162, 2.1.4.1)."""
    if first in (0, second):
        return []
    path: list[str] = []
    start, end, whole = 0, second, True
    while first != end:
        middle = start + split(end - start)
        if first <= middle:
            path.append(roots(middle, end))
            end = middle
        else:
            path.append(roots(start, middle))
            start, whole = middle, False
    return ([] if whole else [roots(start, end)]) + path[::-1]


def is_consistent(first: int, second: int, roots: tuple[str, str], proof: Sequence[str]) -> bool:
    """Whether the proof shows that the tree with the first root grew into the one with the second (RFC 9162, 2.1.4.2)."""
    if first in (0, second):
        return not proof and (first == 0 or roots[0] == roots[1])
    if not 0 < first < second or not proof:
        return False
    rest = list(proof) if first & (first - 1) else [roots[0], *proof]
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = rest[0]
    for other in rest[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node(other, old), node(other, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node(new, other)
        place, last = place >> 1, last >> 1
    return last == 0 and (old, new) == roots
