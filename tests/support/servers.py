"""Servers of a test run: an embedded Valkey, and a PostgreSQL cluster where its programs are installed."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import redis

from app.foundation import valkey as embedded

INSTALL_POSTGRESQL = "PostgreSQL is not installed: sudo apt-get install -y postgresql"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@contextlib.contextmanager
def valkey() -> Iterator[str]:
    """A Valkey on a socket of its own; gives its URL."""
    folder = Path(tempfile.mkdtemp(prefix="vk"))
    path = folder / "v.sock"
    # What a test queues is kept by nobody.
    command = [*embedded.arguments(path, folder), "--appendonly", "no"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for_valkey(path)
        yield f"unix://{path}"
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for_valkey(path: Path) -> None:
    for _ in range(200):
        with contextlib.suppress(redis.ConnectionError), redis.Redis(unix_socket_path=str(path)) as client:
            if client.ping():
                return
        time.sleep(0.02)
    raise RuntimeError("the embedded Valkey did not start")


def postgresql_programs() -> Path | None:
    """The folder with initdb and postgres, None where they are not installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    return next(
        (f for f in [*folders, *([Path(found).resolve().parent] if found else [])] if (f / "initdb").exists()), None
    )


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL cluster of its own on a free port; gives the URL of its server without a database."""
    programs = postgresql_programs()
    if programs is None:
        raise RuntimeError(INSTALL_POSTGRESQL)
    folder, port = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp")), free_port()
    # PostgreSQL refuses to run as root.
    user = _other_user() if os.getuid() == 0 else None
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    ident = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **ident}
    subprocess.run(
        [programs / "initdb", "-D", folder / "d", "-U", "veche", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
        check=True,
        **quiet,
    )
    options = {
        "port": port,
        "unix_socket_directories": folder,
        # What a test keeps is gone with it: nothing waits for the disk, and no plan of a small table is worth compiling.
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "off",
        "jit": "off",
        "listen_addresses": "127.0.0.1",
        "max_connections": 100,
    }
    command = [
        programs / "postgres",
        "-D",
        folder / "d",
        *(part for k, v in options.items() for part in ("-c", f"{k}={v}")),
    ]
    process = subprocess.Popen(command, **quiet)
    try:
        _wait_for_postgresql(port)
        yield f"postgresql://veche@127.0.0.1:{port}"
    finally:
        # Fast shutdown: open connections of a failed test must not hold the end up.
        process.send_signal(signal.SIGINT)
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _other_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("as root, PostgreSQL needs a user 'postgres' or 'nobody' to run as")


def _wait_for_postgresql(port: int) -> None:
    for _ in range(400):
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(f"host=127.0.0.1 port={port} user=veche dbname=postgres").close()
            return
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not start")
