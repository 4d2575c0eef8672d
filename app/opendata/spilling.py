"""Tables on disk, a row a line, so that a large campaign never lies in memory, and all forms have the same rows."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.foundation import canonical
from app.opendata.reading import Reading
from app.opendata.shape import Row, Table, Value

# What a row has on disk: what JSON can say. Days and instants are texts, as ISO 8601 spells them.
Plain = str | int | float | bool | dict[str, Any] | None


@dataclass(frozen=True)
class Spilled:
    """A table on disk: how many rows it has, and the SHA-256 of their lines."""

    table: Table
    path: Path
    count: int
    digest: str

    def rows(self) -> Iterator[list[Plain]]:
        """The rows, in their order."""
        with self.path.open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                yield json.loads(line)


def spill(tables: Iterable[Table], reading: Reading, folder: Path, rest: Callable[[], None]) -> list[Spilled]:
    """The tables that have any row, in their order. Between two of them there is a `rest`."""
    found = []
    for table in tables:
        one = _spill(table, table.rows(reading), folder / f"{table.name}.jsonl")
        if one.count:
            found.append(one)
        rest()
    return found


def _spill(table: Table, rows: Iterable[Row], path: Path) -> Spilled:
    count, summed = 0, hashlib.sha256()
    with path.open("wb") as lines:
        for row in rows:
            if len(row) != len(table.fields):
                raise RuntimeError(f"a row of {table.name} has {len(row)} cells, not {len(table.fields)}")
            line = canonical.spell(_plain(row)) + b"\n"
            lines.write(line)
            summed.update(line)
            count += 1
    return Spilled(table, path, count, summed.hexdigest())


def _plain(row: Sequence[Value]) -> list[Plain]:
    return [_cell(value) for value in row]


def _cell(value: Value) -> Plain:
    match value:
        case "" | None:
            return None
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case _:
            return value
