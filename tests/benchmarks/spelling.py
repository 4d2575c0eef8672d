"""Slips of real people: whether the word that was meant is the first that is suggested."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from zlib import crc32

from search import analysis
from tests.support.real import FOLDER

TYPOS = FOLDER / "search"
SHORTEST = 4
Slip = tuple[str, str]


@dataclass(frozen=True)
class Mended:
    """Of so many slips whose correction is a word of the texts: shares of those mended rightly, wrongly and not at all."""

    slips: int
    right: float
    wrong: float
    silent: float


def russian() -> list[Slip]:
    """(misspelt, right) words out of sentences that people have corrected."""
    path = TYPOS / "ru_typos_ruspellru" / "sentences.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["source_with_typos"], row["corrected"]) for row in csv.DictReader(file)]
    return list(dict.fromkeys(slip for wrong, right in rows for slip in _replaced(wrong, right)))


def _replaced(wrong: str, right: str) -> Iterable[Slip]:
    before, after = ([word.text for word in analysis.words(text)] for text in (wrong, right))
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "replace" and b - a == d - c:
            yield from zip(before[a:b], after[c:d], strict=True)


def ukrainian() -> list[Slip]:
    """(misspelt, right) words."""
    path = TYPOS / "uk_typos_uagec" / "word_pairs.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["misspelled"], row["correct"]) for row in csv.DictReader(file)]
    cut = [[[word.text for word in analysis.words(text)] for text in row] for row in rows]
    return list(dict.fromkeys((wrong[0], right[0]) for wrong, right in cut if len(wrong) == len(right) == 1))


def vocabulary(texts: Iterable[str]) -> Counter[str]:
    """The words of the texts, and how many texts have each."""
    return Counter(_same(word) for text in texts for word in {word.text for word in analysis.words(text)})


def is_held(slip: Slip) -> bool:
    """Whether it belongs to the half that nothing is tuned on."""
    return crc32(slip[0].encode()) % 2 == 1


def mend(slips: Sequence[Slip], known: Mapping[str, int], suggest: Callable[[str], Sequence[str]]) -> Mended:
    """How many slips are mended that no text has made and that were to be a word of two texts or more. ё and е are one letter."""
    asked = [
        (wrong, right)
        for wrong, right in slips
        if len(wrong) >= SHORTEST and _same(wrong) not in known and known.get(_same(right), 0) > 1
    ]
    found = [(suggest(wrong), right) for wrong, right in asked]
    right = sum(bool(words) and _same(words[0]) == _same(meant) for words, meant in found)
    silent = sum(not words for words, _ in found)
    count = len(asked) or 1
    return Mended(len(asked), right / count, (len(asked) - right - silent) / count, silent / count)


def _same(word: str) -> str:
    return word.replace("ё", "е")
