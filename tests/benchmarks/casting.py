"""Casting by people who are signed in: from the POST, with its token, to the redirect. The embedded default, two web workers.

Beside it, in turn, the bare floor's vote (`../shared/bench`, where it is there): bare sqlite3 behind the same server. Then a
steady hundred votes a second. In the end the ledger is sealed, and must hold each vote that was answered, once.
"""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import func, insert, select

from app.accounts.factors.models import SignIn
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.apart import rules as apart
from campaigns.rounds.ballots.models import Ballot, Cast, Option
from campaigns.rounds.ledger.domain import sealing
from campaigns.rounds.ledger.models import Entry, EntryKind
from campaigns.rounds.models import Round
from tests.benchmarks.measures import share, table
from tests.factories import plenty
from tests.factories.campaigns import make_campaign
from tests.factories.votes import make_vote
from tests.support.house import House, eventually
from tests.support.real import FOLDER
from tests.support.servers import free_port

BENCH = Path(os.environ.get("VECHE_BENCH") or FOLDER.parent / "bench")
PEOPLE, OPTIONS, CONNECTIONS, ROUNDS, SECONDS = 3_000, 20, 8, 3, 4
PACE, WAITING = 100, 16
STEADY = float(os.environ.get("VECHE_STEADY_SECONDS") or 300)
FLOOR_SIZE = ("--ideas", "2000", "--comments", "2000", "--votes", "20000", "--users", "2000")


class Sender:
    """Sends requests that are ready to go over connections that stay open."""

    def __init__(self, port: int, requests: Iterator[bytes], good: bytes, pids: Callable[[], list[int]]) -> None:
        self._port, self._requests, self._good, self._pids = port, requests, good, pids
        self._turn = threading.Lock()
        self.answered = 0

    def _connect(self) -> socket.socket:
        door = socket.create_connection(("127.0.0.1", self._port), timeout=30)
        door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return door

    def _ask(self, door: socket.socket) -> None:
        with self._turn:
            request = next(self._requests)
        door.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += door.recv(65_536)
        head, _, body = answer.partition(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        while len(body) < length:
            body += door.recv(65_536)
        if not head.startswith(b"HTTP/1.1 " + self._good):
            raise AssertionError(answer[:600])
        with self._turn:
            self.answered += 1

    def at_full_speed(self, seconds: float) -> tuple[float, float, list[float]]:
        """Answers a second, the milliseconds of processor that the web workers spent on each, and those that each took,
        with every connection busy all the time."""
        times: list[float] = []
        pids = self._pids()
        before = _processor(pids)
        until = time.perf_counter() + seconds

        def go() -> None:
            with self._connect() as door:
                while (began := time.perf_counter()) < until:
                    self._ask(door)
                    times.append((time.perf_counter() - began) * 1000)

        took = _together([go] * CONNECTIONS)
        return len(times) / took, (_processor(pids) - before) * 1000 / len(times), times

    def at_a_pace(self, a_second: int, seconds: float) -> list[float]:
        """The milliseconds of each answer from the moment at which it was due, however late it could be asked."""
        times: list[float] = []
        begins, numbers = time.perf_counter() + 0.2, iter(range(int(a_second * seconds)))

        def go() -> None:
            with self._connect() as door:
                while True:
                    with self._turn:
                        number = next(numbers, None)
                    if number is None:
                        return
                    due = begins + number / a_second
                    time.sleep(max(0.0, due - time.perf_counter()))
                    self._ask(door)
                    times.append((time.perf_counter() - due) * 1000)

        _together([go] * WAITING)
        return times


def _processor(pids: Sequence[int]) -> float:
    """Seconds of processor that the processes have spent."""
    ticks = 0
    for pid in pids:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(words[11]) + int(words[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _together(acts: Sequence[Callable[[], None]]) -> float:
    """Does the acts in threads; how many seconds it took. What one of them raised is raised here."""
    raised: list[BaseException] = []

    def guarded(act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=guarded, args=(act,)) for act in acts]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]
    return time.perf_counter() - began


def run() -> None:
    """Prints how fast votes are cast, and that each is in the ledger once."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="veche-bench-")))
        house = House(_made(folder, "house"), WEB_WORKERS="2", LOG_LEVEL="ERROR")
        stack.callback(house.close)
        house.migrate()
        with house.inside():
            # Before the schedule runs, which would lay the round itself.
            round_id, requests = _vote(house.app)
        house.up()
        ours = Sender(house.port, requests, b"303", lambda: house.pids("web worker"))
        floor = stack.enter_context(_floor(folder)) if (BENCH / "floor.py").exists() else None
        _compare(ours, floor)
        _steady(ours)
        with house.inside():
            _account_for(round_id, ours.answered)


def _compare(ours: Sender, floor: Sender | None) -> None:
    senders = {"Veche": ours} | ({"bare floor": floor} if floor else {})
    found: dict[str, list[tuple[float, ...]]] = {name: [] for name in senders}
    for sender in senders.values():
        sender.at_full_speed(1)
    for _ in range(ROUNDS):
        for name, sender in senders.items():
            rate, spent, times = sender.at_full_speed(SECONDS)
            found[name].append((rate, spent, share(times, 50), share(times, 99)))
    rows: list[Sequence[object]] = [(name, *_medians(rounds)) for name, rounds in found.items()]
    if floor:
        ratios = [float(one) / float(other) for one, other in zip(rows[0][1:3], rows[1][1:3], strict=True)]  # type: ignore[arg-type]
        rows.append(("Veche / floor", *ratios, "", ""))
    title = f"casting: {CONNECTIONS} connections, medians of {ROUNDS} turns of {SECONDS} s, POST to redirect"
    table(title, ("votes", "a second", "CPU ms each", "p50 ms", "p99 ms"), rows)
    if not floor:
        print("  the bare floor is absent: set VECHE_BENCH to its folder")


def _medians(rounds: Sequence[tuple[float, ...]]) -> list[float]:
    return [sorted(column)[len(column) // 2] for column in zip(*rounds, strict=True)]


def _steady(ours: Sender) -> None:
    times = ours.at_a_pace(PACE, STEADY)
    head = (f"{PACE} a second", "votes", "p50 ms", "p99 ms", "longest ms")
    rows = [(f"{STEADY:.0f} s", len(times), share(times, 50), share(times, 99), max(times))]
    table("casting at a steady pace, from the moment each was due", head, rows)


def _account_for(round_id: int, answered: int) -> None:
    """Closes the vote, seals what waits, and compares the ledger with the answers and with the tables."""
    with step():
        round_ = db.session.get_one(Round, round_id)
        round_.closed_at, round_.close_reason = clock.now(), "the measure is over"
    began = time.perf_counter()
    sealing.finish(round_id)
    took = time.perf_counter() - began
    entries = db.session.scalars(
        select(Entry.body).where(Entry.round_id == round_id, Entry.kind == EntryKind.BALLOT)
    ).all()
    casts = set(db.session.scalars(select(Cast.commitment).where(Cast.round_id == round_id)))
    told = {part for body in entries for part in body.split('"') if len(part) == 64}
    voters, cast = db.session.execute(
        select(func.count(), func.sum(Ballot.casts)).where(Ballot.round_id == round_id)
    ).one()
    head = ("none lost, none doubled", "answers", "casts", "in the ledger", "voters")
    table(f"the ledger, its last batch sealed in {took:.1f} s", head, [("", answered, int(cast), len(entries), voters)])
    if not (answered == cast == len(entries) == len(casts) and casts <= told):
        raise AssertionError("a vote was lost or doubled")


def _vote(app: Flask) -> tuple[int, Iterator[bytes]]:
    """An open vote, and requests that cast in it, each from another person in turn, already signed in."""
    people = plenty.add_people(PEOPLE)
    campaign = make_campaign("bench", windows=[(PhaseKind.VOTING, -1, 10)])
    titles = [f"Остановка {number}" for number in range(OPTIONS)]
    round_ = make_vote(campaign, titles=titles, apart=[apart.usual(code) for code in apart.PARAMETERS])
    ideas = list(db.session.scalars(select(Option.idea_id).where(Option.round_id == round_.id)))
    _sign_in(people)
    sessions = [_session(app, person) for person in people]
    return round_.id, _requests(sessions, ideas)


def _sign_in(people: Sequence[int]) -> None:
    now, place = clock.now(), {"device": "Firefox|Linux", "network": "abc"}
    rows = [
        {"account_id": n, "key": sha256(str(n).encode()).hexdigest(), "began_at": now, "seen_at": now, "proved_at": now}
        for n in people
    ]
    with step():
        db.session.execute(insert(SignIn), [{**row, **place} for row in rows])


def _requests(sessions: Sequence[tuple[str, str]], ideas: Sequence[int]) -> Iterator[bytes]:
    number = 0
    while True:
        cookie, token = sessions[number % len(sessions)]
        chosen = sorted({ideas[(number * step_) % len(ideas)] for step_ in (1, 3, 7)})
        choice = ",".join(f"{idea_id}:1" for idea_id in chosen)
        fields = {"csrf_token": token, "choice": choice, "form": f"form {number}"}
        yield _post("/campaigns/bench/vote?round=1", fields, f"Cookie: veche={cookie}\r\n")
        number += 1


def _session(app: Flask, person: int) -> tuple[str, str]:
    """The cookie of somebody who is signed in, and the token that their forms carry."""
    raw = secrets.token_hex(20)
    with app.test_request_context():
        session["csrf_token"] = raw
        g.pop("csrf_token", None)
        token = generate_csrf()
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return signer.dumps({"_user_id": f"{person}.0.{person}", "_fresh": True, "csrf_token": raw}), token


def _post(path: str, fields: dict[str, str], more: str = "") -> bytes:
    body = urlencode(fields)
    kind = "application/x-www-form-urlencoded"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{more}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return (head + body).encode()


@contextmanager
def _floor(folder: Path) -> Iterator[Sender]:
    """The bare floor's vote behind the same server, with as many processes and threads."""
    made, database, port = _made(folder, "floor"), folder / "floor.sqlite", free_port()
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([sys.executable, BENCH / "gen_data.py", made, *FLOOR_SIZE], check=True, **quiet)
    subprocess.run([sys.executable, BENCH / "floor_db.py", made, database], check=True, **quiet)
    serve = (
        "--interface",
        "wsgi",
        "--workers",
        "2",
        "--blocking-threads",
        "8",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    )
    program = Path(sys.executable).with_name("granian")
    environment = os.environ | {"FLOOR_DB": str(database), "PYTHONDONTWRITEBYTECODE": "1"}
    server = subprocess.Popen([program, *serve, "floor:app"], cwd=BENCH, env=environment, **quiet)
    try:
        if not eventually(lambda: _listens(port), 20):
            raise AssertionError("the floor does not answer")
        yield Sender(port, _floor_requests(), b"200", lambda: _children(server.pid))
    finally:
        server.terminate()
        server.wait(20)


def _floor_requests() -> Iterator[bytes]:
    number = 0
    while True:
        yield _post("/vote", {"i": str(number % 2000 + 1), "u": str(5000 + number // 2000)})
        number += 1


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(int(child) for child in listed)]


def _listens(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


def _made(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name
