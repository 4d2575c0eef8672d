"""The file of one's own data: asked for, made by a job, there for some days for its person alone."""

from datetime import datetime
from pathlib import Path
from typing import cast

from flask import current_app
from sqlalchemy import select

from app.accounts.personal import terms
from app.accounts.personal.models import OwnDownload
from app.foundation import outbox
from app.foundation.db import db
from app.foundation.unit_of_work import after_commit

FOLDER = "own"


def path_of(account_id: int) -> Path:
    """Where the file of a person lies."""
    return cast(Path, current_app.extensions["veche.settings"].VECHE_INSTANCE) / FOLDER / f"{account_id}.zip"


def of(account_id: int) -> OwnDownload | None:
    """What the person has asked for last."""
    return db.session.scalar(select(OwnDownload).where(OwnDownload.account_id == account_id))


def ready(account_id: int, now: datetime) -> OwnDownload | None:
    """The file as long as it may be fetched."""
    asked = of(account_id)
    return asked if asked and asked.until and now < asked.until and path_of(account_id).is_file() else None


def ask(account_id: int, now: datetime) -> OwnDownload:
    """The person wants a file of all that is theirs; one that was made before goes. Asked again while it is made, that is awaited."""
    asked = db.session.scalar(select(OwnDownload).where(OwnDownload.account_id == account_id).with_for_update())
    if asked is None:
        asked = OwnDownload(account_id=account_id)
        db.session.add(asked)
    elif asked.made_at is None:
        return asked
    asked.asked_at, asked.made_at, asked.until, asked.size = now, None, None, 0
    db.session.flush()
    drop(account_id)
    outbox.ask("personal.make_download", account_id=account_id)
    return asked


def made(account_id: int, size: int, now: datetime) -> bool:
    """The file lies there. False where nobody asks for it any more."""
    asked = db.session.scalar(select(OwnDownload).where(OwnDownload.account_id == account_id).with_for_update())
    if asked is None:
        return False
    asked.made_at, asked.until, asked.size = now, now + terms.DOWNLOADS.lasts, size
    db.session.flush()
    return True


def over(now: datetime) -> list[int]:
    """The accounts whose file has lain long enough."""
    return list(db.session.scalars(select(OwnDownload.account_id).where(OwnDownload.until <= now)))


def forget(account_id: int) -> None:
    """The file goes, and that it was asked for."""
    asked = of(account_id)
    if asked is not None:
        db.session.delete(asked)
        db.session.flush()
    drop(account_id)


def drop(account_id: int) -> None:
    """Removes the file once this step is kept."""
    path = path_of(account_id)
    after_commit(lambda: path.unlink(missing_ok=True))
