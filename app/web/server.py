"""The web server: granian, whose workers end with it."""

import os
from collections.abc import Callable
from importlib import import_module
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from app.config import Settings
from app.foundation.ties import die_with_parent

SERVER = "VECHE_SERVER_PROCESS"


def _load(target: str) -> Callable[..., Any]:
    # Runs in each worker: a server that is killed must not leave workers that hold the port.
    die_with_parent(int(os.environ[SERVER]))
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)  # type: ignore[no-any-return]


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
