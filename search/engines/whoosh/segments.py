"""What was read of a segment. Segments never change, only which of their documents are gone, so what was read is kept."""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Any

from whoosh.reading import TermNotFound

from search import spelling
from search.engine import Facet
from search.engines.whoosh.layout import NEVER, OF_FACET, Blocks
from search.ranking import FIELDS

# How many postings of words asked for lately are kept; each word costs as much as WORD postings besides.
MOST_KEPT = 400_000
WORD = 40
LAST = "\U0010ffff"
Kept = tuple["array[int]", "array[float]"]


def matcher(leaf: Any, field: str, form: str) -> Blocks | None:
    """The postings of a word in a field, those of deleted documents too; None where it has none."""
    try:
        found = leaf.postings(field, form)
    except TermNotFound:
        return None
    return found if isinstance(found, Blocks) else found.child


class Segment:
    """What is kept of one segment; whoever asks brings an open reader of it."""

    def __init__(self) -> None:
        self._postings: dict[tuple[str, str], Kept | None] = {}
        self._size = 0
        self._lengths: dict[str, list[float]] = {}
        self._values: dict[Facet, list[tuple[str, ...]]] = {}
        self._times: list[float] | None = None
        self._words: Words | None = None

    def postings(self, leaf: Any, field: str, form: str) -> Kept | None:
        """(documents, times) of a word in a field, deleted documents too; None where there are none."""
        key = field, form
        if key in self._postings:
            return self._postings.get(key)
        blocks = matcher(leaf, field, form)
        found = blocks.everything() if blocks else None
        self._size += WORD + (len(found[0]) if found else 0)
        if self._size > MOST_KEPT:
            self._postings, self._size = {}, 0
        self._postings[key] = found
        return found

    def lengths(self, leaf: Any, field: str) -> list[float]:
        """The length of the field in each document."""
        if field not in self._lengths:
            self._lengths[field] = [leaf.doc_field_length(one, field, 1) or 1 for one in range(leaf.doc_count_all())]
        return self._lengths[field]

    def values(self, leaf: Any, facet: Facet) -> list[tuple[str, ...]]:
        """The values of the facet of each document."""
        if facet not in self._values:
            field = facet.value + OF_FACET
            values: list[tuple[str, ...]] = [()] * leaf.doc_count_all()
            alike: dict[tuple[str, ...], tuple[str, ...]] = {}
            for value in leaf.lexicon(field) if field in leaf.schema else ():
                blocks = matcher(leaf, field, value.decode())
                for document in blocks.everything()[0] if blocks else ():
                    together = (*values[document], value.decode())
                    values[document] = alike.setdefault(together, together)
            self._values[facet] = values
        return self._values[facet]

    def times(self, leaf: Any) -> list[float]:
        """When each document was published; NEVER where it has no time."""
        if self._times is None:
            column = leaf.column_reader("published")
            self._times = [column[one] for one in range(leaf.doc_count_all())] if leaf.has_column("published") else []
            self._times = self._times or [NEVER] * leaf.doc_count_all()
        return self._times

    def starting(self, leaf: Any, start: str) -> Iterator[tuple[str, int]]:
        """The words as they are written that begin so, with how many documents have them."""
        if self._words is not None:
            yield from self._words.starting(start)
            return
        first = start.encode()
        for field in FIELDS:
            for (name, word), found in leaf.iter_from(field.written, start):
                if name != field.written or not word.startswith(first):
                    break
                yield word.decode(), found.doc_frequency()

    def words(self, leaf: Any) -> "Words":
        """All words of the segment as they are written. Reading them takes half a second where they are a hundred thousand."""
        if self._words is None:
            self._words = Words(leaf)
        return self._words


class Words:
    """Words as they are written, in order, with how many documents have them."""

    def __init__(self, leaf: Any) -> None:
        counts: Counter[str] = Counter()
        for field in FIELDS:
            for word, times in _words_of(leaf, field.written):
                counts[word] += times
        self.all = sorted(counts)
        self.counts = counts
        self.slips = spelling.Vocabulary(counts)

    def starting(self, start: str) -> Iterator[tuple[str, int]]:
        """Those that begin so, with their counts."""
        first, last = bisect_left(self.all, start), bisect_left(self.all, start + LAST)
        return ((word, self.counts[word]) for word in self.all[first:last])


def _words_of(leaf: Any, field: str) -> Iterator[tuple[str, int]]:
    """The words of a field with how many documents have them, in one walk: to look each up by itself takes three times as long."""
    for (name, word), known in leaf.iter_from(field, ""):
        if name != field:
            return
        yield word.decode(), int(known.doc_frequency())
