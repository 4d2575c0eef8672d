"""Which words of an index a word may be a slip for. Pure functions, the same for every engine; words come with ё as е.

A slip is an edit or two away: a letter too many, missing, wrong or in the wrong place. Letters that sound or stand alike are
cheaper to confuse, doubled letters and soft signs to forget; a common word is likelier meant than a rare one.
"""

import math
from bisect import insort
from collections.abc import Callable, Container, Mapping
from functools import lru_cache
from itertools import pairwise

SHORTEST = 4
LONGEST = 30
MOST_EDITS = 2
MOST_SUGGESTED = 3
# What an edit costs, and what e times as many documents make up for. Tuned on one half of the misspellings in docs/search.md.
EDIT, MISSING, SWAP, ALIKE, BESIDE, SILENT, FIRST = 1.0, 0.65, 0.7, 0.5, 0.75, 0.4, 0.4
COMMONNESS = 0.12
DEAREST = 2.4

# Letters that are confused: by their sound, by the other language, by their look.
_ALIKE = """
    оа еи иы еэ ея яи ую ёо ео ыи иі ії еє її іы эє йи иї йї гґ гх кх бп вф гк дт жш зс шщ чщ тц сц цч жз фх ъь аэ яа
    ae ei ie ou ao iy ck sz cs gj vw qk mn uo ea
"""
_ROWS = (
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
    "йцукенгшщзхї",
    "фівапролджє",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)
_SILENT = "ьъ'"
_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_LAYOUTS = tuple(
    str.maketrans(_LATIN, letters)
    for letters in ("ёйцукенгшщзхъфывапролджэячсмитьбю", "'йцукенгшщзхїфівапролджєячсмитьбю")
)
_LAYOUTS_BACK = tuple(
    str.maketrans(letters, _LATIN)
    for letters in ("ёйцукенгшщзхъфывапролджэячсмитьбю", "'йцукенгшщзхїфівапролджєячсмитьбю")
)


def _confusions() -> dict[tuple[str, str], float]:
    costs: dict[tuple[str, str], float] = {}
    for row in _ROWS:
        for one, other in pairwise(row):
            costs[one, other] = costs[other, one] = BESIDE
    for pair in _ALIKE.split():
        costs[pair[0], pair[1]] = costs[pair[1], pair[0]] = ALIKE
    return costs


_CONFUSIONS = _confusions()


class Vocabulary:
    """Words of an index with how many documents have them, made ready for looking for slips."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._words: dict[int, list[str]] = {}
        self._letters: dict[int, list[int]] = {}
        for word in counts:
            if SHORTEST - 1 <= len(word) <= LONGEST:
                self._words.setdefault(len(word), []).append(word)
                self._letters.setdefault(len(word), []).append(_letters(word))

    def suggest(self, slip: str, most: int = MOST_SUGGESTED) -> list[str]:
        """What was meant most likely, the likeliest first."""
        return suggest(slip, self.near, self._counts, most)

    def near(self, slip: str) -> dict[str, int]:
        """The words that may be within MOST_EDITS of it, and some that are not, with their counts."""
        letters = _letters(slip)
        lacking = ~letters
        found: dict[str, int] = {}
        for length in range(len(slip) - MOST_EDITS, len(slip) + MOST_EDITS + 1):
            # An edit brings a letter at most and takes one away; those that change the length do but one of it.
            longer = length - len(slip)
            most_new, most_gone = MOST_EDITS - max(-longer, 0), MOST_EDITS - max(longer, 0)
            found |= {
                word: self._counts[word]
                for word, others in zip(self._words.get(length, ()), self._letters.get(length, ()), strict=True)
                if (others & lacking).bit_count() <= most_new and (letters & ~others).bit_count() <= most_gone
            }
        return found


@lru_cache(64)
def _bit(letter: str) -> int:
    return 1 << (ord(letter) % 61)


def _letters(word: str) -> int:
    mask = 0
    for letter in word:
        mask |= _bit(letter)
    return mask


def suggest(
    slip: str, near: Callable[[str], Mapping[str, int]], known: Container[str], most: int = MOST_SUGGESTED
) -> list[str]:
    """What was meant most likely, among the words that are `near` something and those that are `known`."""
    if not SHORTEST <= len(slip) <= LONGEST:
        return []
    other = [word for word in on_other_keyboards(slip) if word in known]
    short = _without_runs(slip)
    if short != slip and short in known:
        other.append(short)
    words = [*other, *likeliest(short, near(short), most)]
    return list(dict.fromkeys(words))[:most]


def on_other_keyboards(word: str) -> list[str]:
    """What was typed, had the keyboard been switched."""
    layouts = _LAYOUTS if word.isascii() else _LAYOUTS_BACK
    return [typed for typed in dict.fromkeys(word.translate(layout) for layout in layouts) if typed != word]


def _without_runs(word: str) -> str:
    letters: list[str] = []
    for letter in word:
        if letters[-2:] != [letter, letter]:
            letters.append(letter)
    text = "".join(letters)
    return text if text == word else _single(text)


def _single(word: str) -> str:
    return "".join(letter for place, letter in enumerate(word) if word[place - 1 : place] != letter)


def likeliest(slip: str, words: Mapping[str, int], most: int = MOST_SUGGESTED) -> list[str]:
    """Those of the words that the slip stands for most likely, the likeliest first."""
    best: list[tuple[float, str]] = []
    for word, count in sorted(words.items(), key=lambda pair: -pair[1]):
        commonness = COMMONNESS * math.log(count)
        bound = min(DEAREST, best[-1][0] + commonness) if len(best) == most else DEAREST
        cost = distance(slip, word, bound)
        if cost <= bound:
            insort(best, (cost - commonness, word))
            del best[most:]
    return [word for _, word in best]


def distance(slip: str, word: str, most: float = DEAREST) -> float:
    """What the edits cost that make the word of the slip; infinite where it is beyond `most` for sure."""
    before, row = [], [0.0]
    for place in range(len(word)):
        row.append(row[-1] + _missing(word, place))
    for i, typed in enumerate(slip):
        before, last, row = row, before, [row[0] + _needless(slip, i)]
        for j, letter in enumerate(word):
            if typed == letter:
                cost = before[j]
            else:
                first = FIRST if i == j == 0 else 0.0
                cost = before[j] + _CONFUSIONS.get((typed, letter), EDIT) + first
                cost = min(cost, before[j + 1] + _needless(slip, i), row[j] + _missing(word, j))
                if i and j and typed == word[j - 1] and letter == slip[i - 1]:
                    cost = min(cost, last[j - 1] + SWAP)
            row.append(cost)
        if min(row) > most:
            return math.inf
    return row[-1]


def _missing(word: str, place: int) -> float:
    letter = word[place]
    return SILENT if letter in _SILENT or (place and word[place - 1] == letter) else MISSING


def _needless(slip: str, place: int) -> float:
    letter = slip[place]
    return SILENT if letter in _SILENT or (place and slip[place - 1] == letter) else EDIT
