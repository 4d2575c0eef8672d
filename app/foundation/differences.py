"""What became of a text word by word. Standard library only."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A space goes with the word after it: were it a word of its own, every space would be compared with every other.
_WORDS = re.compile(r"\s*\w+|\s*[^\w\s]|\s+")
# Beyond so many pairs of equal words a comparison would take longer than anybody waits: whole lines are compared instead,
# and where even these repeat themselves too often, the texts as wholes.
MOST_PAIRS = 30_000
# Nor is it quick where each of many words was parted from its neighbour: as many steps as both texts, without what they begin
# and end with, have words, multiplied. A page may have forty such comparisons; to count what changed there are three.
MOST_STEPS, MOST_STEPS_TO_COUNT = 200_000, 2_000_000


class Change(StrEnum):
    """What became of a stretch of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Stretch:
    """Words that stayed, went or came."""

    change: Change
    text: str


def differences(before: str, after: str) -> list[Stretch]:
    """Both texts as one line of stretches: without the new ones it reads as before, without the gone ones as after."""
    old, new = _pieces(before, after)
    return [stretch for stretch in _stretches(old, new) if stretch.text]


def words_changed(before: str, after: str) -> tuple[int, int]:
    """How many words went or came (the larger of the two), and how many there were (the larger of both texts).

    Of texts that repeat the same few words over and over, where the order of words is not compared, it may be fewer.
    """
    old, new = (re.findall(r"\w+", text.casefold()) for text in (before, after))
    most = max(len(old), len(new))
    if _is_long(old, new, MOST_STEPS_TO_COUNT):
        return most - sum((Counter(old) & Counter(new)).values()), most
    matched = sum(block.size for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks())
    return most - matched, most


def _pieces(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if not _is_long(old, new, MOST_STEPS):
        return old, new
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return ([before], [after]) if _is_long(old, new, MOST_STEPS) else (old, new)


def _is_long(old: list[str], new: list[str], most: int) -> bool:
    alike = _alike(old, new)
    rest = alike + _alike(old[alike:][::-1], new[alike:][::-1])
    return (len(old) - rest) * (len(new) - rest) > most or _pairs(old, new) > MOST_PAIRS


def _alike(old: list[str], new: list[str]) -> int:
    """How many words both begin with."""
    return next(
        (place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other),
        min(len(old), len(new)),
    )


def _pairs(old: list[str], new: list[str]) -> int:
    """How many pairs of equal words there are: what a comparison costs at the least."""
    others = Counter(new)
    return sum(count * others[word] for word, count in Counter(old).items())


def _stretches(old: list[str], new: list[str]) -> Iterator[Stretch]:
    same = ""
    for tag, start, end, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[start:end]), "".join(new[begin:stop])
        kept = len(gone) if tag == "equal" else _shared_space(gone, come)
        same += gone[:kept]
        if tag != "equal":
            yield Stretch(Change.SAME, same)
            yield Stretch(Change.GONE, gone[kept:])
            yield Stretch(Change.NEW, come[kept:])
            same = ""
    yield Stretch(Change.SAME, same)


def _shared_space(gone: str, come: str) -> int:
    """How many characters of space both begin with."""
    shared = 0
    while gone[shared : shared + 1].isspace() and gone[shared] == come[shared : shared + 1]:
        shared += 1
    return shared
