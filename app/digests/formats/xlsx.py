"""A digest as an XLSX: what it is on the first sheet, then a sheet for each table, with typed cells. No text can become a formula."""

import io
import re
import textwrap
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from flask_babel import gettext as _

from app.digests import words
from app.digests.outline import Cell, Cited, ColumnKind, Document, Link, Mark, Table

FORMATS = {
    ColumnKind.NUMBER: "#,##0",
    ColumnKind.PERCENT: "0%",
    ColumnKind.DECIMAL: "0.0",
    ColumnKind.DAY: "yyyy-mm-dd",
}
# In letters: a column is as wide as what it holds, within these; longer words go on in further lines.
LEAST, MOST = 12, {ColumnKind.TEXT: 36, ColumnKind.IDEA: 56}
LONGEST_NAME = 31
# What the name of a sheet may not hold.
FORBIDDEN = re.compile(r"[\[\]:*?/\\']+")
LONGEST_CELL = 32_767


def render(document: Document) -> bytes:
    """The file."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, options)
    made = datetime(document.on.year, document.on.month, document.on.day, tzinfo=UTC)
    book.set_properties({"title": document.title, "author": document.organiser, "created": made})
    tables = list(document.tables)
    names = _names(tables)
    _about(book, document, tables, names)
    for table, name in zip(tables, names, strict=True):
        _sheet(book, table, name)
    book.close()
    return file.getvalue()


def _names(tables: list[Table]) -> list[str]:
    """A name for each sheet: the caption as far as it fits, with its number, so that no two are alike."""
    found = []
    for number, table in enumerate(tables, 1):
        words_of_it = " ".join(FORBIDDEN.sub(" ", table.caption).split())
        found.append(f"{number}. {words_of_it}"[:LONGEST_NAME].strip())
    return found


def _about(book: Any, document: Document, tables: list[Table], names: list[str]) -> None:
    page = book.add_worksheet(_("About")[:LONGEST_NAME])
    large, plain = (
        book.add_format({"bold": True, "font_size": 16}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 66)
    page.write_string(0, 0, document.title[:LONGEST_CELL], large)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    rows = [
        (_("Document"), document.over),
        (_("Organiser"), document.organiser),
        (_("Date"), document.day),
        (_("On the site"), document.read_address),
        (_("Fingerprint of the snapshot (SHA-256)"), document.fingerprint),
    ]
    number = 2
    for name, value in rows:
        if value:
            page.write_string(number, 0, name, plain)
            page.write_string(number, 1, value[:LONGEST_CELL], plain)
            number += 1
    number += 1
    for table, name in zip(tables, names, strict=True):
        page.write_url(number, 0, f"internal:'{name}'!A1", string=name)
        page.write_string(number, 1, table.caption[:LONGEST_CELL], plain)
        number += 1


def _sheet(book: Any, table: Table, name: str) -> None:
    page = book.add_worksheet(name)
    heads = [
        book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "align": "right"}
            if column.kind.is_numeric
            else {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "align": "left", "indent": 1}
        )
        for column in table.columns
    ]
    page.write_string(0, 0, table.caption[:LONGEST_CELL], book.add_format({"bold": True, "font_size": 13}))
    widths = [_width(table, place) for place in range(len(table.columns))]
    lines = max(
        (_lines(column.title, width - 4) for column, width in zip(table.columns, widths, strict=True)), default=1
    )
    if lines > 1:
        page.set_row(2, 16 * lines)
    for place, column in enumerate(table.columns):
        page.set_column(place, place, widths[place])
        page.write_string(2, place, column.title, heads[place])
    kinds = [
        book.add_format(
            {
                "num_format": FORMATS.get(column.kind, "@"),
                "valign": "top",
                "text_wrap": not column.kind.is_numeric,
                "align": "right" if column.kind.is_numeric else "left",
                "indent": 0 if column.kind.is_numeric else 1,
            }
        )
        for column in table.columns
    ]
    for number, row in enumerate(table.rows, 3):
        for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _write(page, number, place, cell, column.kind, kinds[place])
    if table.rows:
        page.autofilter(2, 0, 2 + len(table.rows), len(table.columns) - 1)
    page.freeze_panes(3, 0)
    page.repeat_rows(2)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P / &N")
    if table.note:
        page.write_string(4 + len(table.rows), 0, table.note[:LONGEST_CELL], book.add_format({"italic": True}))


def _width(table: Table, place: int) -> int:
    column = table.columns[place]
    longest = max((len(words.cell(row[place], column.kind)) for row in table.rows), default=0) + 3
    # No word above a column breaks: it stands beside the arrow of the filter.
    word = max(map(len, column.title.split()), default=0) + 5
    return max(min(max(longest, LEAST, len(column.title) // 2), MOST.get(column.kind, LEAST + 4)), word)


def _lines(title: str, width: int) -> int:
    return len(textwrap.wrap(title, max(width, 1))) or 1


def _write(page: Any, row: int, place: int, cell: Cell, kind: ColumnKind, shape: Any) -> None:
    match cell:
        case None | "":
            page.write_blank(row, place, None, shape)
        case Cited() | Link() if cell.url.startswith(("https://", "http://")):
            page.write_url(row, place, cell.url, shape, words.cell(cell, kind)[:LONGEST_CELL])
        case str() | Cited() | Link() | Mark():
            page.write_string(row, place, words.cell(cell, kind)[:LONGEST_CELL], shape)
        case int() | Decimal():
            page.write_number(row, place, float(cell) / 100 if kind == ColumnKind.PERCENT else cell, shape)
        case date():
            page.write_datetime(row, place, cell, shape)
