"""A table as CSV: UTF-8, commas, CRLF (RFC 4180), names of columns in the first line. No cell can be taken for a formula."""

import csv
from pathlib import Path

from app.foundation import canonical
from app.foundation.spreadsheets import harmless
from app.opendata.spilling import Plain, Spilled


def write(one: Spilled, path: Path) -> None:
    """The table in a file. No mark at its beginning: programs read it, and people open the workbook."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow([field.name for field in one.table.fields])
        lines.writerows([cell(value) for value in row] for row in one.rows())


def cell(value: Plain) -> str:
    """A value as a cell of a CSV file."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case dict():
            return canonical.spell(value).decode()
        case str():
            return harmless(value)
        case _:
            return str(value)
