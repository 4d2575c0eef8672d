"""Reading a CSV file of unknown manners: its encoding and its delimiter are found."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes
from flask import request
from flask_babel import gettext as _

DELIMITERS = (",", ";", "\t", "|")
LONGEST_FIELD = 1_000_000
SAMPLE = 256 * 1024

# The usual one first: where two read a text alike, it is the one.
CYRILLIC = ("cp1251", "koi8_u", "cp866", "mac_cyrillic")
LETTERS = re.compile("[А-Яа-яЁёІіЇїЄєҐґ]")
TORN = re.compile("[а-яёіїєґ][А-ЯЁІЇЄҐ]|[A-Za-z][А-Яа-яЁёІіЇїЄєҐґ]|[А-Яа-яЁёІіЇїЄєҐґ][A-Za-z]|[\u2500-\u259f]")

BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class NotATable(Exception):
    """The file is no table we can read; the text says why, in the language that holds."""


@dataclass(frozen=True)
class Row:
    """A row of the file: its number as a spreadsheet counts (the head is 1), its cells by column, and what is wrong with its shape."""

    number: int
    cells: dict[str, str]
    fault: str = ""


@dataclass(frozen=True)
class Table:
    """A file read: its encoding, its delimiter, its columns and its rows."""

    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read(path: Path) -> Table:
    """Reads a file. Raises NotATable where it is empty, has no head or no text in it."""
    return table_of(path.read_bytes())


def table_of(raw: bytes) -> Table:
    """The table in the bytes of a file. Raises NotATable as `read` does."""
    if not raw.strip():
        raise NotATable(_("the file is empty"))
    encoding, text = _decoded(raw)
    text = text.replace("\x00", "")
    delimiter = _delimiter(text)
    csv.field_size_limit(LONGEST_FIELD)
    try:
        columns, rows = _parsed(text, delimiter)
    except csv.Error as error:
        raise NotATable(_("this is no CSV: %(fault)s", fault=error)) from None
    return Table(encoding, delimiter, columns, rows)


def sent_file(most: int, too_large: str) -> bytes:
    """What came with this form as its `file`. Raises NotATable where none came, and with the sentence `too_large` beyond `most` bytes."""
    file = request.files.get("file")
    raw = file.stream.read(most + 1) if file else b""
    if file:
        file.close()
    if not raw:
        raise NotATable(_("Choose a file."))
    if len(raw) > most:
        raise NotATable(too_large)
    return raw


def text_of(raw: bytes) -> str:
    """The text in the bytes of a file, whatever its encoding."""
    return _decoded(raw)[1].replace("\x00", "")


def _decoded(raw: bytes) -> tuple[str, str]:
    for mark, name in BOMS.items():
        if raw.startswith(mark):
            return name, raw.decode(name, "replace")
    try:
        return "utf-8", raw.decode("utf-8")
    except UnicodeDecodeError as error:
        # One torn character in a long UTF-8 file is no other encoding: only its row is refused.
        if raw.count(b"\xd0") + raw.count(b"\xd1") > len(raw) / 8 or error.start > SAMPLE:
            return "utf-8", raw.decode("utf-8", "replace")
    name = _cyrillic(raw[:SAMPLE]) or _guessed(raw[:SAMPLE])
    return name, raw.decode(name, "replace")


def _guessed(raw: bytes) -> str:
    best = from_bytes(raw).best()
    return best.encoding if best else "cp1251"


def _cyrillic(raw: bytes) -> str | None:
    """The encoding in which a text is Cyrillic words; None where it is in none of them. A short list gives statistics too little."""
    scores = {name: _likeness(raw.decode(name, "replace")) for name in CYRILLIC}
    name = max(CYRILLIC, key=lambda one: scores[one])
    strange = sum(byte > 127 for byte in raw)
    return name if strange and scores[name] >= 0.8 * strange else None


def _likeness(text: str) -> int:
    """How many letters stand as in Cyrillic words: no capital after a small one, no letter of another alphabet beside it."""
    torn = sum(len(found) for found in TORN.findall(text))
    return len(LETTERS.findall(text)) - 3 * torn


def _delimiter(text: str) -> str:
    """The delimiter that gives the most rows of one and the same width above one."""

    def rows_alike(delimiter: str) -> tuple[int, int]:
        widths: Counter[int] = Counter()
        try:
            for place, row in enumerate(csv.reader(io.StringIO(text[:SAMPLE]), delimiter=delimiter)):
                widths[len(row)] += 1
                if place > 200:
                    break
        except csv.Error:
            return (0, 0)
        wide = [(count, width) for width, count in widths.items() if width > 1]
        return max(wide, default=(0, 0))

    return max(DELIMITERS, key=rows_alike)


def _parsed(text: str, delimiter: str) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = tuple(name.strip() for name in next(lines, []))
    if not any(columns):
        raise NotATable(_("the first line names no columns"))
    return columns, tuple(_rows(lines, columns))


def _rows(lines: Iterator[list[str]], columns: tuple[str, ...]) -> Iterator[Row]:
    for number, cells in enumerate(lines, 2):
        if not any(cell.strip() for cell in cells):
            continue
        fault = ""
        if len(cells) > len(columns):
            fault = _("the row has %(cells)s cells, the head has %(columns)s", cells=len(cells), columns=len(columns))
        elif any("\ufffd" in cell for cell in cells):
            fault = _("some characters cannot be read in the file’s encoding")
        yield Row(number, dict(zip(columns, cells, strict=False)), fault)
