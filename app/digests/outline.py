"""A document as one tree that every format reads: the page, the HTML file, PDF, DOCX, XLSX and mail show the same, and a new section
needs no code in any of them. All words are in the language of the document already; numbers and days are values, because a sheet
needs them typed: `app.digests.words.cell` gives the words of one.

How to show a block: the order of `Document.blocks` is the order of reading. Nothing is left out by a format but what it cannot
hold (a sheet holds tables alone, a letter some findings). No block holds markup: every text is shown as written.
A block and a cell that is no plain value say by `sort` what they are, for templates.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from app.foundation import hosts


@dataclass(frozen=True)
class Cited:
    """An idea that a statement stands on. `title` is None where it is not public any more; `label` is its number in words: «No. 31»."""

    sort: ClassVar[str] = "cited"
    id: int
    number: int
    label: str
    title: str | None
    url: str


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere: a service, a topic. `url` is empty where they lead nowhere."""

    sort: ClassVar[str] = "link"
    text: str
    url: str


@dataclass(frozen=True)
class Mark:
    """A word that a page shows as a small tag. `tone` is one of the tags' tones: neutral, now, done, refused, official."""

    sort: ClassVar[str] = "mark"
    text: str
    tone: str = "neutral"


# None is a cell with nothing in it: a dash in print, empty in a sheet.
Cell = str | int | Decimal | date | Cited | Link | Mark | None


class ColumnKind(StrEnum):
    """What the cells of a column hold: str, Link or Mark; int; int from 0 to 100; Decimal with one place; date; Cited."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DECIMAL = "decimal"
    DAY = "day"
    IDEA = "idea"

    @property
    def is_numeric(self) -> bool:
        """Whether its cells stand at the right."""
        return self in {ColumnKind.NUMBER, ColumnKind.PERCENT, ColumnKind.DECIMAL}


@dataclass(frozen=True)
class Column:
    """A column by its heading."""

    title: str
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True)
class Table:
    """Rows of cells, each as long as `columns`. `name` is its own in the document: a-z and hyphens. The cell at `head` names its row.

    `note` is a sentence that belongs to it: what is merged, what a number means.
    """

    sort: ClassVar[str] = "table"
    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    head: int = 0


class Shape(StrEnum):
    """How a chart is drawn: a bar for each point, a line from point to point, one bar divided."""

    BARS = "bars"
    LINE = "line"
    SHARES = "shares"


@dataclass(frozen=True)
class Point:
    """A value in a chart. `tone`: done, refused, official, now, or nothing."""

    label: str
    value: int
    tone: str = ""


@dataclass(frozen=True)
class Chart:
    """A picture of numbers: `title` states the finding, `description` says what is drawn; both together are its alternate text.

    `table` has the same numbers and is shown below it (on a page it may be folded away). It is None where the next block of the
    tree is that table.
    """

    sort: ClassVar[str] = "chart"
    name: str
    shape: Shape
    title: str
    description: str
    points: tuple[Point, ...]
    table: Table | None = None


@dataclass(frozen=True)
class Heading:
    """Begins a section (level 2) or a part of one (level 3); the title of the document is level 1. `anchor` is its own: a-z and hyphens.

    With `opens_page` print begins a new sheet here.
    """

    sort: ClassVar[str] = "heading"
    level: int
    text: str
    anchor: str
    opens_page: bool = False


class Tone(StrEnum):
    """How a paragraph is set: as running text, or small beside what it explains."""

    PLAIN = "plain"
    NOTE = "note"


@dataclass(frozen=True)
class Paragraph:
    """A statement and the ideas it stands on; they follow it: «No. 3 “Title”, No. 7 “Title”» up to three, by numbers alone from four on."""

    sort: ClassVar[str] = "paragraph"
    text: str
    ideas: tuple[Cited, ...] = ()
    tone: Tone = Tone.PLAIN

    @property
    def names_titles(self) -> bool:
        """Whether the titles of its ideas are shown beside their numbers."""
        return len(self.ideas) <= 3


@dataclass(frozen=True)
class Listing:
    """Statements as a list with bullets."""

    sort: ClassVar[str] = "listing"
    entries: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Figures:
    """The few large numbers at the top: each with what it counts, in words."""

    sort: ClassVar[str] = "figures"
    rows: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Facts:
    """Names and their values in words, line by line."""

    sort: ClassVar[str] = "facts"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Picture:
    """A picture that people brought. Its bytes lie at `app.uploads.store.path_of(digest)`; width and height are in dots.

    `digest` is None where it may not be shown any more: then `caption` says so, and nothing is drawn.
    """

    sort: ClassVar[str] = "picture"
    digest: str | None
    media_type: str
    width: int
    height: int
    alt: str
    caption: str
    url: str
    ideas: tuple[Cited, ...] = ()
    names_titles: ClassVar[bool] = True


@dataclass(frozen=True)
class Signature:
    """The block in which a report is approved: `title`, then for each person post, a line to sign on, and the name."""

    sort: ClassVar[str] = "signature"
    title: str
    rows: tuple[tuple[str, str], ...]
    place_for_date: str


Block = Heading | Paragraph | Listing | Figures | Facts | Table | Chart | Picture | Signature


@dataclass(frozen=True)
class Document:
    """What stands on every sheet, and the blocks.

    `over` is a line above the title that says which document it is; `on` is its day, from the snapshot and never from the clock;
    `address` leads to its page for good; `fingerprint` is that of the snapshot, empty for one that is not frozen yet. `brief` is
    what a letter says of it.
    """

    kind: str
    title: str
    over: str
    lead: str
    organiser: str
    language: str
    on: date
    day: str
    address: str
    fingerprint: str
    blocks: tuple[Block, ...] = field(default_factory=tuple)
    brief: tuple[Paragraph, ...] = ()

    @property
    def read_address(self) -> str:
        """The address as people read it; `address` is what machines follow."""
        return hosts.for_people(self.address)

    @property
    def sections(self) -> Iterator[tuple[Heading, tuple[Block, ...]]]:
        """The blocks by section: its heading and what stands under it."""
        begun = [(at, one) for at, one in enumerate(self.blocks) if isinstance(one, Heading) and one.level == 2]
        ends = [*(at for at, _heading in begun[1:]), len(self.blocks)]
        for (at, heading), end in zip(begun, ends, strict=True):
            yield heading, self.blocks[at + 1 : end]

    @property
    def tables(self) -> Iterator[Table]:
        """All tables in the order of reading, those of charts too."""
        for block in self.blocks:
            if isinstance(block, Table):
                yield block
            elif isinstance(block, Chart) and block.table is not None:
                yield block.table
