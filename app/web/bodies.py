"""Bodies of requests are read before anything else, in good time and by some of the threads only.

A server thread that waits for a body can do nothing else, and anybody can send one very slowly: a few dozen such visitors
would leave nobody to answer the others. So no more than half of the threads ever wait, and none of them for long. Of these
half may wait for the larger bodies in which files come, which take longer on slow lines and are kept on disk meanwhile.
"""

import io
import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from queue import SimpleQueue
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, request
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException
from werkzeug.wsgi import ClosingIterator

from app.foundation.errors import Busy, Late, Reason

SECONDS, SECONDS_IN_LINE, SECONDS_OF_REST = 15.0, 0.3, 5
SECONDS_FOR_FILES = 60.0
# A form around a file: its boundaries, its token and its other fields.
AROUND_A_FILE = 256 * 1024
IN_MEMORY, AT_ONCE = 512 * 1024, 64 * 1024
MARK = "veche.body"
LATE = Reason("body-late", _l("What you sent did not arrive in time. Check your connection and send it once more."))
BUSY = Reason("bodies-many", _l("Very many forms are arriving just now. Wait a few seconds and send yours once more."))

Measure = Callable[[WSGIEnvironment], bool]


class Bodies:
    """Gives the application bodies that have arrived whole. `most` is the length in bytes from which it refuses them.

    Where `is_for_files` says so of a request, `most_with_files` bytes are taken, and `seconds_for_files` waited for.
    """

    def __init__(
        self,
        answer: WSGIApplication,
        *,
        most: int,
        at_once: int,
        seconds: float = SECONDS,
        in_line: float = SECONDS_IN_LINE,
        most_with_files: int = 0,
        seconds_for_files: float = SECONDS_FOR_FILES,
        is_for_files: Measure = lambda _environ: False,
    ) -> None:
        self._answer, self._most, self._most_with_files = answer, most, most_with_files
        self._seconds, self._seconds_for_files, self._in_line = seconds, seconds_for_files, in_line
        self._places = threading.BoundedSemaphore(at_once)
        self._places_for_files = threading.BoundedSemaphore(max(1, at_once // 2))
        self._is_for_files = is_for_files
        self._readers = Readers(at_once)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        most, seconds = self._patience(environ)
        wanted = _wanted(environ, most)
        if not wanted:
            return self._answer(environ, start_response)
        body = Body(environ["wsgi.input"], wanted, self._readers, IN_MEMORY if most > self._most else 0)
        self._put(environ, body, most, seconds)
        return ClosingIterator(self._answer(environ, start_response), body.close)

    def _patience(self, environ: WSGIEnvironment) -> tuple[int, float]:
        """How many bytes are taken, and how many seconds waited for. Small ones are small wherever they go."""
        length = _length(environ)
        may_be_large = _is_chunked(environ) or (length is not None and length > self._most)
        if may_be_large and self._is_for_files(environ):
            return self._most_with_files, self._seconds_for_files
        return self._most, self._seconds

    def _put(self, environ: WSGIEnvironment, body: "Body", most: int, seconds: float) -> None:
        reason: Reason | None = BUSY
        with ExitStack() as places:
            if self._takes_place(most > self._most, places):
                reason = None if body.arrives(seconds, may_be_shorter=body.wanted > most) else LATE
        if reason is not None:
            environ[MARK] = reason
        environ["wsgi.input"] = io.BytesIO() if reason else body.file
        environ["CONTENT_LENGTH"] = "0" if reason else str(body.size)
        environ.pop("HTTP_TRANSFER_ENCODING", None)

    def _takes_place(self, is_large: bool, taken: ExitStack) -> bool:
        for places in (self._places_for_files, self._places) if is_large else (self._places,):
            if not places.acquire(timeout=self._in_line):
                return False
            taken.callback(places.release)
        return True


class Readers:
    """Threads that read bodies. One that is done waits for the next: to begin a thread for each form costs more than to read most."""

    def __init__(self, most_idle: int) -> None:
        self._most_idle, self._idle = most_idle, 0
        self._turn = threading.Lock()
        self._next: SimpleQueue[Callable[[], None]] = SimpleQueue()

    def begin(self, read: Callable[[], None]) -> None:
        """Has it read by a thread that is idle, or by a new one: none of those that still wait for a body holds another up."""
        with self._turn:
            is_one_idle = self._idle > 0
            self._idle -= is_one_idle
        if is_one_idle:
            self._next.put(read)
        else:
            threading.Thread(target=self._go_on, args=(read,), daemon=True).start()

    def _go_on(self, read: Callable[[], None]) -> None:
        while True:
            read()
            # What was read is not kept while nothing comes.
            del read
            with self._turn:
                if self._idle >= self._most_idle:
                    return
                self._idle += 1
            read = self._next.get()


class Body:
    """A body of which `wanted` bytes are to arrive. It is kept in memory; with `in_memory`, no more of it than that."""

    def __init__(self, source: Any, wanted: int, readers: Readers, in_memory: int = 0) -> None:
        self.wanted, self.size = wanted, 0
        self.file: IO[bytes] = SpooledTemporaryFile(in_memory) if in_memory else io.BytesIO()  # noqa: SIM115
        self._source, self._readers = source, readers
        self._turn, self._end = threading.Lock(), threading.Lock()
        self._is_read = self._is_given_up = False
        self._is_broken = True

    def arrives(self, seconds: float, *, may_be_shorter: bool) -> bool:
        """Whether it arrives within so many seconds; then `file` holds it."""
        # What blocks cannot be told to stop: another thread waits for it, and is left behind where it waits too long.
        self._end.acquire()
        self._readers.begin(self._read)
        self._end.acquire(timeout=seconds)
        with self._turn:
            self._is_given_up = not self._is_read
        if self._is_given_up or self._is_broken or not (may_be_shorter or self.size == self.wanted):
            return False
        self.file.seek(0)
        return True

    def close(self) -> None:
        """Forgets what has arrived. A thread that was left behind does so itself."""
        if not self._is_given_up:
            self.file.close()

    def _read(self) -> None:
        try:
            with suppress(OSError):
                self._read_parts()
                self._is_broken = False
            with self._turn:
                self._is_read = True
                if self._is_given_up:
                    self.file.close()
        finally:
            self._end.release()

    def _read_parts(self) -> None:
        while self.size < self.wanted and not self._is_given_up:
            part = self._source.read(min(AT_ONCE, self.wanted - self.size))
            if not part:
                return
            self.file.write(part)
            self.size += len(part)


def _is_chunked(environ: WSGIEnvironment) -> bool:
    return bool(environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked")


def _length(environ: WSGIEnvironment) -> int | None:
    length = environ.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() and len(length) < 19 else None


def _wanted(environ: WSGIEnvironment, most: int) -> int:
    """How many bytes are to be read; 0 where none are, or so many that the application refuses them unread."""
    if _is_chunked(environ):
        return most + 1
    length = _length(environ)
    return length if length is not None and length <= most else 0


def refuse_what_did_not_arrive() -> None:
    """Refuses a request whose body did not arrive, in the person's language."""
    reason = request.environ.get(MARK)
    if reason is not None:
        raise Busy(reason, SECONDS_OF_REST) if reason is BUSY else Late(reason)


def close_files(_fault: BaseException | None) -> None:
    """What came with a form and was kept on disk meanwhile goes with the request."""
    request.close()


def connect(app: Flask, *, threads: int, most_of_a_file: int) -> None:
    """Puts the reading before the application, and the refusals at its door."""
    most_with_files = most_of_a_file + AROUND_A_FILE

    def takes_files(endpoint: str | None) -> bool:
        return hasattr(app.view_functions.get(endpoint or ""), "too_large")

    def is_for_files(environ: WSGIEnvironment) -> bool:
        path = environ.get("PATH_INFO", "").encode("latin-1", "replace").decode("utf-8", "replace")
        try:
            endpoint, _values = app.url_map.bind("localhost").match(path, environ.get("REQUEST_METHOD", "GET"))
        except HTTPException:
            return False
        return takes_files(endpoint)

    def take_more_for_files() -> None:
        if takes_files(request.endpoint):
            request.max_content_length = most_with_files

    app.wsgi_app = Bodies(  # type: ignore[method-assign]
        app.wsgi_app,
        most=int(app.config["MAX_CONTENT_LENGTH"]),
        at_once=max(1, threads // 2),
        most_with_files=most_with_files,
        is_for_files=is_for_files,
    )
    app.before_request(refuse_what_did_not_arrive)
    app.before_request(take_more_for_files)
    app.teardown_request(close_files)
