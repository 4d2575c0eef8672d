"""Whether a word stands close to a number."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import groupby, islice

# A text with more than this is no text of a person; its first ones are looked at.
MOST = 300


def words(*beginnings: str) -> re.Pattern[str]:
    """A pattern of words that begin so, for a text in small letters. Each begins with a plain letter.

    Such a pattern leaps from one first letter to the next; one that begins with a look behind, or ignores case, tries every
    place of a text.
    """
    by_letter = groupby(sorted(beginnings), key=lambda beginning: beginning[0])
    return re.compile(
        "|".join(rf"{letter}(?<!\w.)(?:{'|'.join(one[1:] for one in many)})" for letter, many in by_letter)
    )


class Places:
    """Where a pattern stands in a text, found once and asked often."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        found = [match.span() for match in pattern.finditer(text)]
        self._starts, self._ends = [start for start, _ in found], [end for _, end in found]

    def __bool__(self) -> bool:
        return bool(self._starts)

    def near(self, start: int, end: int, before: int, after: int = 0) -> bool:
        """Whether one ends at most `before` characters before `start`, or begins at most `after` behind `end`."""
        place = bisect_left(self._ends, start - before)
        if place < len(self._ends) and self._ends[place] <= start:
            return True
        place = bisect_left(self._starts, end)
        return place < len(self._starts) and self._starts[place] < end + after


def few(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The first matches of a pattern, for what is costly to look at."""
    return islice(pattern.finditer(text), MOST)
