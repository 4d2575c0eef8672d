"""A lock that writers of one SQLite file stand in line for."""

import fcntl
import os
import threading
from pathlib import Path


class WriteLock:
    """Lets the writers of all threads and processes of one machine through one at a time, in the order they came.

    SQLite alone lets the waiting poll and the lucky win; the kernel's file lock keeps a queue and frees the place of a
    killed process. Without a path (PostgreSQL) it is no lock at all.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._held = threading.local()

    def acquire(self) -> None:
        """Waits for the place. Not re-entrant."""
        if self._path is None:
            return
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except BaseException:
            os.close(descriptor)
            raise
        self._held.descriptor = descriptor

    def release(self) -> None:
        """Gives the place up; nothing happens where it was not held."""
        descriptor = getattr(self._held, "descriptor", None)
        if descriptor is not None:
            self._held.descriptor = None
            os.close(descriptor)
