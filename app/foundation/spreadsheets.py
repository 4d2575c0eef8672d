"""Tables as files that spreadsheets open, the same bytes for the same rows: CSV and XLSX."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import xlsxwriter
from flask import Response

Cell = str | int | float | None
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Workbooks carry the time they were made; a fixed one keeps their bytes the same.
MADE = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Sheet:
    """A table with its name and the words at the head of its columns."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def harmless(text: str) -> str:
    """The text with a mark before what a spreadsheet would take for a formula."""
    return "'" + text if text.startswith(FORMULA) else text


def comma_separated(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The rows as comma-separated values; no cell can be taken for a formula."""
    lines = io.StringIO()
    table = csv.writer(lines)
    table.writerow(head)
    table.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return lines.getvalue()


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """The tables as a workbook, one a sheet; texts are texts, whatever they begin with."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"created": MADE})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:31])
        page.freeze_panes(1, 0)
        page.set_column(0, 0, 48)
        page.set_column(1, max(len(sheet.head) - 1, 1), 16)
        page.write_row(0, 0, sheet.head, bold)
        for number, row in enumerate(sheet.rows, 1):
            page.write_row(number, 0, row)
    book.close()
    return file.getvalue()


def csv_file(text: str, name: str) -> Response:
    """A download. The mark at its beginning tells spreadsheets that the text is UTF-8."""
    return attached(("\ufeff" + text).encode(), "text/csv; charset=utf-8", f"{name}.csv")


def xlsx_file(body: bytes, name: str) -> Response:
    """A download."""
    return attached(body, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", f"{name}.xlsx")


def attached(body: bytes, kind: str, name: str) -> Response:
    """A file to keep; `name` is plain ASCII."""
    return Response(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
