"""The file of an archive: one zip, its members by name with their checksums in a manifest, the same bytes for the same rows."""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import IO, Any

from app.foundation import archives, canonical

KIND = "a campaign of Veche"
FORMAT = 1
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 64 << 20
# Of all that is packed; and by how much rows may be shorter packed: real ones are some thirty times.
MOST_UNPACKED = 16 << 30
MOST_TIMES, SMALL = 200, 16 << 20
LONGEST_LINE = 64 << 20
BLOCK = 1 << 20
TABLE = re.compile(r"tables/([a-z_]+)\.jsonl")
FILE = re.compile(r"files/([0-9a-f]{64})(-small)?")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Damaged(Exception):
    """The file is no whole archive of a campaign; the text says what is wrong with it."""


@dataclass(frozen=True)
class Member:
    """What the manifest says of a member; `rows` of a table alone."""

    sha256: str
    size: int
    rows: int = 0

    def as_json(self) -> dict[str, Any]:
        """As the manifest has it."""
        return vars(self)


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself. `log` is the number of entries of the campaign's log and the digest of the last."""

    slug: str
    title: str
    release: str
    schema: str
    log: tuple[int, str]
    members: Mapping[str, Member]

    def spell(self) -> bytes:
        """Its canonical JSON."""
        return canonical.spell(
            {
                "kind": KIND,
                "format": FORMAT,
                "slug": self.slug,
                "title": self.title,
                "release": self.release,
                "schema": self.schema,
                "log": {"entries": self.log[0], "head": self.log[1]},
                "members": {name: member.as_json() for name, member in self.members.items()},
            }
        )

    @property
    def digest(self) -> str:
        """Names the archive: the SHA-256 of this, which holds those of all members."""
        return hashlib.sha256(self.spell()).hexdigest()

    def rows(self, table: str) -> int:
        """How many rows of a table are in it."""
        member = self.members.get(f"tables/{table}.jsonl")
        return member.rows if member else 0


class Packing:
    """An archive that is being written."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        self._zipped = zipped
        self.members: dict[str, Member] = {}

    def add_lines(self, name: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """A member of one canonical JSON a line. Nothing is added where there are no rows. Returns how many there were."""
        lines = _Lines(rows)
        blocks = iter(lines)
        first = next(blocks, None)
        if first is not None:
            self._add(name, chain([first], blocks))
            self.members[name] = replace(self.members[name], rows=lines.number)
        return lines.number

    def add_file(self, name: str, path: Path) -> None:
        """A file as it lies."""
        with path.open("rb") as file:
            self._add(name, iter(lambda: file.read(BLOCK), b""))

    def finish(self, manifest: Manifest) -> None:
        """The manifest comes last: it names all others."""
        self._zipped.writestr(_about(MANIFEST), manifest.spell())

    def _add(self, name: str, blocks: Iterable[bytes]) -> None:
        found, size = hashlib.sha256(), 0
        with self._zipped.open(_about(name), "w", force_zip64=True) as member:
            for block in blocks:
                member.write(block)
                found.update(block)
                size += len(block)
        self.members[name] = Member(found.hexdigest(), size)


class _Lines:
    """Rows as lines; `number` counts them."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[bytes]:
        for row in self._rows:
            self.number += 1
            yield canonical.spell(row) + b"\n"


def _about(name: str) -> zipfile.ZipInfo:
    about = zipfile.ZipInfo(name, archives.WITHOUT_TIME)
    about.create_system, about.external_attr = 3, archives.PLAIN_FILE
    about.compress_type = zipfile.ZIP_STORED if name.startswith("files/") else zipfile.ZIP_DEFLATED
    return about


@contextmanager
def packing(path: Path) -> Iterator[Packing]:
    """Writes an archive, whole or not at all; only its owner may read it."""
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    try:
        with zipfile.ZipFile(new, "w") as zipped:
            yield Packing(zipped)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


class Unpacking:
    """An archive that is being read; nothing of it is believed before `verify`."""

    def __init__(self, zipped: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zipped = zipped
        self.manifest = manifest

    def verify(self) -> None:
        """Reads all members once. Raises Damaged where one is missing, more than was said, or other than its checksum."""
        for name, member in self.manifest.members.items():
            found = hashlib.sha256()
            for block in self._blocks(name, member.size):
                found.update(block)
            if found.hexdigest() != member.sha256:
                raise Damaged(f"{name} is not what its checksum says")
            if (match := FILE.fullmatch(name)) and not match[2] and match[1] != member.sha256:
                raise Damaged(f"{name} is not the file that its name says")

    def lines(self, name: str) -> Iterator[tuple[int, Any]]:
        """The rows of a member, each with its length in bytes; none where there is no such member."""
        if name not in self.manifest.members:
            return
        with self._zipped.open(name) as member:
            for line in iter(lambda: member.readline(LONGEST_LINE), b""):
                yield len(line), _parsed(line, name)

    def content(self, name: str) -> bytes:
        """A whole file."""
        return self._zipped.read(name)

    def files(self) -> list[str]:
        """The checksums of the files people brought, by name."""
        found = (FILE.fullmatch(name) for name in self.manifest.members)
        return sorted(match[1] for match in found if match and not match[2])

    def _blocks(self, name: str, size: int) -> Iterator[bytes]:
        read = 0
        try:
            with self._zipped.open(name) as member:
                while block := member.read(BLOCK):
                    read += len(block)
                    if read > size:
                        break
                    yield block
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, zlib.error) as fault:
            raise Damaged(f"{name} cannot be unpacked: {fault}") from None
        if read != size:
            raise Damaged(f"{name} is not as long as the manifest says")


@contextmanager
def unpacking(path: Path) -> Iterator[Unpacking]:
    """Opens an archive and reads its manifest. Raises Damaged."""
    try:
        zipped = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as fault:
        raise Damaged(f"this is no zip: {fault}") from None
    with zipped:
        yield Unpacking(zipped, _manifest(zipped))


def _manifest(zipped: zipfile.ZipFile) -> Manifest:
    infos = {info.filename: info for info in zipped.infolist()}
    if len(infos) != len(zipped.infolist()):
        raise Damaged("a member stands in it twice")
    if MANIFEST not in infos:
        raise Damaged(f"it has no {MANIFEST}")
    if any(info.flag_bits & 1 for info in infos.values()):
        raise Damaged("it is encrypted")
    if infos[MANIFEST].file_size > LARGEST_MANIFEST:
        raise Damaged(f"its {MANIFEST} is too long")
    with zipped.open(MANIFEST) as member:
        told = _parsed(_whole(member), MANIFEST)
    manifest = _told(told)
    _require_same_names(infos, manifest)
    unpacked = sum(member.size for member in manifest.members.values())
    packed = sum(info.compress_size for info in infos.values())
    if unpacked > min(MOST_UNPACKED, MOST_TIMES * packed + SMALL):
        raise Damaged("unpacked it is larger than any archive of its size")
    return manifest


def _whole(member: IO[bytes]) -> bytes:
    try:
        return member.read(LARGEST_MANIFEST)
    except (zipfile.BadZipFile, OSError, EOFError) as fault:
        raise Damaged(f"{MANIFEST} cannot be unpacked: {fault}") from None


def _told(told: Any) -> Manifest:
    if not isinstance(told, dict) or told.get("kind") != KIND:
        raise Damaged("it is no archive of a campaign")
    if told.get("format") != FORMAT:
        raise Damaged(f"its format is {told.get('format')!r}; this release reads format {FORMAT}")
    try:
        members = {str(name): Member(**member) for name, member in told["members"].items()}
        log = (int(told["log"]["entries"]), str(told["log"]["head"]))
        texts = [told[name] for name in ("slug", "title", "release", "schema")]
    except (KeyError, TypeError, AttributeError, ValueError):
        raise Damaged(f"its {MANIFEST} is not whole") from None
    if not all(isinstance(text, str) for text in texts) or not all(map(_is_told, members.values())):
        raise Damaged(f"its {MANIFEST} is not whole")
    slug, title, release, schema = texts
    manifest = Manifest(slug, title, release, schema, log, members)
    if manifest.spell() != canonical.spell(told):
        raise Damaged(f"its {MANIFEST} says what no manifest of format {FORMAT} says")
    return manifest


def _is_told(member: Member) -> bool:
    numbers = (member.size, member.rows)
    whole = all(isinstance(one, int) and not isinstance(one, bool) and one >= 0 for one in numbers)
    return whole and isinstance(member.sha256, str) and bool(_DIGEST.fullmatch(member.sha256))


def _require_same_names(infos: Mapping[str, zipfile.ZipInfo], manifest: Manifest) -> None:
    inside = infos.keys() - {MANIFEST}
    if missing := sorted(manifest.members.keys() - inside):
        raise Damaged(f"{missing[0]} is missing")
    if more := sorted(inside - manifest.members.keys()):
        raise Damaged(f"{more[0]!r} is in it, but not in its {MANIFEST}")
    for name, member in manifest.members.items():
        if not TABLE.fullmatch(name) and not FILE.fullmatch(name):
            raise Damaged(f"{name!r} is no name of a member")
        if infos[name].file_size != member.size:
            raise Damaged(f"{name} is not as long as the manifest says")


def _parsed(line: bytes, name: str) -> Any:
    try:
        return json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Damaged(f"{name} holds a line that is no JSON") from None


def _refuse(word: str) -> Any:
    raise ValueError(word)
