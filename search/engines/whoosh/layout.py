"""What an index keeps of a document: fields, postings made from its words in one pass, and how they lie in blocks."""

from array import array
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3LeafMatcher, W3PostingsWriter
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, ID, STORED, FieldType, Schema
from whoosh.formats import Format

from search import analysis
from search.engine import Document, Facet
from search.ranking import REMARKS, TITLED

# Moves whenever the schema or the analysis does: an index of another shape is built anew by itself.
SHAPE = 5
BLOCK = 256
NEVER = 0
SHORTEST_WRITTEN = 3
LAST_PLACE = 65_535
OF_FACET = "_facet"
# (form, what it adds to the length of its field, times, places)
Posting = tuple[bytes, int, float, bytes]


class Places(Format):
    """How often a form stands in a field and where, as numbers of words of two bytes each."""

    posting_size = -1

    def decode_positions(self, places: bytes) -> "array[int]":
        return array("H", places)


class Times(Format):
    """How often a form stands in a field."""

    posting_size = 0


class Made(FieldType):
    """A field that takes postings as they are."""

    def __init__(self, kept: Format, scorable: bool = False) -> None:
        super().__init__(kept, None, scorable=scorable)

    def index(self, value: Iterable[Posting], **over: Any) -> Iterable[Posting]:
        return value


class Blocks(W3LeafMatcher):
    """Postings that can be read at once."""

    def everything(self) -> tuple["array[int]", "array[float]"]:
        """The documents and how often the form stands in each."""
        documents, times = array("I"), array("f")
        while self.is_active():
            self._read_ids()
            self._read_weights()
            documents.extend(self._ids)
            times.extend(self._weights)
            self._next_block()
        return documents, times

    def _read_ids(self) -> None:
        if self._data is None:
            self._read_data()
        self._ids = tuple(accumulate(self._data[0]))


class Terms(W3FieldWriter):
    """Writes postings that come word by word; their lengths, which only Whoosh's own scoring would read, are left out."""

    def add_postings(
        self, schema: Schema, lengths: None, items: Iterable[tuple[str, bytes, list[tuple[int, float, bytes]]]]
    ) -> None:
        for field, words in groupby(items, key=itemgetter(0)):
            self.start_field(field, schema[field])
            for _, word, postings in words:
                self.start_term(word)
                self._postwriter.add_all(postings)
                self.finish_term()
            self.finish_field()


class Blockwise(W3PostingsWriter):
    """Takes the postings of a word a block at a time."""

    _maxweight: float

    def add_all(self, postings: list[tuple[int, float, bytes]]) -> None:
        """(document, times, places) of a word, the documents in order. A block is written once more follow it."""
        for start in range(0, len(postings), self._blocklimit):
            if start:
                self._write_block()
            documents, times, places = zip(*postings[start : start + self._blocklimit], strict=True)
            self._ids.extend(documents)
            self._weights.extend(times)
            self._maxweight = max(self._maxweight, *times)
            self._values.extend(filter(None, places))


class Codec(W3Codec):
    """Whoosh's own, but for larger blocks that are not packed: most words have a posting or two, and packing them is dear."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=BLOCK, compression=0)

    def field_writer(self, storage: Any, segment: Any) -> Terms:
        return Terms(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Blockwise:
        return Blockwise(dbfile, self._blocklimit, byteids, self._compression, self._inlinelimit)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Format, term: Any = None, scorer: Any = None
    ) -> Blocks:
        offset, length = terminfo.extent()
        return Blocks(dbfile, offset, length, format_, term=term, scorer=scorer)


def schema() -> Schema:
    """The fields of an index. Lengths are kept of titles, in forms, and of whole texts, in words: as beginnings."""
    return Schema(
        id=ID(unique=True, stored=True),
        kind=STORED,
        population=Made(Times()),
        published=COLUMN(NumericColumn("Q", default=NEVER)),
        **{facet.value + OF_FACET: Made(Times()) for facet in Facet},
        **{field.name: Made(Places(), scorable=True) for one in (TITLED, REMARKS) for field in one.fields},
        **{field.written: Made(Times()) for one in (TITLED, REMARKS) for field in one.fields},
        **{one.near.name: Made(Times(), scorable=True) for one in (TITLED, REMARKS)},
        source=STORED,
        shown=STORED,
    )


def row(document: Document) -> dict[str, Any]:
    """The fields of a document."""
    language = analysis.language_of(f"{document.title} {document.text}", document.language)
    title, text = list(analysis.words(document.title)), list(analysis.words(document.text))
    population = TITLED if document.title else REMARKS
    names = [(field.name, field.written) for field in population.fields]
    fields: dict[str, Any] = {}
    for (name, written), words in zip(names, [title, text] if document.title else [text], strict=True):
        fields[name] = _forms(words, language, measured=words is title)
        fields[written] = _times(analysis.written(word.text) for word in words if _can_be_suggested(word.text))
    return {
        **fields,
        population.near.name: _times((word.near for word in (*title, *text)), measured=True),
        "id": str(document.id),
        "kind": document.kind,
        "population": _times([population.name]),
        "published": int(document.published_at.timestamp()) if document.published_at else NEVER,
        **{facet.value + OF_FACET: _times(set(values)) for facet, values in document.facets.items()},
        "source": document.source_id,
        "shown": (document.title, document.text, language),
    }


def _forms(words: Iterable[analysis.Word], language: str, measured: bool) -> list[Posting]:
    """All dictionary forms of each word, at the place of the word."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        for form in analysis.forms(word.text, language):
            places.setdefault(form, []).append(min(place, LAST_PLACE))
    return [
        (form.encode(), len(found) if measured else 0, float(len(found)), array("H", found).tobytes())
        for form, found in places.items()
    ]


def _times(words: Iterable[str], measured: bool = False) -> list[Posting]:
    counts = Counter(words)
    return [(word.encode(), times if measured else 0, float(times), b"") for word, times in counts.items()]


def _can_be_suggested(word: str) -> bool:
    return len(word) >= SHORTEST_WRITTEN and not word.isdigit()
