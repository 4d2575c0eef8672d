"""The web server: granian, whose workers end with it."""

import gc
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from app.config import Settings
from app.foundation.ties import die_with_parent

SERVER = "VECHE_SERVER_PROCESS"
# Seconds that a thread computes before it lets another one in; Python's own are ten times as many.
SWITCH = 0.0005


def _load(target: str) -> Callable[..., Any]:
    # Runs in each worker: a server that is killed must not leave workers that hold the port.
    die_with_parent(int(os.environ[SERVER]))
    module, _, name = target.partition(":")
    answer = getattr(import_module(module), name)
    _settle()
    return answer  # type: ignore[no-any-return]


def _settle() -> None:
    """What was loaded stays: the collector looks at it no more, which would stop all threads for a fifth of a second. And a thread
    that comes back from the database, perhaps with the place of the writer, waits less long for one that only counts."""
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(SWITCH)


def serve(settings: Settings) -> None:
    """Serves until told to stop; requests that have begun are answered first."""
    os.environ[SERVER] = str(os.getpid())
    Granian(
        "wsgi:app",
        address=settings.HOST,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=settings.WEB_WORKERS,
        blocking_threads=settings.WEB_THREADS,
        backlog=512,
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=10,
        log_level="warning",  # type: ignore[arg-type]
        websockets=False,
    ).serve(target_loader=_load)
