"""An open index: what search.answers asks of it."""

import weakref
from bisect import bisect_right
from collections import ChainMap, Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from heapq import nsmallest
from itertools import chain, islice
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from search import spelling
from search.answers import Stored
from search.engine import Facet
from search.engines.whoosh.layout import NEVER, OF_FACET, schema
from search.engines.whoosh.segments import Segment, matcher
from search.ranking import FIELDS, REMARKS, TITLE, TITLED, Population, Term

# A word of several forms fills as many places of its field; the field of beginnings has one a word, so lengths come from there.
MEASURE = {
    TITLE.written: TITLE.name,
    **{name: TITLED.near.name for field in TITLED.fields if field is not TITLE for name in (field.name, field.written)},
    **{name: REMARKS.near.name for field in REMARKS.fields for name in (field.name, field.written)},
}
# A word of fewer documents is nobody's business; so many likely words are looked up to see.
FEWEST_DOCUMENTS = 2
LOOKED_AT = 8
OF_REMARKS = {name for field in REMARKS.fields for name in (field.name, field.written)} | {REMARKS.near.name}


class Segments(defaultdict[str, Segment]):
    """What is kept of segments, by their names; shared by all readers of a process."""

    def __init__(self) -> None:
        super().__init__(Segment)

    def forget_but(self, names: AbstractSet[str]) -> None:
        """Lets go of segments that are merged or replaced."""
        for name in self.keys() - names:
            self.pop(name, None)


class Files(FileStorage):
    """The files of an index, opened for reading. One that is cut while it is mapped into memory would end the process."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=False)
        self._opened: list[Any] = []

    def open_file(self, name: str, **over: Any) -> Any:
        file = super().open_file(name, **over)
        self._opened.append(file)
        return file

    def release(self) -> None:
        """Closes what Whoosh has left open."""
        while self._opened:
            file = self._opened.pop()
            if not file.is_closed:
                file.close()


class Open:
    """An open reader: the postings of one moment. For one thread at a time."""

    def __init__(self, folder: Path, segments: Segments) -> None:
        files = Files(folder)
        self.close = weakref.finalize(self, files.release)
        self.folder = folder
        self._index = FileIndex(files, schema=schema())
        self._reader = self._index.reader()
        self._leaves = [(leaf, offset) for leaf, offset in self._reader.leaf_readers() if leaf.doc_count_all()]
        self._offsets = [offset for _, offset in self._leaves]
        names = [f"{folder.name}/{leaf.segment().segment_id()}" for leaf, _ in self._leaves]
        self._segments = [segments[name] for name in names]
        segments.forget_but(set(names))
        self._gone = {offset + number for leaf, offset in self._leaves for number in leaf.deleted_docs_set or ()}
        self._counts: dict[str, int] = {}
        self._lengths: dict[str, list[float]] = {}
        self._values: dict[Facet, list[tuple[str, ...]]] = {}

    def is_fresh(self) -> bool:
        return bool(self._reader.generation() == self._index.latest_generation())

    def _read(self) -> Iterator[tuple[Any, int, Segment]]:
        for (leaf, offset), segment in zip(self._leaves, self._segments, strict=True):
            yield leaf, offset, segment

    def count(self, population: str) -> int:
        if not self._counts:
            remarks = len(self.documents("population", REMARKS.name))
            self._counts = {REMARKS.name: remarks, TITLED.name: int(self._reader.doc_count()) - remarks}
        return self._counts[population]

    def all(self) -> set[int]:
        return set(self._reader.all_doc_ids())

    def having(self, facet: Facet, values: Iterable[str]) -> set[int]:
        return set().union(*(self.documents(facet.value + OF_FACET, value) for value in values))

    def tally(self, facet: Facet, found: AbstractSet[int]) -> dict[str, int]:
        if facet not in self._values:
            self._values[facet] = list(chain.from_iterable(one.values(leaf, facet) for leaf, _, one in self._read()))
        counts: Counter[str] = Counter()
        for values, times in Counter(map(self._values[facet].__getitem__, found)).items():
            for value in values:
                counts[value] += times
        return dict(counts)

    def published(self, documents: Iterable[int]) -> dict[int, float]:
        times = list(chain.from_iterable(one.times(leaf) for leaf, _, one in self._read()))
        return {document: times[document] for document in documents if times[document] != NEVER}

    def frequency(self, field: str, form: str) -> int:
        found = (one.postings(leaf, field, form) for leaf, _, one in self._read())
        return sum(len(postings[0]) for postings in found if postings)

    def average_length(self, field: str) -> float:
        among = self.count(REMARKS.name if field in OF_REMARKS else TITLED.name) or 1
        return float(self._reader.field_length(MEASURE.get(field, field))) / among

    def of(self, field: str, form: str) -> Iterable[tuple[int, float, float]]:
        found = chain.from_iterable(self._of(field, form))
        return (one for one in found if one[0] not in self._gone) if self._gone else found

    def _of(self, field: str, form: str) -> Iterator[Iterable[tuple[int, float, float]]]:
        measure = MEASURE.get(field, field)
        for leaf, offset, segment in self._read():
            if postings := segment.postings(leaf, field, form):
                documents, times = postings
                lengths = segment.lengths(leaf, measure)
                yield zip(map(offset.__add__, documents), times, map(lengths.__getitem__, documents), strict=True)

    def starting(self, start: str, most: int) -> Sequence[str]:
        counts: Counter[str] = Counter()
        for leaf, _, segment in self._read():
            for word, times in segment.starting(leaf, start):
                counts[word] += times
        return nsmallest(most, counts, key=lambda word: (-counts[word], word))

    def suggest(self, word: str, without: AbstractSet[int]) -> tuple[str, ...]:
        """What search.engine.Engine.suggest promises."""
        hidden = set().union(*(self.documents("id", str(number)) for number in without))
        if self._having(word) - hidden:
            return ()
        words = [segment.words(leaf) for leaf, _, segment in self._read()]
        known = ChainMap(*(one.counts for one in words))
        likely = spelling.suggest(word, lambda slip: _added(one.slips.near(slip) for one in words), known, LOOKED_AT)
        told = (one for one in likely if len(self._having(one) - hidden) >= FEWEST_DOCUMENTS)
        return tuple(islice(told, spelling.MOST_SUGGESTED))

    def _having(self, word: str) -> set[int]:
        return set().union(*(self.documents(field.written, word) for field in FIELDS))

    def spread(self, term: Term, population: Population) -> None:
        """The postings are whole."""

    def documents(self, field: str, form: str) -> set[int]:
        found: set[int] = set()
        for leaf, offset, segment in self._read():
            if postings := segment.postings(leaf, field, form):
                found.update(map(offset.__add__, postings[0]))
        return found - self._gone

    def places(self, field: str, form: str, documents: Iterable[int]) -> Iterator[tuple[int, Sequence[int]]]:
        leaf_number, postings = -1, None
        for document in documents:
            place = bisect_right(self._offsets, document) - 1
            if place != leaf_number:
                leaf_number, postings = place, matcher(self._leaves[place][0], field, form)
            number = document - self._offsets[place]
            if postings is None or not postings.is_active():
                continue
            postings.skip_to(number)
            if postings.is_active() and postings.id() == number:
                yield document, postings.value_as("positions")

    def stored(self, document: int) -> Stored:
        fields = self._reader.stored_fields(document)
        title, text, _ = fields["shown"]
        return Stored(int(fields["id"]), fields["kind"], title, text, fields.get("source"))

    def check(self) -> None:
        """Reads a little of everything: raises what Whoosh does where it cannot be read."""
        for leaf, _ in self._leaves:
            for number in leaf.all_doc_ids():
                identity = leaf.stored_fields(number)["id"]
                leaf.postings("id", identity).id()
                break

    def ids(self) -> frozenset[int]:
        return frozenset(int(fields["id"]) for _, fields in self._reader.iter_docs())


def _added(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    added: Counter[str] = Counter()
    for some in counts:
        added.update(some)
    return added
