"""The file of a backup: a zip whose manifest names every member with its checksum; whole or not there at all."""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

KIND = "a backup of Veche"
FORMAT = 1
MANIFEST, DATABASE, SETTINGS = "manifest.json", "database.sqlite3", "settings.json"
FILES, SECRETS = "files/", "secrets/"
LARGEST_MANIFEST = 256 << 20
BLOCK = 1 << 20
# What is small already; to press it again takes long and saves nothing.
PRESSED = frozenset({".jpg", ".jpeg", ".png", ".webp", ".pdf", ".zip", ".gz", ".docx", ".xlsx", ""})


class Damaged(Exception):
    """The file is no whole backup; the text says what is wrong with it."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `keys` are marks of the secrets that it was made with, `rows` how many each table has,
    `counters` the last number each has given away."""

    taken_at: str
    release: str
    schema: str
    engine: str
    address: str
    keys: Mapping[str, str]
    rows: Mapping[str, int]
    counters: Mapping[str, int] = field(default_factory=dict)
    members: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether there is such a member."""
        return name in self.members

    def under(self, folder: str) -> list[str]:
        """The members in a folder."""
        return sorted(name for name in self.members if name.startswith(folder))


class Packing:
    """A backup that is being written."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        self._zipped = zipped
        self.members: dict[str, tuple[str, int]] = {}

    def add(self, name: str, path: Path) -> None:
        """A file as it lies."""
        with path.open("rb") as file:
            self._add(name, iter(lambda: file.read(BLOCK), b""))

    def add_text(self, name: str, text: str) -> None:
        """A small text."""
        self._add(name, iter([text.encode()]))

    def finish(self, told: Manifest) -> None:
        """The manifest comes last: it names all others."""
        told = Manifest(**{**vars(told), "members": self.members})
        text = json.dumps({"kind": KIND, "format": FORMAT, **vars(told)}, ensure_ascii=False, sort_keys=True, indent=1)
        self._zipped.writestr(zipfile.ZipInfo(MANIFEST), text)

    def _add(self, name: str, blocks: Iterator[bytes]) -> None:
        about = zipfile.ZipInfo(name)
        about.external_attr = 0o600 << 16
        is_pressed = name.startswith(FILES) and PurePosixPath(name).suffix in PRESSED
        about.compress_type = zipfile.ZIP_STORED if is_pressed else zipfile.ZIP_DEFLATED
        found, size = hashlib.sha256(), 0
        with self._zipped.open(about, "w", force_zip64=True) as member:
            for block in blocks:
                member.write(block)
                found.update(block)
                size += len(block)
        self.members[name] = (found.hexdigest(), size)


@contextmanager
def packing(path: Path) -> Iterator[Packing]:
    """Writes a backup, whole or not at all; only its owner may read it."""
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    try:
        with new.open("r+b") as file:
            with zipfile.ZipFile(file, "w", compresslevel=6) as zipped:
                yield Packing(zipped)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        keep_names(path.parent)
    finally:
        new.unlink(missing_ok=True)


def keep_names(folder: Path) -> None:
    """Waits until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Unpacking:
    """A backup that is being read: nothing of it is used before its checksum was seen."""

    def __init__(self, zipped: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zipped = zipped
        self.manifest = manifest

    def verify(self) -> None:
        """Reads everything once. Raises Damaged."""
        for name in self.manifest.members:
            for _block in self._blocks(name):
                pass

    def unpack(self, name: str, path: Path) -> None:
        """Writes a member to a path. Raises Damaged where it is not what the manifest says."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with path.open("wb") as file:
            for block in self._blocks(name):
                file.write(block)
            file.flush()
            os.fsync(file.fileno())

    def text(self, name: str) -> str:
        """A small member. Raises Damaged."""
        return b"".join(self._blocks(name)).decode()

    def _blocks(self, name: str) -> Iterator[bytes]:
        sha256, size = self.manifest.members[name]
        found, read = hashlib.sha256(), 0
        try:
            with self._zipped.open(name) as member:
                while block := member.read(BLOCK):
                    read += len(block)
                    if read > size:
                        break
                    found.update(block)
                    yield block
        except (
            KeyError,
            zipfile.BadZipFile,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            zlib.error,
        ) as fault:
            raise Damaged(f"{name} cannot be unpacked: {fault}") from None
        if (found.hexdigest(), read) != (sha256, size):
            raise Damaged(f"{name} is not what its checksum says")


@contextmanager
def unpacking(path: Path) -> Iterator[Unpacking]:
    """Opens a backup and reads its manifest. Raises Damaged."""
    try:
        zipped = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as fault:
        raise Damaged(f"this is no backup: {fault}") from None
    with zipped:
        yield Unpacking(zipped, _manifest(zipped))


def _manifest(zipped: zipfile.ZipFile) -> Manifest:
    names = [info.filename for info in zipped.infolist()]
    if MANIFEST not in names or zipped.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise Damaged(f"this is no backup: it has no {MANIFEST}")
    try:
        told = json.loads(zipped.read(MANIFEST))
        kind, number = told.pop("kind"), told.pop("format")
        members = {str(name): (str(one[0]), int(one[1])) for name, one in told.pop("members").items()}
        manifest = Manifest(**told, members=members)
    except (ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile, OSError, zlib.error):
        raise Damaged(f"its {MANIFEST} is not whole") from None
    if kind != KIND:
        raise Damaged("this is no backup of Veche")
    if number != FORMAT:
        raise Damaged(f"its format is {number!r}; this release reads format {FORMAT}")
    _require_fit_names(names, manifest)
    return manifest


def _require_fit_names(names: list[str], manifest: Manifest) -> None:
    if sorted(names) != sorted([*manifest.members, MANIFEST]):
        raise Damaged(f"what is in it is not what its {MANIFEST} says")
    if DATABASE not in manifest.members:
        raise Damaged(f"it has no {DATABASE}")
    for name in manifest.members:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or str(path) != name:
            raise Damaged(f"{name!r} is no name of a member")
        if name not in {DATABASE, SETTINGS} and not name.startswith((FILES, SECRETS)):
            raise Damaged(f"{name!r} is no name of a member")


def as_told(manifest: Manifest) -> dict[str, Any]:
    """What people and programs are told of a backup."""
    files = manifest.under(FILES)
    return {
        "taken_at": manifest.taken_at,
        "release": manifest.release,
        "schema": manifest.schema,
        "engine": manifest.engine,
        "address": manifest.address,
        "rows": sum(manifest.rows.values()),
        "files": len(files),
        "bytes": sum(size for _digest, size in manifest.members.values()),
        "with_secrets": bool(manifest.under(SECRETS)),
    }
