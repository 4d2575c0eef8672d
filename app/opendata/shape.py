"""What a table of open data is: its columns, each with its type and its meaning, its key, and what it refers to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.opendata.reading import Reading

Value = str | int | bool | Decimal | date | datetime | dict[str, Any] | None
Row = Sequence[Value]


class Kind(StrEnum):
    """Types of columns, as Table Schema calls them."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    OBJECT = "object"


@dataclass(frozen=True)
class Field:
    """A column. `codes` are the only values it has, each with its word; `refers` names a table and its key.

    `title`, `about` and the words of codes follow the language that holds.
    """

    name: str
    title: Any
    kind: Kind = Kind.STRING
    about: Any = ""
    required: bool = False
    codes: Mapping[str, Any] = field(default_factory=dict)
    refers: tuple[str, str] | None = None

    @property
    def is_count(self) -> bool:
        """Whether it is a number that is never negative."""
        return self.kind is Kind.INTEGER and self.refers is None


@dataclass(frozen=True)
class Table:
    """A table: its columns, those that tell its rows apart, and where its rows come from, in their order."""

    name: str
    title: Any
    about: Any
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    rows: Callable[[Reading], Iterable[Row]]


def text(name: str, title: Any, about: Any = "", **more: Any) -> Field:
    """A column of words."""
    return Field(name, title, Kind.STRING, about, **more)


def count(name: str, title: Any, about: Any = "", **more: Any) -> Field:
    """A column of whole numbers."""
    return Field(name, title, Kind.INTEGER, about, **more)


def day(name: str, title: Any, about: Any = "", **more: Any) -> Field:
    """A column of days in the calendar of the campaign: of nothing that somebody did is more told than its day."""
    return Field(name, title, Kind.DATE, about, **more)
