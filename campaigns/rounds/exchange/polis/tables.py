"""The files of a conversation, in a folder or in a zip, packed or not."""

import gzip
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from app.foundation.tables import NotATable, Table, table_of
from campaigns.rounds.exchange.damage import Broken, Damage

NAMES = {
    "summary": ("summary.csv",),
    "comments": ("comments.csv",),
    "votes": ("votes.csv",),
    "matrix": ("participants-votes.csv", "participant-votes.csv"),
}
MOST_BYTES = 500_000_000


def raw(source: Path) -> dict[str, bytes]:
    """The bytes of the files that are there, by what they hold. Raises Broken where the source is neither folder nor zip."""
    if source.is_dir():
        found = {path.name: path for path in sorted(source.iterdir()) if path.is_file()}
        return _chosen({name: _of_file(path, name) for name, path in found.items() if _what(name)})
    try:
        with zipfile.ZipFile(source) as packed:
            return _chosen(
                {member.filename: _of_member(packed, member) for member in packed.infolist() if _what(member.filename)}
            )
    except zipfile.BadZipFile:
        raise Broken([Damage(0, "give a folder with the tables of a conversation, or a zip of it")]) from None
    except (zlib.error, EOFError, RuntimeError, NotImplementedError) as fault:
        raise Broken([Damage(0, f"the zip is damaged: {fault}")]) from None


def tables(files: Mapping[str, bytes]) -> dict[str, Table]:
    """The files as tables. Raises Broken where one is none."""
    found = {}
    for what, content in files.items():
        if what != "summary":
            try:
                found[what] = table_of(content)
            except NotATable as fault:
                raise Broken([Damage(0, str(fault), file=NAMES[what][0])]) from None
    return found


def _what(name: str) -> str | None:
    plain = name.rpartition("/")[2].casefold().removesuffix(".gz")
    return next((what for what, names in NAMES.items() if plain in names), None)


def _chosen(found: Mapping[str, bytes]) -> dict[str, bytes]:
    chosen: dict[str, bytes] = {}
    for name, content in found.items():
        what = str(_what(name))
        if what in chosen:
            raise Broken([Damage(0, f"there are several tables {NAMES[what][0]}: give one conversation at a time")])
        chosen[what] = content
    return chosen


def _of_file(path: Path, name: str) -> bytes:
    with path.open("rb") as file:
        return _unpacked(file, name)


def _of_member(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with packed.open(member) as file:
        return _unpacked(file, member.filename)


def _unpacked(file: IO[bytes], name: str) -> bytes:
    try:
        if name.casefold().endswith(".gz"):
            with gzip.open(file) as inner:
                content = inner.read(MOST_BYTES + 1)
        else:
            content = file.read(MOST_BYTES + 1)
    except EOFError:
        raise Broken([Damage(0, "the packed file is cut off: its end is missing", file=name)]) from None
    except (gzip.BadGzipFile, zlib.error) as fault:
        raise Broken([Damage(0, f"the packed file is damaged: {fault}", file=name)]) from None
    if len(content) > MOST_BYTES:
        raise Broken([Damage(0, f"unpacked, it has more than {MOST_BYTES:,} bytes", file=name)])
    return content
