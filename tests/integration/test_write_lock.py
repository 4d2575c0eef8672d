"""The place of the one who writes: threads and processes stand in line for it, and a killed one leaves it free."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.foundation.db import db
from app.foundation.locks import WriteLock
from app.foundation.unit_of_work import begin_writing, is_writing, step
from app.territories.models import Territory
from tests.support.house import eventually

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import sys
from pathlib import Path
from app.foundation.locks import WriteLock
lock = WriteLock(Path(sys.argv[1]))
print("comes", flush=True)
lock.acquire()
print("has it", flush=True)
with open(sys.argv[2], "a") as book:
    book.write(sys.argv[3] + "\\n")
sys.stdin.read()
lock.release()
"""
LOCKS = Path("/proc/locks")
# Where the kernel does not tell who stands in its line: long enough for whoever has come.
A_MOMENT = 0.5


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "write.lock"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Where each writer puts its name when its turn has come."""
    return tmp_path / "book"


@contextmanager
def comes(place: Path) -> Iterator[None]:
    """Whoever comes in the block stands in the kernel's line, or has the place, when it ends."""
    before = standing(place)
    yield
    if LOCKS.exists():
        assert eventually(lambda: standing(place) > before, 60, 0.005)
    else:
        time.sleep(A_MOMENT)


def standing(place: Path) -> int:
    """How many have the place or wait for it."""
    if not (LOCKS.exists() and place.exists()):
        return 0
    return LOCKS.read_text().count(f":{place.stat().st_ino} ")


@contextmanager
def process(place: Path, book: Path, name: str) -> Iterator["subprocess.Popen[str]"]:
    """A writer in a process of its own, who has come; it leaves when its input ends."""
    command = [sys.executable, "-c", WRITER, str(place), str(book), name]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as writer:
        with comes(place):
            assert writer.stdout is not None
            assert writer.stdout.readline() == "comes\n"
        yield writer
        writer.kill()


def thread(lock: WriteLock, place: Path, book: Path, name: str) -> threading.Thread:
    """A writer in a thread of this process, who has come."""

    def write() -> None:
        lock.acquire()
        with book.open("a") as page:
            page.write(f"{name}\n")
        lock.release()

    writer = threading.Thread(target=write)
    with comes(place):
        writer.start()
    return writer


def leave(writer: "subprocess.Popen[str]") -> None:
    assert writer.stdin is not None
    writer.stdin.close()


def test_threads_pass_in_the_order_they_came(place: Path, book: Path) -> None:
    lock = WriteLock(place)
    lock.acquire()
    threads = [thread(lock, place, book, str(number)) for number in range(5)]

    lock.release()
    for writer in threads:
        writer.join(60)

    assert book.read_text().split() == ["0", "1", "2", "3", "4"]


def test_threads_and_processes_pass_in_the_order_they_came(place: Path, book: Path) -> None:
    lock = WriteLock(place)
    lock.acquire()
    first = thread(lock, place, book, "a thread")
    with process(place, book, "a process") as second:
        third = thread(lock, place, book, "another thread")
        with process(place, book, "another process") as fourth:
            lock.release()
            leave(second)
            leave(fourth)
            first.join(60)
            third.join(60)
            fourth.wait(60)

    assert book.read_text().splitlines() == ["a thread", "a process", "another thread", "another process"]


def test_the_place_of_a_killed_process_is_freed(place: Path, book: Path) -> None:
    with process(place, book, "killed") as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "has it\n"
        waiting = thread(WriteLock(place), place, book, "next")
        before = book.read_text().split()

        os.kill(holder.pid, signal.SIGKILL)
        waiting.join(60)

    assert before == ["killed"]
    assert book.read_text().split() == ["killed", "next"]


def test_the_place_of_a_killed_process_that_waited_is_taken_by_the_one_behind_it(place: Path, book: Path) -> None:
    lock = WriteLock(place)
    lock.acquire()
    with process(place, book, "killed") as waiting:
        behind = thread(lock, place, book, "behind")
        os.kill(waiting.pid, signal.SIGKILL)
        waiting.wait(60)

        lock.release()
        behind.join(60)

    assert book.read_text().split() == ["behind"]


def test_a_place_that_was_not_held_can_be_given_up(place: Path) -> None:
    WriteLock(place).release()

    assert not place.exists()


def test_many_steps_at_once_all_pass(app: Flask) -> None:
    db.session.remove()

    def write(number: int) -> None:
        with app.app_context():
            for part in range(10):
                with step():
                    db.session.add(Territory(name=f"{number}.{part}"))
            db.session.remove()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)

    assert sorted(db.session.scalars(select(Territory.name))) == [f"{n}.{p}" for n in range(8) for p in range(10)]


def passes(act: Callable[[], object]) -> bool:
    """Whether somebody else may write."""
    other = threading.Thread(target=act, daemon=True)
    other.start()
    other.join(30)
    return not other.is_alive()


def test_a_write_that_cannot_begin_gives_its_place_up(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise OperationalError("BEGIN IMMEDIATE", None, Exception("the disk is full"))

    session = db.session()
    with monkeypatch.context() as patch:
        patch.setattr(session, "connection", refuse)
        with pytest.raises(OperationalError):
            begin_writing()
    after = is_writing()

    def write() -> None:
        with app.app_context(), step():
            db.session.add(Territory(name="Сургут"))

    assert (after, passes(write)) == (False, True)
