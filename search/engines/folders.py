"""Generations of an index in folders beside each other: built apart, switched at once, one changer at a time."""

import fcntl
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from search.engine import Busy

# A query that fails by a fault of ours fails in the next index too.
REST_SECONDS = 600


class Folders:
    """The folders of an index. A small file says which is searched; folders of another prefix are of another version."""

    def __init__(self, home: Path, prefix: str) -> None:
        self._home, self._prefix = home, prefix
        self._pointer, self._doubted = home / "current", home / "doubted"

    def current(self) -> Path | None:
        """The folder that is searched; None where there is none of this version."""
        name, before = self._named(), None
        # Who is told of a folder a moment before it is swept away asks again.
        while name != before:
            folder = self._home / name
            if name.startswith(self._prefix) and "/" not in name and folder.is_dir():
                return folder
            name, before = self._named(), name
        return None

    def _named(self) -> str:
        try:
            return self._pointer.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def doubt(self) -> None:
        """Somebody met damage in what is searched now: whoever keeps the index true builds it anew."""
        with suppress(OSError):
            self._doubted.write_text(self._named(), "utf-8")

    def is_doubted(self) -> bool:
        """Whether damage was met in what is searched now, and it has stood long enough not to be built anew all the time."""
        try:
            age = time.time() - self._pointer.stat().st_mtime
            return self._doubted.read_text("utf-8") == self._named() and age > REST_SECONDS
        except (OSError, UnicodeDecodeError):
            return False

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The one place of who changes the index, freed by the kernel when its holder dies. Raises Busy."""
        self._home.mkdir(parents=True, exist_ok=True)
        with (self._home / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy from None
            yield

    @contextmanager
    def renewed(self) -> Iterator[Path]:
        """A new folder, searched from the end of the block on; thrown away where the block raises."""
        folder = self._home / f"{self._prefix}{uuid.uuid4().hex[:12]}"
        folder.mkdir()
        try:
            yield folder
            self.settle(folder)
            self._switch(folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._sweep(folder)

    def settle(self, folder: Path) -> None:
        """Waits until the folder is on the disk: marks that are struck off after it must not outlive it."""
        for path in [*folder.iterdir(), folder]:
            try:
                descriptor = os.open(path, os.O_RDONLY)
            except FileNotFoundError:
                continue
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def _switch(self, folder: Path) -> None:
        new = self._pointer.with_suffix(".new")
        with new.open("w", encoding="utf-8") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._pointer)

    def _sweep(self, kept: Path) -> None:
        for path in self._home.iterdir():
            if path.is_dir() and path != kept:
                shutil.rmtree(path, ignore_errors=True)
