"""The program that opens a workbook somebody sent. It runs alone, with little memory and little time, and knows nothing of the house.

It reads what cells say, and nothing in a workbook ever runs: no macro, no formula, no link. The workbook comes by standard input; what
was found goes out as JSON: `{"sheets": …}`, or `{"refused": code, "where": …}`. `app.foundation.workbooks` starts it.
"""

import io
import json
import posixpath
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.parsers import expat

import python_calamine

MEMORY, SECONDS = 512 * 2**20, 20
# What a workbook may hold: beyond this it is no sheet of answers, whatever it is.
MOST_PARTS, MOST_UNPACKED, MOST_SHEETS = 1_000, 64 * 2**20, 20
MOST_CELLS, MOST_SPREAD, MOST_CHARACTERS = 200_000, 2_000_000, 8_000_000
AT_ONCE = 64 * 1024
OLD, ZIP, SEALED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", "EncryptedPackage".encode("utf-16-le")
BOOK, LINKS, CONTENTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Refused(Exception):
    """The workbook is not read: a code and, where it lies in one cell, the sheet with the row and the column from 0."""

    def __init__(self, code: str, *where: str | int) -> None:
        super().__init__(code)
        self.code, self.where = code, where


def opened(body: bytes) -> list[dict[str, Any]]:
    """The sheets of a workbook. Raises Refused."""
    if body.startswith(OLD):
        raise Refused("locked" if SEALED in body else "old")
    if not body.startswith(ZIP):
        raise Refused("other")
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            _look_at(parts)
            scans = {name: scan for name, part in _sheets(parts) for scan in [Scan(parts, part, name)]}
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError, ValueError, KeyError):
        raise Refused("broken") from None
    return _values(body, scans)


def _look_at(parts: zipfile.ZipFile) -> None:
    """Whether it is a workbook at all, and one that unpacks to something that can be held."""
    names = [one.filename for one in parts.infolist()]
    if len(names) > MOST_PARTS or len(set(names)) != len(names):
        raise Refused("broken")
    if any(one.flag_bits & 1 for one in parts.infolist()):
        raise Refused("locked")
    if BOOK not in names or CONTENTS not in names:
        raise Refused("other")
    lower = [name.lower() for name in names]
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in lower):
        raise Refused("macros")
    # What an archive says of its sizes may be a lie: they are counted.
    unpacked = 0
    for name in names:
        with parts.open(name) as part:
            while some := part.read(AT_ONCE):
                unpacked += len(some)
                if unpacked > MOST_UNPACKED:
                    raise Refused("large")
    if b"macroenabled" in parts.read(CONTENTS).lower():
        raise Refused("macros")


def _sheets(parts: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The names of the sheets, and the parts that hold them."""
    targets = {one["Id"]: one for one in _elements(parts, LINKS, "Relationship") if "Id" in one}
    sheets = _elements(parts, BOOK, "sheet")
    if len(sheets) > MOST_SHEETS:
        raise Refused("large")
    for sheet in sheets:
        link = targets.get(next((value for key, value in sheet.items() if key.rpartition(":")[2] == "id"), ""), {})
        if link.get("Type", "").endswith("/worksheet"):
            target = link.get("Target", "")
            yield sheet.get("name", ""), target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)


def _elements(parts: zipfile.ZipFile, part: str, wanted: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append(attributes)

    parser = _parser()
    parser.StartElementHandler = begin
    parser.Parse(parts.read(part), True)
    return found


def _parser() -> Any:
    parser = expat.ParserCreate()

    def refuse(*_about: Any) -> None:
        raise Refused("broken")

    # A workbook has no use for entities of its own.
    parser.StartDoctypeDeclHandler = refuse
    return parser


class Scan:
    """A sheet looked over before it is read: how far it spreads, which formulas have no value, which cells hold an error."""

    def __init__(self, parts: zipfile.ZipFile, part: str, name: str) -> None:
        self.unknown: list[tuple[int, int]] = []
        self._name, self._cells, self._last = name, 0, (0, 0)
        self._row, self._column, self._is_error, self._marks = 0, 0, False, set[str]()
        parser = _parser()
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        with parts.open(part) as sheet:
            while some := sheet.read(AT_ONCE):
                parser.Parse(some, False)
        parser.Parse(b"", True)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2] if ":" in name else name
        if name == "row":
            self._row = int(attributes["r"]) if attributes.get("r", "").isdigit() else self._row + 1
            self._column = 0
        elif name == "c":
            self._row, self._column = _place(attributes.get("r"), self._row, self._column)
            self._is_error, self._marks = attributes.get("t") == "e", set()
        elif name in {"f", "v", "is"}:
            self._marks.add(name)

    def _end(self, name: str) -> None:
        if not self._marks or name.rpartition(":")[2] != "c":
            return
        self._cells += 1
        if self._is_error or self._marks == {"f"}:
            self.unknown.append((self._row - 1, self._column - 1))
        self._last = max(self._last[0], self._row), max(self._last[1], self._column)
        if self._cells > MOST_CELLS or self._last[0] * self._last[1] > MOST_SPREAD:
            raise Refused("wide", self._name, self._row - 1, self._column - 1)


def _place(reference: str | None, row: int, column: int) -> tuple[int, int]:
    """Where a cell stands, counted from 1; one that does not say so stands after the one before it."""
    found = REFERENCE.fullmatch(reference or "")
    if found is None:
        return row, column + 1
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return int(found[2]), number


def _values(body: bytes, scans: dict[str, Scan]) -> list[dict[str, Any]]:
    found, characters = [], 0
    try:
        with python_calamine.load_workbook(io.BytesIO(body)) as book:
            for name, scan in scans.items():
                sheet = book.get_sheet_by_name(name)
                cells = list(_cells(sheet.to_python(skip_empty_area=False)))
                characters += sum(len(value) for *_where, value in cells)
                if characters > MOST_CHARACTERS:
                    raise Refused("large")
                merged = [[*start, *end] for start, end in sheet.merged_cell_ranges or ()]
                found.append({"name": name, "cells": cells, "merged": merged, "unknown": scan.unknown})
    except python_calamine.PasswordError:
        raise Refused("locked") from None
    except python_calamine.CalamineError:
        raise Refused("broken") from None
    return found


def _cells(rows: list[list[Any]]) -> Iterator[tuple[int, int, str, str]]:
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value != "":
                yield row, column, *_spelt(value)


def _spelt(value: Any) -> tuple[str, str]:
    """What kind of value it is, and the value as a text."""
    if isinstance(value, str):
        return "text", value
    if isinstance(value, bool):
        return "text", str(value).lower()
    if isinstance(value, int | float):
        is_whole = float(value).is_integer() and abs(value) < 2**53
        return "number", str(int(value)) if is_whole else repr(value)
    if isinstance(value, datetime | date):
        return "day", value.isoformat()[:10]
    return ("text", value.isoformat()) if isinstance(value, time) else ("text", str(value))


def main() -> None:
    """Reads a workbook from standard input, within the limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        found: dict[str, Any] = {"sheets": opened(sys.stdin.buffer.read())}
    except Refused as refused:
        found = {"refused": refused.code, "where": refused.where}
    except (MemoryError, RecursionError):
        found = {"refused": "large", "where": []}
    sys.stdout.write(json.dumps(found, ensure_ascii=True))


if __name__ == "__main__":
    main()
