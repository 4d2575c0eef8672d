"""Bodies of requests are read before anything else, in good time and by some of the threads only.

A server thread that waits for a body can do nothing else, and anybody can send one very slowly: a few dozen such visitors
would leave nobody to answer the others. So no more than half of the threads ever wait, and none of them for long.
"""

import io
import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, request
from flask_babel import lazy_gettext as _l

from app.foundation.errors import Busy, Late, Reason

SECONDS, SECONDS_IN_LINE, SECONDS_OF_REST = 15.0, 0.3, 5
MARK = "veche.body"
LATE = Reason("body-late", _l("What you sent did not arrive in time. Check your connection and send it once more."))
BUSY = Reason("bodies-many", _l("Very many forms are arriving just now. Wait a few seconds and send yours once more."))


class Bodies:
    """Gives the application bodies that have arrived whole. `most` is the length in bytes from which it refuses them."""

    def __init__(
        self,
        answer: WSGIApplication,
        *,
        most: int,
        at_once: int,
        seconds: float = SECONDS,
        in_line: float = SECONDS_IN_LINE,
    ) -> None:
        self._answer, self._most = answer, most
        self._seconds, self._in_line = seconds, in_line
        self._places = threading.BoundedSemaphore(at_once)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        wanted = self._wanted(environ)
        if wanted:
            self._put(environ, wanted)
        return self._answer(environ, start_response)

    def _wanted(self, environ: WSGIEnvironment) -> int:
        """How many bytes are to be read; 0 where none are, or so many that the application refuses them unread."""
        if environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked":
            return self._most + 1
        length = environ.get("CONTENT_LENGTH") or "0"
        return int(length) if length.isascii() and length.isdigit() and int(length) <= self._most else 0

    def _put(self, environ: WSGIEnvironment, wanted: int) -> None:
        if not self._places.acquire(timeout=self._in_line):
            body: Any = BUSY
        else:
            try:
                body = self._read(environ["wsgi.input"], wanted)
            finally:
                self._places.release()
        if isinstance(body, Reason):
            environ[MARK], body = body, b""
        environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(body), str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)

    def _read(self, source: Any, wanted: int) -> bytes | Reason:
        # What blocks cannot be told to stop: another thread waits for it, and is left behind where it waits too long.
        arrived: list[bytes] = []
        reader = threading.Thread(target=_read_into, args=(arrived, source, wanted), daemon=True)
        reader.start()
        reader.join(self._seconds)
        is_whole = bool(arrived) and (wanted > self._most or len(arrived[0]) == wanted)
        return arrived[0] if is_whole else LATE


def _read_into(arrived: list[bytes], source: Any, wanted: int) -> None:
    with suppress(OSError):
        arrived.append(source.read(wanted))


def refuse_what_did_not_arrive() -> None:
    """Refuses a request whose body did not arrive, in the person's language."""
    reason = request.environ.get(MARK)
    if reason is not None:
        raise Busy(reason, SECONDS_OF_REST) if reason is BUSY else Late(reason)


def connect(app: Flask, *, threads: int) -> None:
    """Puts the reading before the application, and the refusals at its door."""
    most = int(app.config["MAX_CONTENT_LENGTH"])
    app.wsgi_app = Bodies(app.wsgi_app, most=most, at_once=max(1, threads // 2))  # type: ignore[method-assign]
    app.before_request(refuse_what_did_not_arrive)
