"""A whole Veche in processes of its own, started as an operator starts it, to be killed in parts; and people at its door."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from flask import Flask
from flask_migrate import upgrade

from app.accounts.models import Account
from app.config import Settings, load
from app.factory import create_app
from app.foundation import ties, valkey
from app.foundation.db import db
from tests.support.people import TOKEN, signed_in
from tests.support.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
FLASK = str(Path(sys.executable).parent / "flask")
HIDDEN = re.compile(r"<input[^>]*type=\"hidden\"[^>]*>")
ATTRIBUTE = re.compile(r"(\w+)=\"([^\"]*)\"")
QUICK = {
    "JOB_LEASE": "2",
    "LOG_LEVEL": "WARNING",
    "DEFAULT_LANGUAGE": "en",
    "PASSWORD_MEMORY_KIB": "8",
    "PASSWORD_TIME": "1",
    "DEMO_PAGES": "false",
}


def eventually(holds: Callable[[], bool], seconds: float = 30.0, pause: float = 0.1) -> bool:
    """Whether it comes to hold within so many seconds."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(pause)
    return True


@dataclass(frozen=True)
class Running:
    """A living process of a house. Its role is up, valkey, web, web worker, worker, work-horse or scheduler."""

    pid: int
    parent: int
    role: str


class House:
    """A running copy. `up` starts all of it, `start` one part; what is killed alone is found through /proc."""

    def __init__(self, instance: Path, **over: str) -> None:
        self.instance, self.port = instance, free_port()
        own = {f.name for f in fields(Settings)}
        place = {"VECHE_INSTANCE": str(instance), "PORT": str(self.port)}
        self.settings: Mapping[str, str] = {**QUICK, **place, **over}
        self.environment = {name: value for name, value in os.environ.items() if name not in own} | self.settings
        self.sent = 0
        self._started: list[subprocess.Popen[bytes]] = []
        self._parts: dict[str, subprocess.Popen[bytes]] = {}

    @cached_property
    def app(self) -> Flask:
        """The application of this copy in the process of the test."""
        return create_app(load(self.settings))

    @contextlib.contextmanager
    def inside(self) -> Iterator[None]:
        """In the test's own process, as a command of this copy would be."""
        with self.app.app_context():
            try:
                yield
            finally:
                db.session.remove()

    def migrate(self) -> None:
        """Makes the tables, for a copy whose parts are started one by one."""
        with self.inside():
            upgrade()

    def start(self, *parts: str) -> None:
        """Starts valkey, web, worker or scheduler alone. Who starts parts looks after them, too."""
        for part in parts:
            if part == "valkey":
                settings = load(self.settings)
                self._parts[part] = self._begin(*valkey.arguments(settings.redis_socket, self.instance))
                assert eventually(settings.redis_socket.exists, 20, 0.02), self.said
            else:
                self._parts[part] = self.command(part)

    def look_after(self) -> None:
        """Starts again what has ended of the parts."""
        for part, process in list(self._parts.items()):
            if process.poll() is not None:
                self.start(part)

    def command(self, *words: str) -> "subprocess.Popen[bytes]":
        """A command of this copy, begun; what it prints goes to the end of the file `said`."""
        return self._begin(FLASK, *words)

    def _begin(self, *words: str) -> "subprocess.Popen[bytes]":
        # Tied to the thread that starts it: a run of tests that is killed leaves nothing behind.
        tied = [sys.executable, "-S", "-E", ties.__file__, str(os.getpid()), *words]
        with self._said.open("ab") as said:
            begun = subprocess.Popen(
                tied, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said
            )
        self._started.append(begun)
        return begun

    @property
    def _said(self) -> Path:
        return self.instance / "said"

    @property
    def said(self) -> str:
        """What the commands printed, and what stands in the log."""
        paths = (self._said, self.instance / "veche.log")
        return "\n".join(path.read_text("utf-8", "replace") for path in paths if path.exists())

    def up(self) -> "subprocess.Popen[bytes]":
        """Starts everything, and waits until pages are served."""
        begun = self.command("up", "--no-demo")
        assert eventually(lambda: begun.poll() is not None or self.is_whole(), 90), self.said
        assert begun.poll() is None, self.said
        return begun

    def is_whole(self) -> bool:
        """Whether all of it runs and pages come."""
        return self.answers() and {"valkey", "worker", "scheduler"} <= {one.role for one in self.processes()}

    def answers(self) -> bool:
        """Whether a page comes."""
        with contextlib.suppress(NoAnswer):
            return Person(self).get("/readyz").status == 200
        return False

    def processes(self) -> list[Running]:
        """All living processes of this copy, whoever their parent is by now."""
        # Valkey writes its title over its environment, and its socket into the title.
        marks = f"VECHE_INSTANCE={self.instance}\0".encode(), str(load(self.settings).redis_socket).encode()
        found: dict[int, tuple[int, str]] = {}
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit() or int(folder.name) == os.getpid():
                continue
            with contextlib.suppress(OSError):
                command = (folder / "cmdline").read_bytes()
                if marks[0] in (folder / "environ").read_bytes() or marks[1] in command:
                    state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
                    if state != "Z":
                        found[int(folder.name)] = (int(parent), _part(command.decode().split("\0")))
        return [
            Running(pid, parent, _role(part, found.get(parent, (0, ""))[1]))
            for pid, (parent, part) in sorted(found.items())
        ]

    def pids(self, *roles: str) -> list[int]:
        """The processes of these roles."""
        return [one.pid for one in self.processes() if one.role in roles]

    def kill(self, *roles: str, by: signal.Signals = signal.SIGKILL) -> list[int]:
        """Kills all processes of these roles; gives those it has killed."""
        pids = []
        for pid in self.pids(*roles):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, by)
                pids.append(pid)
        for process in self._parts.values():
            if process.pid in pids and by == signal.SIGKILL:
                process.wait(20)
        return pids

    def close(self) -> None:
        """Ends whatever is left."""
        for one in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(one.pid, signal.SIGKILL)
        for begun in self._started:
            begun.wait(20)
        if "app" in vars(self):
            with self.inside():
                db.engine.dispose()
            self.app.extensions["veche.redis"].close()


def _part(words: list[str]) -> str:
    if "valkey-server" in words[0]:
        return "valkey"
    place = next((number for number, word in enumerate(words) if word.endswith("/flask")), None)
    return words[place + 1] if place is not None and len(words) > place + 1 else words[0]


def _role(part: str, of_parent: str) -> str:
    own = {"web": "web worker", "worker": "work-horse"}
    return own[part] if part in own and of_parent == part else part


@contextlib.contextmanager
def killing(house: House, roles: Sequence[str], every: int) -> Iterator[list[str]]:
    """While the block lasts kills the oldest process of one role after another, each after so many forms more were sent.

    Gives the list of roles killed so far, which grows.
    """
    killed: list[str] = []
    over = threading.Event()

    def is_time(number: int, role: str) -> bool:
        house.look_after()
        return over.is_set() or (house.sent >= number * every and bool(house.pids(role)))

    def kill() -> None:
        for number, role in enumerate(roles, 1):
            eventually(lambda number=number, role=role: is_time(number, role), 120, 0.02)
            if over.is_set():
                return
            for pid in house.pids(role)[:1]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    killed.append(role)
        while not over.wait(0.2):
            house.look_after()

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield killed
    finally:
        over.set()
        killer.join()


class NoAnswer(Exception):
    """The connection ended before the answer was there: whether it was done nobody knows."""


@dataclass(frozen=True)
class Answer:
    """What the house said."""

    status: int
    location: str
    text: str


class Person:
    """A person's browser over a real socket: holds its cookies, and may send a form again where no answer came."""

    def __init__(self, house: House, account: Account | None = None) -> None:
        self.house = house
        self.cookies: dict[str, str] = {}
        if account is not None:
            signer = house.app.session_interface.get_signing_serializer(house.app)
            with house.app.app_context():
                word = signed_in(account)
            # With what the forms of a browser share: pages that are opened at once would each make their own.
            self.cookies["veche"] = signer.dumps({"_user_id": word, "_fresh": True, "csrf_token": "one browser"})

    def get(self, path: str) -> Answer:
        """Opens a page. Raises NoAnswer."""
        return self._ask("GET", path)

    def post(self, path: str, given: Mapping[str, str]) -> Answer:
        """Sends a form as it is. Raises NoAnswer."""
        return self._ask("POST", path, given)

    def form(self, path: str) -> dict[str, str]:
        """The hidden fields of the forms on a page, its token among them. Tries until the page comes."""
        text = self.insist(lambda: self.get(path)).text
        found = [dict(ATTRIBUTE.findall(field)) for field in HIDDEN.findall(text)]
        hidden = {field["name"]: field.get("value", "") for field in found}
        token = TOKEN.search(text)
        assert token, f"no form with a token on {path}"
        return {**hidden, "csrf_token": token[1]}

    def insist(self, ask: Callable[[], Answer], seconds: float = 90.0) -> Answer:
        """Asks until there is an answer, as somebody does who wants it done."""
        until = time.monotonic() + seconds
        while True:
            try:
                return ask()
            except NoAnswer:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def _ask(self, method: str, path: str, given: Mapping[str, str] | None = None) -> Answer:
        door = HTTPConnection("127.0.0.1", self.house.port, timeout=30)
        headers = {"Accept-Language": "en", "Cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items())}
        if given is not None:
            self.house.sent += 1
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            door.request(method, path, urlencode(given) if given is not None else None, headers)
            response = door.getresponse()
            text = response.read().decode()
        except (OSError, HTTPException) as error:
            raise NoAnswer from error
        finally:
            door.close()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return Answer(response.status, urlsplit(response.headers.get("Location", "")).path, text)
