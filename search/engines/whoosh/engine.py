"""The engine over a folder: one writer at a time, readers that are shared and never wait."""

import errno
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import structlog
from whoosh import index as whoosh_index

from search import analysis
from search.answers import answer
from search.engine import Document, Hits, Likeness, Query, Status, Twin, Unready
from search.engines.folders import Folders
from search.engines.whoosh.layout import SHAPE, Codec, row, schema
from search.engines.whoosh.pool import Pool, uncollected
from search.engines.whoosh.reader import Open, Segments
from search.likeness import alike

log = structlog.get_logger("search")
# A disk that is full, a folder that is not ours, too many open files: the index is as it was.
NO_DAMAGE = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EIO,
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.EMFILE,
    errno.ENFILE,
}


class Batch:
    """Changes of one writer."""

    def __init__(self, writer: Any, is_new: bool, told: Callable[[], AbstractContextManager[None]]) -> None:
        self._writer, self._damage_told = writer, told
        self._searcher = None if is_new else writer.searcher()

    def index(self, documents: Iterable[Document]) -> None:
        for document in documents:
            self.remove([document.id])
            self._writer.add_document(**row(document))

    def remove(self, ids: Iterable[int]) -> None:
        if self._searcher is not None:
            with self._damage_told():
                for number in ids:
                    self._writer.delete_by_term("id", str(number), searcher=self._searcher)

    def close(self) -> None:
        if self._searcher is not None:
            self._searcher.close()


class WhooshEngine:
    """The engine of search.engine.Engine over a folder."""

    def __init__(self, folder: Path) -> None:
        self._folders = Folders(folder, f"whoosh-{SHAPE}-")
        self._idle: list[Open] = []
        self._segments = Segments()
        self._process = os.getpid()
        self._lock = threading.Lock()

    @contextmanager
    def change(self) -> Iterator[Batch]:
        with self._folders.locked():
            folder = self._folders.current()
            if folder is None:
                raise Unready
            with self._damage_told():
                index = whoosh_index.open_dir(str(folder), schema=schema())
            with self._writing(folder, index) as batch:
                yield batch
            self._folders.settle(folder)

    @contextmanager
    def rebuild(self) -> Iterator[Batch]:
        with (
            self._folders.locked(),
            self._folders.renewed() as folder,
            uncollected(),
            self._writing(folder, whoosh_index.create_in(str(folder), schema()), is_new=True) as batch,
        ):
            yield batch

    @contextmanager
    def _writing(self, folder: Path, index: Any, is_new: bool = False) -> Iterator[Batch]:
        # The lock of the folders is ours; Whoosh's own would stay behind in a process whose writing a full disk has ended.
        with self._damage_told():
            writer = index.writer(codec=Codec(), _lk=False)
            writer.pool = Pool(folder)
            batch = Batch(writer, is_new, self._damage_told)
        try:
            yield batch
        except BaseException:
            batch.close()
            writer.cancel()
            raise
        batch.close()
        with self._damage_told():
            writer.commit()

    @contextmanager
    def _damage_told(self) -> Iterator[None]:
        """Whoosh meets damage with any exception."""
        try:
            yield
        except Unready:
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno in NO_DAMAGE:
                raise
            self._folders.doubt()
            raise Unready from error

    def query(self, query: Query) -> Hits:
        with self._reading() as reader:
            return answer(reader, query)

    def suggest(self, word: str, without: frozenset[int] = frozenset()) -> tuple[str, ...]:
        with self._reading() as reader:
            return reader.suggest(analysis.written(word), without)

    def similar(self, likeness: Likeness) -> tuple[Twin, ...]:
        with self._reading() as reader:
            return alike(reader, likeness)

    def check(self) -> None:
        with self._reading() as reader:
            reader.check()
        if self._folders.is_doubted():
            raise Unready

    def status(self) -> Status:
        try:
            with self._reading() as reader:
                return Status(True, reader.ids())
        except Unready:
            return Status(False)

    @contextmanager
    def _reading(self) -> Iterator[Open]:
        reader = None
        try:
            reader = self._taken()
            yield reader
        except Unready:
            raise
        # A damaged file shows itself by any exception, wherever Whoosh meets the damage.
        except Exception as error:
            log.exception("the index cannot be read; it will be built again")
            self._folders.doubt()
            raise Unready from error
        else:
            with self._lock:
                self._idle.append(reader)

    def _taken(self) -> Open:
        with self._lock:
            # Open files are no good on the other side of a fork.
            if self._process != os.getpid():
                self._idle, self._process = [], os.getpid()
            reader = self._idle.pop() if self._idle else None
        while (folder := self._folders.current()) is not None:
            try:
                if reader is not None and reader.folder == folder and reader.is_fresh():
                    return reader
                opened = Open(folder, self._segments)
            except Exception:
                # A folder that a rebuild swept away meanwhile is not damaged: there is another.
                if self._folders.current() == folder:
                    raise
                continue
            if reader is not None:
                reader.close()
            return opened
        raise Unready
