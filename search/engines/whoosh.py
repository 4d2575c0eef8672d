"""Whoosh, the default engine: an index in a folder of the instance. Nothing else in Veche imports Whoosh.

Whoosh keeps the postings; the words are cut by search.analysis and the answers ranked by search.ranking, so Whoosh's own
analysers, query parser (its wildcards can be made to run for half a minute) and scoring are not used.
"""

import os
import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
from whoosh import index as whoosh_index
from whoosh.analysis import Token
from whoosh.fields import ID, KEYWORD, NUMERIC, STORED, TEXT, Schema
from whoosh.reading import TermNotFound
from whoosh.writing import LockError

from search import analysis
from search.answers import Stored, answer
from search.engine import Busy, Document, Facet, Hits, Query, Status, Unready
from search.engines.folders import Folders
from search.ranking import REMARKS, TITLED, Population, Term

# Moves whenever the schema or the analysis does: an index of another shape is built anew by itself.
SHAPE = 3
WRITER_MEGABYTES = 32
# A word of several forms fills as many places of its field; the field of beginnings has one a word, so lengths come from there.
MEASURE = {"text": "near", "said": "said_near"}
OF_FACET = "_facet"
NEVER = 0
log = structlog.get_logger("search")


class Written(str):
    """A text that knows its language, for the analyser."""

    __slots__ = ("language",)
    language: str


def written(text: str, language: str) -> Written:
    value = Written(text)
    value.language = language
    return value


class Forms:
    """All dictionary forms of a word at one position. Holds no dictionary: the schema is pickled into the index."""

    def __call__(self, value: Written, positions: bool = False, chars: bool = False, **over: Any) -> Iterator[Token]:
        token = Token(positions, chars, **over)
        for place, word in enumerate(analysis.words(value)):
            token.pos, token.startchar, token.endchar = place, word.start, word.end
            for form in analysis.forms(word.text, value.language):
                token.text = form
                yield token


class Beginnings:
    """The first letters of each word."""

    def __call__(self, value: str, positions: bool = False, chars: bool = False, **over: Any) -> Iterator[Token]:
        token = Token(positions, chars, **over)
        for word in analysis.words(value):
            token.text = word.near
            yield token


class Surface:
    """Words as they are written: suggestions of a spelling come from them."""

    def __call__(self, value: str, positions: bool = False, chars: bool = False, **over: Any) -> Iterator[Token]:
        token = Token(positions, chars, **over)
        for word in analysis.words(value):
            if len(word.text) > 3 and not word.text.isdigit():
                token.text = word.text
                yield token


def _schema() -> Schema:
    return Schema(
        id=ID(unique=True, stored=True),
        kind=STORED,
        population=ID,
        published=NUMERIC(int, bits=64, signed=False, sortable=True, default=NEVER),
        **{facet.value + OF_FACET: KEYWORD(commas=True) for facet in Facet},
        title=TEXT(Forms(), chars=True),
        text=TEXT(Forms(), chars=True),
        near=TEXT(Beginnings(), phrase=False),
        said=TEXT(Forms(), chars=True),
        said_near=TEXT(Beginnings(), phrase=False),
        surface=TEXT(Surface(), phrase=False),
        source=STORED,
        shown=STORED,
    )


def _row(document: Document) -> dict[str, Any]:
    language = analysis.language_of(f"{document.title} {document.text}", document.language)
    both = f"{document.title}\n{document.text}"
    text = written(document.text, language)
    population = TITLED if document.title else REMARKS
    fields: dict[str, Any] = {"said": text, "said_near": document.text}
    if document.title:
        fields = {"title": written(document.title, language), "text": text, "near": both}
    return {
        "id": str(document.id),
        "kind": document.kind,
        "population": population.name,
        "published": int(document.published_at.timestamp()) if document.published_at else NEVER,
        **{facet.value + OF_FACET: ",".join(values) for facet, values in document.facets.items()},
        **fields,
        "surface": both,
        "source": document.source_id,
        "shown": (document.title, document.text),
    }


class Open:
    """An open reader: the postings of one moment. For one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._index = whoosh_index.open_dir(str(folder), schema=_schema())
        self._reader = self._index.reader()
        self._leaves = list(self._reader.leaf_readers())
        self._offsets = [offset for _, offset in self._leaves]
        self._counts: dict[str, int] = {}

    def is_fresh(self) -> bool:
        return bool(self._reader.generation() == self._index.latest_generation())

    def close(self) -> None:
        self._reader.close()

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
        field = facet.value + OF_FACET
        values = [word.decode() for word in self._reader.lexicon(field)]
        counts = {value: len(found & self.documents(field, value)) for value in values}
        return {value: count for value, count in counts.items() if count}

    def published(self, documents: Iterable[int]) -> dict[int, float]:
        columns = [leaf.column_reader("published") for leaf, _ in self._leaves]
        times = {}
        for document in documents:
            place = bisect_right(self._offsets, document) - 1
            time = columns[place][document - self._offsets[place]]
            if time != NEVER:
                times[document] = time
        return times

    def frequency(self, field: str, form: str) -> int:
        return int(self._reader.doc_frequency(field, form))

    def average_length(self, field: str) -> float:
        of_remarks = any(field in {one.name, REMARKS.near.name} for one in REMARKS.fields)
        among = self.count(REMARKS.name if of_remarks else TITLED.name) or 1
        return float(self._reader.field_length(MEASURE.get(field, field))) / among

    def of(self, field: str, form: str) -> Iterator[tuple[int, float, float]]:
        measure = MEASURE.get(field, field)
        for leaf, offset in self._leaves:
            postings = _postings(leaf, field, form)
            while postings is not None and postings.is_active():
                number = postings.id()
                yield number + offset, postings.weight(), leaf.doc_field_length(number, measure, 1)
                postings.next()

    def spread(self, term: Term, population: Population) -> None:
        """The postings are whole."""

    def documents(self, field: str, form: str) -> set[int]:
        found: set[int] = set()
        for leaf, offset in self._leaves:
            postings = _postings(leaf, field, form)
            if postings is not None:
                found.update(number + offset for number in postings.all_ids())
        return found

    def places(
        self, field: str, form: str, documents: Iterable[int]
    ) -> Iterator[tuple[int, list[tuple[int, int, int]]]]:
        leaf_number, postings = -1, None
        for document in documents:
            place = bisect_right(self._offsets, document) - 1
            if place != leaf_number:
                leaf_number, postings = place, _postings(self._leaves[place][0], field, form)
            number = document - self._offsets[place]
            if postings is None or not postings.is_active():
                continue
            postings.skip_to(number)
            if postings.is_active() and postings.id() == number:
                yield document, postings.value_as("characters")

    def stored(self, document: int) -> Stored:
        fields = self._reader.stored_fields(document)
        title, text = fields["shown"]
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


def _postings(leaf: Any, field: str, form: str) -> Any:
    try:
        return leaf.postings(field, form)
    except TermNotFound:
        return None


class Batch:
    """Changes of one writer."""

    def __init__(self, writer: Any, is_new: bool) -> None:
        self._writer = writer
        self._searcher = None if is_new else writer.searcher()

    def index(self, documents: Iterable[Document]) -> None:
        for document in documents:
            self.remove([document.id])
            self._writer.add_document(**_row(document))

    def remove(self, ids: Iterable[int]) -> None:
        if self._searcher is not None:
            for number in ids:
                self._writer.delete_by_term("id", str(number), searcher=self._searcher)

    def close(self) -> None:
        if self._searcher is not None:
            self._searcher.close()


class WhooshEngine:
    """The engine of search.engine.Engine over a folder."""

    def __init__(self, folder: Path) -> None:
        self._folders = Folders(folder, f"whoosh-{SHAPE}-")
        self._idle: list[Open] = []
        self._process = os.getpid()
        self._lock = threading.Lock()

    @contextmanager
    def change(self) -> Iterator[Batch]:
        with self._folders.locked():
            folder = self._folders.current()
            if folder is None:
                raise Unready
            with self._writing(whoosh_index.open_dir(str(folder), schema=_schema()), is_new=False) as batch:
                yield batch
            self._folders.settle(folder)

    @contextmanager
    def rebuild(self) -> Iterator[Batch]:
        with (
            self._folders.locked(),
            self._folders.renewed() as folder,
            self._writing(whoosh_index.create_in(str(folder), _schema()), is_new=True) as batch,
        ):
            yield batch

    @contextmanager
    def _writing(self, index: Any, is_new: bool) -> Iterator[Batch]:
        try:
            writer = index.writer(limitmb=WRITER_MEGABYTES)
        except LockError:
            raise Busy from None
        # Whoosh keeps the changes when the block ends and forgets them when it raises.
        with writer:
            batch = Batch(writer, is_new)
            try:
                yield batch
            finally:
                batch.close()

    def query(self, query: Query) -> Hits:
        with self._reading() as reader:
            return answer(reader, query)

    def check(self) -> None:
        with self._reading() as reader:
            reader.check()

    def status(self) -> Status:
        try:
            with self._reading() as reader:
                return Status(True, reader.ids())
        except Unready:
            return Status(False)

    @contextmanager
    def _reading(self) -> Iterator[Open]:
        reader = None
        try:
            reader = self._taken()
            yield reader
        except Unready:
            raise
        # A damaged file shows itself by any exception, wherever Whoosh meets the damage.
        except Exception as error:
            log.exception("the index cannot be read; it will be built again")
            raise Unready from error
        else:
            with self._lock:
                self._idle.append(reader)

    def _taken(self) -> Open:
        folder = self._folders.current()
        if folder is None:
            raise Unready
        with self._lock:
            # Open files are no good on the other side of a fork.
            if self._process != os.getpid():
                self._idle, self._process = [], os.getpid()
            reader = self._idle.pop() if self._idle else None
        if reader is not None and reader.folder == folder and reader.is_fresh():
            return reader
        if reader is not None:
            reader.close()
        return Open(folder)
