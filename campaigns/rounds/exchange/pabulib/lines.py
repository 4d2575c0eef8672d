"""The lines of a file as cells: gzip or not, whatever its encoding, quoting and line ends. Standard library only."""

import codecs
import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from campaigns.rounds.exchange.damage import Broken, Damage

SECTIONS = ("META", "PROJECTS", "VOTES")
MOST_BYTES = 1_000_000_000
PIECE = 1 << 20
# A quoted cell may go on over lines, but not over this many: a mark that nobody closed would swallow the rest of the file.
LONGEST_CELL = 50
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# One torn character in a file of UTF-8 is no other encoding.
FEW_TORN = 10
LANGUAGE = re.compile(rb"(?im)^[ \t\"]*language[\"]?[;,\t][ \t\"]*([a-z]{2})")
OLD_ENCODINGS = {b"pl": "cp1250", b"cs": "cp1250", b"hu": "cp1250", b"ru": "cp1251", b"uk": "cp1251", b"bg": "cp1251"}
SEPARATOR = re.compile(r"(?i)^\s*\"?key\"?\s*([;,\t|])\s*\"?value")


@dataclass(frozen=True)
class Line:
    """A line of the file: its number, its cells without the spaces around them, its words, and what is wrong with its quoting."""

    number: int
    cells: list[str]
    text: str
    fault: str = ""

    @property
    def section(self) -> str | None:
        """The section that begins here, where one does; a spreadsheet may have put empty cells after its name."""
        word = self.cells[0].upper()
        return word if word in SECTIONS and not any(self.cells[1:]) else None


@contextmanager
def opened(path: Path) -> Iterator[Iterator[Line]]:
    """The lines of a file, empty ones left out, one at a time. Raises Broken where it is no text, or cut off in the middle."""
    encoding = _encoding(path)
    with _bytes(path) as raw, io.TextIOWrapper(raw, encoding, "replace", newline=None) as text:
        yield _lines(text)


def _bytes(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    return cast(IO[bytes], gzip.open(path, "rb") if is_packed else path.open("rb"))


def _pieces(path: Path) -> Iterator[bytes]:
    """The whole file, so that one that is cut off is found before any of it came in."""
    size = 0
    try:
        with _bytes(path) as raw:
            while piece := raw.read(PIECE):
                size += len(piece)
                if size > MOST_BYTES:
                    raise Broken([Damage(0, f"unpacked, the file has more than {MOST_BYTES:,} bytes")])
                yield piece
    except EOFError:
        raise Broken([Damage(0, "the packed file is cut off: its end is missing")]) from None
    except (gzip.BadGzipFile, zlib.error) as fault:
        raise Broken([Damage(0, f"the packed file is damaged: {fault}")]) from None


def _encoding(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    first, torn, foreign = b"", 0, 0
    for piece in _pieces(path):
        first = first or piece
        text = decoder.decode(piece)
        torn += text.count("\ufffd")
        foreign += 0 if text.isascii() else len(text.encode()) - len(text)
    if not first.strip():
        raise Broken([Damage(0, "the file is empty")])
    marked = next((name for mark, name in MARKS.items() if first.startswith(mark)), None)
    if marked:
        return marked
    if torn * FEW_TORN <= foreign - 2 * torn:
        return "utf-8"
    language = LANGUAGE.search(first)
    return OLD_ENCODINGS.get(language[1].lower() if language else b"", "cp1252")


def _lines(text: IO[str]) -> Iterator[Line]:
    waiting: list[tuple[int, str]] = []
    separator = ";"
    numbered = enumerate((line.replace("\x00", "").rstrip("\n") for line in text), 1)
    while following := waiting.pop(0) if waiting else next(numbered, None):
        number, words = following
        if found := SEPARATOR.match(words):
            separator = found[1]
        fault = ""
        if '"' in words and _is_open(words, separator):
            words, fault = _closed(words, separator, numbered, waiting)
        cells = _plain(words, separator) if fault or '"' not in words else _quoted(words, separator)
        if any(cells):
            yield Line(number, cells, words, fault)


def _is_open(words: str, separator: str) -> bool:
    """Whether a cell that begins with a quotation mark is not closed; a mark inside of other words is just a mark."""
    start: int = 0
    while start <= len(words):
        cell = len(words) - len(words[start:].lstrip(" "))
        if words[cell : cell + 1] == '"':
            end = words.find('"', cell + 1)
            while end >= 0 and words[end + 1 : end + 2] == '"':
                end = words.find('"', end + 2)
            if end < 0:
                return True
            cell = end
        following = words.find(separator, cell)
        if following < 0:
            return False
        start = following + 1
    return False


def _closed(
    words: str, separator: str, numbered: Iterator[tuple[int, str]], waiting: list[tuple[int, str]]
) -> tuple[str, str]:
    """The line with those in which its quoted cell goes on; where nobody closes it, the others go back to `waiting`."""
    whole, used = words, 0
    while used < LONGEST_CELL:
        if used == len(waiting):
            more = next(numbered, None)
            if more is None:
                break
            waiting.append(more)
        line = waiting[used][1]
        if line.strip().upper() in SECTIONS:
            break
        whole, used = f"{whole}\n{line}", used + 1
        if not _is_open(whole, separator):
            del waiting[:used]
            return whole, ""
    return words, "a quotation mark is opened and never closed"


def _plain(words: str, separator: str) -> list[str]:
    return [cell.strip() for cell in words.split(separator)]


def _quoted(words: str, separator: str) -> list[str]:
    csv.field_size_limit(PIECE)
    try:
        rows = list(csv.reader(io.StringIO(words, newline=""), delimiter=separator, skipinitialspace=True))
    except csv.Error:
        return _plain(words, separator)
    return [cell.strip() for cell in rows[0]] if len(rows) == 1 else _plain(words, separator)
