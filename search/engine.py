"""The seam: what every search engine takes and gives. Callers know this module, never an engine."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from markupsafe import Markup

from search.query import Asked


class Unready(Exception):
    """The index is not there, is of another version or cannot be read: it has to be built again."""


class Busy(Exception):
    """Somebody else is changing the index at this moment."""


@dataclass(frozen=True)
class Document:
    """A public text as the index takes it. `id` is that of its contribution; `source_id` that of where it came from.

    One without a title is a remark: remarks are ranked among themselves and stand behind texts that answer as well.
    """

    id: int
    kind: str
    campaign_id: int
    title: str
    text: str
    language: str
    campaign_slug: str = ""
    source_id: str | None = None
    track: str = ""
    territory: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True)
class Query:
    """What is looked for. `without` are documents that must not be found, counted or shown, whatever the index says."""

    asked: Asked
    campaign_id: int | None = None
    kinds: frozenset[str] = frozenset()
    without: frozenset[int] = frozenset()
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True)
class Hit:
    """A document found; what matched is marked in its title and in the extract, both safe to show. A higher score is better."""

    id: int
    score: float
    kind: str
    title: str
    source_id: str | None
    title_html: Markup
    extract_html: Markup


@dataclass(frozen=True)
class Hits:
    """The asked stretch of what was found, best first, and how many there are in all.

    `kinds` tells how many of each kind there are, those that were not asked for, too.
    """

    total: int = 0
    hits: tuple[Hit, ...] = ()
    kinds: Mapping[str, int] = field(default_factory=dict)


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
    """An index of public texts. Searching never waits for changes."""

    def change(self) -> AbstractContextManager[Changes]:
        """A batch of changes, durable when the block ends, forgotten when it raises. One at a time: raises Busy, Unready."""

    def rebuild(self) -> AbstractContextManager[Changes]:
        """A new empty index, searched instead of the old one when the block ends. Raises Busy."""

    def query(self, query: Query) -> Hits:
        """What answers the query. Raises Unready."""

    def check(self) -> None:
        """Looks whether the index can be read at all, quickly. Raises Unready."""

    def status(self) -> Status:
        """How the index stands, having read all of its documents. Raises nothing."""
