"""Files that are the same bytes whenever they are made of the same lines. Standard library only."""

import gzip
import hashlib
import heapq
import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO

RUN = 100_000
WITHOUT_TIME = (1980, 1, 1, 0, 0, 0)
PLAIN_FILE = 0o100644 << 16


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """The lines in a gzip file that tells no time and no name."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        packed.writelines(f"{line}\n".encode() for line in lines)


def in_order(lines: Iterable[str], run: int = RUN) -> Iterator[str]:
    """The lines by their text. Where they are more than `run`, they are sorted in pieces on disk, not in memory."""
    rest = iter(lines)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_files:
        pieces: list[IO[str]] = []
        while piece := sorted(islice(rest, run)):
            path = Path(folder) / str(len(pieces))
            path.write_text("".join(f"{line}\n" for line in piece), "utf-8", newline="\n")
            pieces.append(open_files.enter_context(path.open(encoding="utf-8", newline="\n")))
        # The end of a line comes before everything that a line may hold, so that lines with their ends have the same order.
        yield from (line[:-1] for line in heapq.merge(*pieces))


def pack(path: Path, members: Sequence[Path]) -> None:
    """The files as one zip, by name, without times."""
    with zipfile.ZipFile(path, "w") as packed:
        for member in sorted(members, key=lambda one: one.name):
            about = zipfile.ZipInfo(member.name, WITHOUT_TIME)
            about.create_system, about.external_attr, about.file_size = 3, PLAIN_FILE, member.stat().st_size
            about.compress_type = zipfile.ZIP_STORED if member.suffix == ".gz" else zipfile.ZIP_DEFLATED
            with member.open("rb") as read, packed.open(about, "w") as written:
                shutil.copyfileobj(read, written)


def packed(members: Mapping[str, bytes]) -> bytes:
    """The members as one zip in memory, by name, without times."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in sorted(members):
            about = zipfile.ZipInfo(name, WITHOUT_TIME)
            about.create_system, about.external_attr = 3, PLAIN_FILE
            about.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(about, members[name])
    return file.getvalue()


def digest(body: bytes) -> str:
    """The SHA-256 of the bytes in hex."""
    return hashlib.sha256(body).hexdigest()


def put(path: Path, body: bytes) -> None:
    """The bytes in a file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as new:
        new.write(body)
    Path(new.name).replace(path)


def described(path: Path) -> dict[str, str | int]:
    """The SHA-256 and the size in bytes of a file."""
    with path.open("rb") as read:
        return {"sha256": hashlib.file_digest(read, "sha256").hexdigest(), "size": path.stat().st_size}
