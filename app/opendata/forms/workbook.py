"""All tables as one workbook: what it is, what each column means, then a sheet a table. No text can become a formula."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from flask_babel import gettext as _

from app.foundation import canonical
from app.opendata.forms.package import About, meaning_of
from app.opendata.shape import Field, Kind
from app.opendata.spilling import Plain, Spilled
from app.opendata.words import KINDS

LONGEST_NAME = 31
LONGEST_CELL = 32_767
# What the name of a sheet may not hold.
FORBIDDEN = re.compile(r"[\[\]:*?/\\']+")
SHAPES = {Kind.DATE: "yyyy-mm-dd", Kind.DATETIME: "yyyy-mm-dd hh:mm"}
WIDTHS = {Kind.STRING: 28, Kind.OBJECT: 28, Kind.DATETIME: 17}
NARROW, WIDE = 13, 60
# Columns whose numbers are names.
NAMING = frozenset({"id", "number", "place"})
HEAD = 48
# The height of a line in points, and how many letters the widest column has in one.
LINE, LETTERS = 15, 90
# Columns whose texts are long.
PROSE = frozenset(
    {"title", "problem", "proposal", "effect", "elsewhere", "reasons", "text", "conclusion", "background", "purpose"}
)


def write(about: About, tables: Sequence[Spilled], facts: Sequence[tuple[str, str]], path: Path) -> None:
    """The workbook in a file, row by row: a large one never lies in memory. `facts` stand on its first sheet."""
    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties(
        {"title": about.title, "author": about.organiser, "created": about.taken_at.replace(tzinfo=None)}
    )
    names = [_name(number, str(one.table.title)) for number, one in enumerate(tables, 1)]
    _front(book, about, facts, list(zip(names, tables, strict=True)))
    _guide(book, list(zip(names, tables, strict=True)))
    for name, one in zip(names, tables, strict=True):
        _sheet(book, name, one)
    book.close()


def _name(number: int, title: str) -> str:
    words = " ".join(FORBIDDEN.sub(" ", title).split())
    return f"{number}. {words}"[:LONGEST_NAME].strip()


def _front(book: Any, about: About, facts: Sequence[tuple[str, str]], tables: Sequence[tuple[str, Spilled]]) -> None:
    page = book.add_worksheet(_("About")[:LONGEST_NAME])
    large, plain = book.add_format({"bold": True, "font_size": 16}), _plain_shape(book)
    link = book.add_format({"font_color": "#0B5C63", "underline": 1, "valign": "top"})
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 90)
    page.write_string(0, 0, about.title, large)
    number = 2
    for name, value in facts:
        page.set_row(number, _height(value))
        page.write_string(number, 0, name, plain)
        page.write_string(number, 1, value[:LONGEST_CELL], plain)
        number += 1
    number += 1
    for name, one in tables:
        page.set_row(number, _height(str(one.table.about)))
        page.write_url(number, 0, f"internal:'{name}'!A1", link, name)
        page.write_string(number, 1, str(one.table.about), plain)
        number += 1
    page.fit_to_pages(1, 0)


def _guide(book: Any, tables: Sequence[tuple[str, Spilled]]) -> None:
    page = book.add_worksheet(_("Columns")[:LONGEST_NAME])
    plain, head = _plain_shape(book), _head_shape(book)
    for place, width in enumerate((34, 40, 24, 14, 90)):
        page.set_column(place, place, width)
    page.freeze_panes(1, 0)
    for place, words in enumerate((_("Sheet"), _("Column"), _("Name in CSV and JSON"), _("Type"), _("Meaning"))):
        page.write_string(0, place, words, head)
    number = 1
    for name, one in tables:
        for field in one.table.fields:
            cells = (name, str(field.title), field.name, str(KINDS[field.kind]), meaning_of(field))
            page.set_row(number, _height(cells[-1]))
            for place, words in enumerate(cells):
                page.write_string(number, place, words[:LONGEST_CELL], plain)
            number += 1
    page.fit_to_pages(1, 0)


def _height(words: str) -> int:
    """The height of a row whose widest cell says this. Rows go to disk at once, so nothing finds it out by itself."""
    return LINE * -(-max(len(words), 1) // LETTERS)


def _sheet(book: Any, name: str, one: Spilled) -> None:
    page, head, fields = book.add_worksheet(name), _head_shape(book), one.table.fields
    shapes = [_shape(book, field) for field in fields]
    for place, field in enumerate(fields):
        page.set_column(place, place, WIDE if field.name in PROSE else WIDTHS.get(field.kind, NARROW))
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, one.count, len(fields) - 1)
    page.repeat_rows(0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_row(0, HEAD)
    for place, field in enumerate(fields):
        page.write_string(0, place, str(field.title), head)
    for number, row in enumerate(one.rows(), 1):
        for place, (value, field) in enumerate(zip(row, fields, strict=True)):
            _write(page, number, place, value, field, shapes[place])


def _write(page: Any, row: int, place: int, value: Plain, field: Field, shape: Any) -> None:
    match value:
        case None:
            return
        case bool():
            page.write_boolean(row, place, value, shape)
        case int() | float():
            page.write_number(row, place, value, shape)
        case dict():
            page.write_string(row, place, canonical.spell(value).decode()[:LONGEST_CELL], shape)
        case str() if field.kind is Kind.DATE:
            page.write_datetime(row, place, date.fromisoformat(value), shape)
        case str() if field.kind is Kind.DATETIME:
            page.write_datetime(row, place, datetime.fromisoformat(value).replace(tzinfo=None), shape)
        case _:
            # People read the words of codes here; programs have the other forms.
            page.write_string(row, place, str(field.codes.get(value, value))[:LONGEST_CELL], shape)


def _shape(book: Any, field: Field) -> Any:
    if field.name in PROSE:
        return _plain_shape(book)
    shape = {"valign": "top", "num_format": SHAPES.get(field.kind, "General")}
    # Numbers that name something stand at the left, as words do, so that they are not taken for amounts.
    is_name = field.refers is not None or field.name in NAMING
    return book.add_format({**shape, "align": "left"} if is_name else shape)


def _plain_shape(book: Any) -> Any:
    return book.add_format({"text_wrap": True, "valign": "top"})


def _head_shape(book: Any) -> Any:
    return book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
