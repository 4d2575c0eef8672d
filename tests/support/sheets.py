"""Workbooks of answers as people send them back: filled in, sorted, their columns moved, or broken."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence

import xlsxwriter

from app.foundation import workbooks
from campaigns.answers.sheets.columns import BY_CODE, MARK

Grid = list[list[object]]


def grid_of(body: bytes) -> Grid:
    """The cells of the first sheet of a workbook, as texts."""
    sheet = workbooks.read(body)[0]
    wide = 1 + max(column for _row, column in sheet.cells)
    return [
        [cell.text if (cell := sheet.cells.get((row, column))) else "" for column in range(wide)]
        for row in range(1 + max(sheet.rows))
    ]


def column_of(grid: Grid, code: str) -> int:
    """In which column what stands, by the marks of the first row."""
    return grid[0].index(MARK + code)


def fill(grid: Grid, answers: Mapping[int, Mapping[str, object]]) -> Grid:
    """The grid with answers in it, by what is owed."""
    key = column_of(grid, "answer")
    for row in grid[2:]:
        for code, value in answers.get(int(str(row[key])), {}).items():
            row[column_of(grid, code)] = value
    return grid


def written(
    rows: Sequence[Sequence[object]],
    *,
    name: str = "Лист1",
    more: Callable[[xlsxwriter.worksheet.Worksheet], object] = id,
) -> bytes:
    """A workbook with these cells; texts that begin with `=` are formulas here, for somebody may write them."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_urls": False}) as book:
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                page.write(number, place, value)
        more(page)
    return file.getvalue()


def rebuilt(body: bytes, parts: Mapping[str, bytes | Iterable[bytes]]) -> bytes:
    """The workbook with other parts, or more of them; a part of many pieces is written piece by piece."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(body)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in dict.fromkeys([*old.namelist(), *parts]):
            pieces = parts.get(name, old.read(name) if name not in parts else b"")
            with new.open(name, "w", force_zip64=True) as part:
                for piece in [pieces] if isinstance(pieces, bytes) else pieces:
                    part.write(piece)
    return out.getvalue()


def sheet_xml(inside: bytes) -> bytes:
    """A sheet with these rows."""
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<?xml version="1.0"?><worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (space, inside)


FILLED = tuple(code for code, column in BY_CODE.items() if column.is_filled)
