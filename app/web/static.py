"""Static files under addresses that change with their content, so that browsers keep them for a year."""

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, send_from_directory

from app.foundation.errors import Missing

YEAR = 365 * 24 * 3600


def _stamp(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def stamps(folder: Path) -> dict[str, str]:
    """The stamp of each file of the folder, by its name."""
    return {str(path.relative_to(folder)): _stamp(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def send(stamp: str, filename: str) -> Response:
    """A static file; an outdated stamp gets the present file, but not for a year."""
    known = current_app.extensions["veche.stamps"].get(filename)
    if known is None:
        raise Missing
    folder = Path(current_app.root_path) / "static"
    response = send_from_directory(folder, filename, max_age=YEAR if stamp == known else 0)
    if stamp == known:
        response.cache_control.public, response.cache_control.immutable = True, True
    return response


def connect(app: Flask) -> None:
    """Serves app/static under stamped addresses; `url_for('static', filename=…)` writes the stamp itself."""
    app.extensions["veche.stamps"] = stamps(Path(app.root_path) / "static")
    app.add_url_rule("/static/<stamp>/<path:filename>", endpoint="static", view_func=send)

    @app.url_defaults
    def add_stamp(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "stamp" not in values:
            values["stamp"] = app.extensions["veche.stamps"].get(values.get("filename"), "0")
