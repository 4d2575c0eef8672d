"""A choice as a value and as the text that is kept, committed to and published. Standard library only."""

from collections.abc import Iterable
from itertools import pairwise

# (idea id, value) by idea id. What the value means, the ballot says: 1 approves, 1 and -1 are for and against (0 passes),
# 1 to 5 is a score, a number of points, or a place in a ranking from 1.
Marks = tuple[tuple[int, int], ...]


def of(pairs: Iterable[tuple[int, int]]) -> Marks:
    """The pairs in their order. Raises ValueError where an idea stands there twice."""
    marks = tuple(sorted(pairs))
    if any(one[0] == other[0] for one, other in pairwise(marks)):
        raise ValueError("an idea is marked twice")
    return marks


def spell(marks: Marks) -> str:
    """The one spelling of a choice: `12:1,15:-1`."""
    return ",".join(f"{idea_id}:{value}" for idea_id, value in marks)


def read(text: str) -> Marks:
    """The choice that is spelled so; an empty text is an empty choice. Raises ValueError for any other spelling of one."""
    if not text:
        return ()
    marks = of((int(idea_id), int(value)) for idea_id, _, value in (mark.partition(":") for mark in text.split(",")))
    if spell(marks) != text:
        raise ValueError("not the spelling of a choice")
    return marks
