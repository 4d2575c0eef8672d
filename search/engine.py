"""The seam: what every search engine takes and gives. Callers know this module, never an engine."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from markupsafe import Markup

from search.facets import Facet as Facet  # noqa: PLC0414 - a part of the seam
from search.query import Asked


class Unready(Exception):
    """The index is not there, is of another version or cannot be read: it has to be built again."""


class Busy(Exception):
    """Somebody else is changing the index at this moment."""


class Shelf(StrEnum):
    """Which index: what guests may see, or all that was ever sent, for those who moderate. Nothing is in both by accident."""

    PUBLIC = "public"
    STAFF = "staff"


class Sort(StrEnum):
    """In which order the found stands."""

    BEST = "best"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True)
class Document:
    """A text as an index takes it. `id` is that of its contribution; `source_id` that of where it came from.

    One without a title is a remark: remarks are ranked among themselves and stand behind texts that answer as well.
    `facets` are its values by facet: names of kinds, states and languages, numbers of rows as text for the others.
    """

    id: int
    title: str
    text: str
    language: str
    facets: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    campaign_slug: str = ""
    source_id: str | None = None
    published_at: datetime | None = None

    @property
    def kind(self) -> str:
        """What kind of text it is; "" where nobody said."""
        return next(iter(self.facets.get(Facet.KIND, ())), "")


@dataclass(frozen=True)
class Query:
    """What is looked for.

    A document passes `filters` that has one of the values of each facet in them, and `excluded` that has none of the values in
    them; `since` and `until` are half-open and leave out what has no time. `within` are the campaigns beyond which nothing may
    be found or counted (None: anywhere), `without` the documents that must not be found, counted or shown, whatever the index
    says. `periods` are beginnings whose documents are counted; `facets` those whose values are. Where nothing but filters and
    times is asked for, what passes them is found, the newest first; where nothing at all is, nothing.
    """

    asked: Asked
    filters: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None
    within: frozenset[int] | None = None
    without: frozenset[int] = frozenset()
    excluded: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    sort: Sort = Sort.BEST
    offset: int = 0
    limit: int = 20
    facets: frozenset[Facet] = frozenset()
    periods: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Hit:
    """A document found; what matched is marked in its title and in the extract, both safe to show. A higher score is better.

    `matched` are the words of the query, as they were typed, that the document has in some form; `close` those of which it has
    a relative only; the others it lacks.
    """

    id: int
    score: float
    kind: str
    title: str
    source_id: str | None
    title_html: Markup
    extract_html: Markup
    matched: tuple[str, ...] = ()
    close: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hits:
    """The asked stretch of what was found and how many there are in all; `is_capped`: there are more, and the newest count.

    `facets` tells for each facet asked for how many have each value, `periods` how many are not older than each beginning:
    of what passes all the other filters, so that one can choose anew.
    """

    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: Mapping[Facet, Mapping[str, int]] = field(default_factory=dict)
    periods: Mapping[str, int] = field(default_factory=dict)
    is_capped: bool = False


@dataclass(frozen=True)
class Likeness:
    """What others are to be like: a text that may not be in the index at all, and among which documents to look."""

    title: str
    text: str
    language: str = ""
    filters: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    within: frozenset[int] | None = None
    without: frozenset[int] = frozenset()
    limit: int = 5


@dataclass(frozen=True)
class Twin:
    """A document like a text: how much, from 0 to 1, and by which words, as the document writes them, the most telling first."""

    id: int
    share: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Status:
    """How the index stands: `ids` are those of its documents."""

    is_ready: bool
    ids: frozenset[int] = field(default=frozenset(), repr=False)


class Changes(Protocol):
    """One batch of changes; readers see all of it or nothing."""

    def index(self, documents: Iterable[Document]) -> None:
        """Puts documents in, in the place of older ones with the same id. Each id once a batch."""

    def remove(self, ids: Iterable[int]) -> None:
        """Takes documents out; those that are not there are passed over."""


class Engine(Protocol):
    """One shelf of texts. Searching never waits for changes."""

    def change(self) -> AbstractContextManager[Changes]:
        """A batch of changes, durable when the block ends, forgotten when it raises. One at a time: raises Busy, Unready."""

    def rebuild(self) -> AbstractContextManager[Changes]:
        """A new empty index, searched instead of the old one when the block ends. Raises Busy."""

    def query(self, query: Query) -> Hits:
        """What answers the query. Raises Unready."""

    def suggest(self, word: str, without: frozenset[int] = frozenset()) -> tuple[str, ...]:
        """Words of the index that a folded word may be a slip for, the likeliest first; none where the index knows the word.

        Only words of two documents or more, `without` not counted, so that nobody's rare word is told. Raises Unready.
        """

    def similar(self, likeness: Likeness) -> tuple[Twin, ...]:
        """Documents with titles like the text, the likest first, however little alike. Raises Unready."""

    def check(self) -> None:
        """Looks whether the index can be read at all, quickly. Raises Unready."""

    def status(self) -> Status:
        """How the index stands, having read all of its documents. Raises nothing."""
