"""Bodies arrive whole and in time, or are refused; and those that dawdle hold up nobody but each other."""

import io
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from app.web.bodies import BUSY, LATE, MARK, Bodies

MOST = 20


class Dawdler:
    """A body that does not arrive before it is told to."""

    def __init__(self) -> None:
        self.goes_on = threading.Event()

    def read(self, _size: int) -> bytes:
        self.goes_on.wait(10)
        return b"late"


class Broken:
    """A body whose sender has gone."""

    def read(self, _size: int) -> bytes:
        raise OSError("gone")


@pytest.fixture
def dawdler() -> Iterator[Dawdler]:
    body = Dawdler()
    yield body
    body.goes_on.set()


def echo(environ: WSGIEnvironment, _start: StartResponse) -> Iterable[bytes]:
    return [str(environ.get(MARK) or "").encode() or environ["wsgi.input"].read()]


def sent(bodies: Bodies, source: object, length: int | str | None, **more: str) -> bytes:
    environ = {"wsgi.input": source, "REQUEST_METHOD": "POST", **more}
    if length is not None:
        environ["CONTENT_LENGTH"] = str(length)
    answer = bodies(environ, lambda *_told: lambda _part: None)
    try:
        return b"".join(answer)
    finally:
        getattr(answer, "close", lambda: None)()


@pytest.fixture
def bodies() -> Callable[[int], Bodies]:
    return lambda at_once: Bodies(echo, most=MOST, at_once=at_once, seconds=0.05, in_line=0.01)


def test_a_body_that_is_there_is_given_on(bodies: Callable[[int], Bodies]) -> None:
    assert sent(bodies(1), io.BytesIO(b"title=one"), 9) == b"title=one"


def test_a_body_in_chunks_is_given_on_with_its_length(bodies: Callable[[int], Bodies]) -> None:
    assert sent(bodies(1), io.BytesIO(b"title=one"), None, HTTP_TRANSFER_ENCODING="Chunked") == b"title=one"


def test_of_endless_chunks_no_more_is_read_than_tells_that_they_are_too_many(bodies: Callable[[int], Bodies]) -> None:
    source = io.BytesIO(b"x" * 1000)

    assert len(sent(bodies(1), source, None, HTTP_TRANSFER_ENCODING="chunked")) == MOST + 1


@pytest.mark.parametrize("length", [MOST + 1, 10**30, "-1", "abc", "٣", "", None])
def test_what_is_too_long_or_has_no_length_is_not_read_here(
    bodies: Callable[[int], Bodies], length: int | str | None
) -> None:
    source = io.BytesIO(b"x" * 100)

    sent(bodies(1), source, length)

    assert source.tell() == 100


def test_a_body_that_dawdles_is_late(bodies: Callable[[int], Bodies], dawdler: Dawdler) -> None:
    assert sent(bodies(1), dawdler, 4) == str(LATE).encode()


@pytest.mark.parametrize("source", [Broken(), io.BytesIO(b"half")])
def test_half_a_body_is_none(bodies: Callable[[int], Bodies], source: object) -> None:
    assert sent(bodies(1), source, 8) == str(LATE).encode()


def test_of_many_that_dawdle_the_first_are_waited_for_and_the_others_are_told_at_once(dawdler: Dawdler) -> None:
    slow = Bodies(echo, most=MOST, at_once=2, seconds=0.4, in_line=0.01)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _n: sent(slow, dawdler, 4), range(6)))

    assert sorted(answers) == sorted([str(LATE).encode()] * 2 + [str(BUSY).encode()] * 4)


def test_a_place_is_free_again_after_each_body(bodies: Callable[[int], Bodies], dawdler: Dawdler) -> None:
    one = bodies(1)

    answers = [sent(one, dawdler, 4), sent(one, Broken(), 4), sent(one, io.BytesIO(b"good"), 4)]

    assert answers[2] == b"good"


# Bodies in which files come.


def for_files(at_once: int, seconds: float = 0.2) -> Bodies:
    return Bodies(
        echo,
        most=MOST,
        at_once=at_once,
        seconds=0.02,
        in_line=0.01,
        most_with_files=MOST * 10,
        seconds_for_files=seconds,
        is_for_files=lambda environ: environ.get("PATH_INFO") == "/files",
    )


def test_where_files_come_larger_bodies_are_given_on() -> None:
    body = b"x" * (MOST * 10)

    assert sent(for_files(2), io.BytesIO(body), len(body), PATH_INFO="/files") == body


@pytest.mark.parametrize(("path", "length"), [("/other", MOST + 1), ("/files", MOST * 10 + 1)])
def test_elsewhere_and_beyond_they_are_not_read_here(path: str, length: int) -> None:
    source = io.BytesIO(b"x" * length)

    sent(for_files(2), source, length, PATH_INFO=path)

    assert source.tell() == length


def test_a_file_is_waited_for_longer_than_a_form(dawdler: Dawdler) -> None:
    slow = io.BytesIO(b"x" * 100)

    def read(size: int) -> bytes:
        dawdler.goes_on.wait(0.05)
        return slow.read(min(size, 50))

    source = type("Slow", (), {"read": staticmethod(read)})()

    assert sent(for_files(2, seconds=5), source, 100, PATH_INFO="/files") == b"x" * 100


def test_files_that_dawdle_leave_half_of_the_places_to_forms(dawdler: Dawdler) -> None:
    bodies = for_files(4, seconds=2)
    with ThreadPoolExecutor(5) as pool:
        waiting = [pool.submit(sent, bodies, dawdler, MOST + 1, PATH_INFO="/files") for _ in range(4)]
        told = [answer.result() for answer in islice(as_completed(waiting), 2)]
        form = sent(bodies, io.BytesIO(b"title=one"), 9)
        dawdler.goes_on.set()

    assert (told, form) == ([str(BUSY).encode()] * 2, b"title=one")
