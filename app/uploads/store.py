"""Where files lie: in the instance folder, named by the digest of what is kept, so that the same is kept once.

A file is brought before the write begins, its row is made in the write. What has no row within a day is swept away.
"""

import contextlib
import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, cast

from flask import current_app
from flask_babel import lazy_gettext as _l

from app.foundation import clock
from app.foundation.errors import Invalid, Reason
from app.uploads import kinds, names, pictures
from app.uploads.models import MediaType

EMPTY = Reason("file-empty", _l("Choose a file first. The one that came is empty."))
SMALL = "-small"
LEFT_ALONE = timedelta(days=1)
_FOLDERS = "[0-9a-f]" * 2


@dataclass(frozen=True)
class Brought:
    """A file that lies in its place and has no row yet. Width and height are those of a picture, in dots."""

    digest: str
    media_type: MediaType
    name: str
    size: int
    width: int | None = None
    height: int | None = None


def most_bytes() -> int:
    """How large a file may be."""
    return int(current_app.extensions["veche.settings"].UPLOAD_MOST_BYTES)


def bring(file: BinaryIO, name: str | None) -> Brought:
    """Takes a file in: a picture is drawn anew, a PDF is kept as it is. Slow: call it before the write begins.

    Raises Invalid where the file is empty, too large, broken or nothing that we keep.
    """
    size = file.seek(0, os.SEEK_END)
    if not size:
        raise Invalid(EMPTY)
    _require_fit(size)
    media_type = kinds.media_type_of(file)
    if media_type == MediaType.PDF:
        file.seek(0)
        content = file.read()
        kinds.require_open_pdf(content)
        return Brought(_put(content), media_type, names.fit(name, media_type), len(content))
    picture = pictures.redraw(file, media_type)
    _require_fit(len(picture.content))
    digest = _put(picture.content, picture.small)
    kept = names.fit(name, picture.media_type)
    return Brought(digest, picture.media_type, kept, len(picture.content), picture.width, picture.height)


def put_back(content: bytes, small: bytes | None = None) -> str:
    """A file that was kept by an installation before, as it was; with the small copy of a picture. Returns its digest."""
    return _put(content, small)


def path_of(digest: str) -> Path:
    """Where the file lies."""
    return _folder() / digest[:2] / digest[2:]


def small_path_of(digest: str) -> Path:
    """Where the small copy of a picture lies: a JPEG."""
    return path_of(digest).with_name(digest[2:] + SMALL)


def drop(digest: str, brought_before: datetime) -> bool:
    """Removes a file that nobody has, if it was not brought again since. Returns whether it is gone."""
    with _lock():
        path = path_of(digest)
        if not _is_older(path, brought_before):
            return False
        path.unlink(missing_ok=True)
        small_path_of(digest).unlink(missing_ok=True)
        return True


def digests_before(moment: datetime) -> Iterator[str]:
    """Digests of the files that were last brought before the moment."""
    for path in _folder().glob(f"{_FOLDERS}/*"):
        if not path.name.endswith(SMALL) and _is_older(path, moment):
            yield path.parent.name + path.name


def drop_halves(moment: datetime) -> None:
    """Removes what was being written when a process was killed, before the moment."""
    for path in _folder().glob("new-*"):
        if _is_older(path, moment):
            path.unlink(missing_ok=True)


def _require_fit(size: int) -> None:
    most = most_bytes()
    if size > most:
        sentence = _l(
            "This file is larger than %(most)s MB. Make it smaller and add it again.", most=most // 2**20 or 1
        )
        raise Invalid(Reason("file-too-large", sentence))


def _folder() -> Path:
    return cast(Path, current_app.extensions["veche.settings"].VECHE_INSTANCE) / "uploads"


def _put(content: bytes, small: bytes | None = None) -> str:
    digest = hashlib.sha256(content).hexdigest()
    path_of(digest).parent.mkdir(parents=True, exist_ok=True)
    with _lock():
        # The small one first: where the large one is, both are.
        if small is not None:
            _write(small, small_path_of(digest))
        _write(content, path_of(digest))
    return digest


def _write(content: bytes, path: Path) -> None:
    # The hour of the file is that of the application's clock, whether it lay there before or not.
    hour = clock.now().timestamp()
    if path.exists():
        os.utime(path, (hour, hour))
        return
    new = _folder() / f"new-{secrets.token_hex(8)}"
    with new.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.utime(new, (hour, hour))
    new.rename(path)
    _keep_names(path.parent)


def _keep_names(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_older(path: Path, moment: datetime) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return path.stat().st_mtime < moment.timestamp()
    return False


@contextlib.contextmanager
def _lock() -> Iterator[None]:
    """Nobody drops a file in the moment in which another finds it there already."""
    with (_folder() / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
