"""The postings of a batch, kept until they are written: by word, in memory as long as they are few, in a file beyond."""

import gc
import heapq
import marshal
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

MOST_POSTINGS = 300_000
AT_ONCE = 500
Word = tuple[str, bytes]
Posting = tuple[int, float, bytes]


class Pool:
    """Takes the place of Whoosh's own, which packs and unpacks each posting by itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._fields: defaultdict[str, dict[bytes, list[Posting]]] = defaultdict(dict)
        self._count = 0
        self._runs: list[IO[bytes]] = []

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """(field, word, document, times, places); documents of a word come in order."""
        field, word, document, times, places = item
        words = self._fields[field]
        if word in words:
            words[word].append((document, times, places))
        else:
            words[word] = [(document, times, places)]
        self._count += 1
        if self._count >= MOST_POSTINGS:
            self._put_away()

    def _put_away(self) -> None:
        run = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed by cleanup
        self._runs.append(run)
        words = self._in_order()
        for start in range(0, len(words), AT_ONCE):
            # Half the time of pickle, for what this process alone reads, a moment later.
            marshal.dump(words[start : start + AT_ONCE], run)
        self._fields.clear()
        self._count = 0
        # What has become garbage in circles since the last time; what stays is not walked through again.
        gc.collect(0)

    def _in_order(self) -> list[tuple[Word, list[Posting]]]:
        by_name = sorted(self._fields.items())
        return [((field, word), words[word]) for field, words in by_name for word in sorted(words)]

    def iter_postings(self) -> Iterator[tuple[str, bytes, list[Posting]]]:
        """Every word with all of its postings, in order."""
        runs = [*map(_read, self._runs), self._in_order()]
        for (field, word), same in groupby(heapq.merge(*runs, key=itemgetter(0)), key=itemgetter(0)):
            yield field, word, [posting for _, postings in same for posting in postings]

    def cleanup(self) -> None:
        """Forgets everything."""
        self._fields.clear()
        while self._runs:
            self._runs.pop().close()


@contextmanager
def uncollected() -> Iterator[None]:
    """Millions of postings come and go, none of them in a circle: looking through them for circles takes a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(run: IO[bytes]) -> Iterable[tuple[Word, list[Posting]]]:
    run.seek(0)
    while True:
        try:
            some: Any = marshal.load(run)  # noqa: S302 - written by this process a moment ago
        except EOFError:
            return
        yield from some
