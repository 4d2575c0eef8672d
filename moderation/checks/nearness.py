"""Whether a word stands close to a number."""

import re
from bisect import bisect_left


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
