"""Processes that stand and fall together: the one who starts them, watches them and stops them."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from app.foundation import ties

PATIENCE = 10.0
LONGEST_PAUSE = 30.0
log = structlog.get_logger("processes")


@dataclass
class Child:
    """A process to keep running: its command, and how it is known that it serves."""

    name: str
    command: Sequence[str]
    serves: Callable[[], bool] = lambda: True
    log_to: Path | None = None
    process: "subprocess.Popen[bytes] | None" = None
    pause: float = 1.0
    began: float = 0.0
    again_at: float = 0.0

    def start(self) -> None:
        # A session of its own: Ctrl-C reaches the one who watches, and it alone tells the others in their order.
        command = [sys.executable, "-S", "-E", ties.__file__, str(os.getpid()), *self.command]
        with self.log_to.open("ab") if self.log_to else contextlib.nullcontext() as log_file:
            self.process = subprocess.Popen(command, stdout=log_file, stderr=log_file, start_new_session=True)
        self.began = time.monotonic()

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


class CannotStart(Exception):
    """A process did not begin to serve; the text names it."""


class Supervisor:
    """Starts children in order, restarts those that fall with a growing pause, stops them in the reverse order."""

    def __init__(self) -> None:
        self._children: list[Child] = []
        # A plain mark: whatever has a lock inside must not be touched by a signal's handler.
        self._stopping = False

    def start(self, child: Child, seconds: float = 90.0) -> None:
        """Starts a child and waits until it serves; starts nothing once told to stop. Raises CannotStart where it does not serve."""
        if self._stopping:
            return
        self._children.append(child)
        child.start()
        until = time.monotonic() + seconds
        while not self._stopping and not child.serves():
            if not child.is_alive or time.monotonic() > until:
                raise CannotStart(child.name)
            time.sleep(0.05)

    def stop_on_signals(self) -> None:
        """Ctrl-C, a closed terminal and a polite kill all mean: stop everything."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._stop())

    def _stop(self) -> None:
        self._stopping = True

    @property
    def is_stopping(self) -> bool:
        """Whether it was told to stop."""
        return self._stopping

    def watch(self) -> None:
        """Keeps the children running until told to stop."""
        while not self._stopping:
            for child in self._children:
                self._look_after(child)
            time.sleep(0.2)

    def _look_after(self, child: Child) -> None:
        if child.is_alive:
            if child.pause > 1 and time.monotonic() - child.began > LONGEST_PAUSE:
                child.pause = 1.0
            return
        if not child.again_at:
            code = child.process.returncode if child.process else None
            log.warning("a process fell and is started again", process=child.name, code=code, pause=child.pause)
            child.again_at, child.pause = time.monotonic() + child.pause, min(child.pause * 2, LONGEST_PAUSE)
        elif time.monotonic() >= child.again_at:
            child.again_at = 0.0
            child.start()

    def stop(self) -> None:
        """Ends all children, the last started first; those that do not heed are killed."""
        self._stop()
        for child in reversed(self._children):
            if child.process is None or not child.is_alive:
                continue
            child.process.terminate()
            try:
                child.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                log.warning("a process did not heed and was killed", process=child.name)
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()
