"""Other words in the place of those that stand in a text, wherever it keeps them.

Each kind of text has a `rewrite` in its own room (`domain/wording.py`) that walks all places where its words stand. What is
done there is asked place by place: masking, its undoing and the mending of a title go the same way, and forget no place.
"""

from collections.abc import Callable

# Given the name of a place and the words that stand there, gives the words that are to stand there from now on.
Change = Callable[[str, str], str]


def only(place: str, before: str, after: str) -> Change:
    """The change of one place alone, where it still reads as `before`."""
    return lambda name, words: after if (name, words) == (place, before) else words
