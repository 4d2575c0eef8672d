"""Who was erased, kept in the database and, outside of it, in the instance folder: a backup that is restored brings people back.

A line of the file `erasures.jsonl` holds a keyed digest of which account it was, what was to become of its texts, and when. It
tells nothing about anybody, and is of use only beside a backup of the same installation. It is never overwritten by a restore.
"""

import contextlib
import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO, cast

from flask import current_app
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.personal.models import Erasure
from app.accounts.slots import LeftTexts
from app.foundation.db import db

FILE = "erasures.jsonl"


@dataclass(frozen=True)
class Line:
    """An erasure: of whom, as a digest; what became of their texts; when."""

    mark: str
    texts: LeftTexts
    erased_at: datetime


def mark_of(account_id: int, created_at: datetime) -> str:
    """What an account is called here. With the moment it was made: after a restore a number may be given to somebody else."""
    secret = str(current_app.extensions["veche.settings"].SECRET_KEY).encode()
    made = created_at.astimezone(UTC).isoformat(timespec="microseconds")
    return hmac.new(secret, f"erased {account_id} {made}".encode(), hashlib.sha256).hexdigest()


def path() -> Path:
    """Where the file lies."""
    return cast(Path, current_app.extensions["veche.settings"].VECHE_INSTANCE) / FILE


def keep(line: Line) -> None:
    """Writes a line down outside of the database; the same again changes nothing. Before anything of the person goes."""
    with _locked() as file:
        if line.mark in _read(file.read()):
            return
        file.write(json.dumps({"mark": line.mark, "texts": line.texts, "erased_at": line.erased_at.isoformat()}) + "\n")
        file.flush()
        os.fsync(file.fileno())


def lines() -> Mapping[str, Line]:
    """All erasures that are known, by their marks: those of the file and those of the database."""
    kept = {row.mark: Line(row.mark, row.texts, row.erased_at) for row in db.session.scalars(select(Erasure))}
    return kept | (_read(path().read_text("utf-8")) if path().exists() else {})


def returned() -> Iterator[tuple[int, Line]]:
    """The accounts that stand there again though they were erased: a backup of an earlier day was restored."""
    known = lines()
    if not known:
        return
    for number, created_at in db.session.execute(select(Account.id, Account.created_at).order_by(Account.id)).all():
        line = known.get(mark_of(number, created_at))
        if line is not None:
            yield number, line


def _read(text: str) -> dict[str, Line]:
    found = {}
    for one in text.splitlines():
        # A line that broke off when the machine lost its power: its erasure had not begun.
        with contextlib.suppress(ValueError, KeyError):
            told = json.loads(one)
            line = Line(told["mark"], LeftTexts(told["texts"]), datetime.fromisoformat(told["erased_at"]))
            found[line.mark] = line
    return found


@contextlib.contextmanager
def _locked() -> Iterator[TextIO]:
    with path().open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        yield file
