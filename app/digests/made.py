"""The files of a digest as they were made and kept: named by their SHA-256, made anew when the words they may show have changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from app.digests.files import MAKERS, words_of
from app.digests.models import DigestFile, Form, Snapshot
from app.foundation import archives, canonical, clock
from app.foundation.db import db
from app.foundation.letters import link
from app.foundation.release import VERSION
from app.foundation.unit_of_work import step
from app.foundation.upserts import upsert


@dataclass(frozen=True)
class MadeFile:
    """A file of a digest, as pages tell it. `size` (in bytes) and `digest` are None while it is being made."""

    form: Form
    digest: str | None = None
    size: int | None = None
    has_failed: bool = False


def grounds(titles: Mapping[str, str]) -> str:
    """The fingerprint of all that the bytes of a snapshot's files follow from besides its body: the words that may be shown,
    the release, and the address of the site."""
    return canonical.fingerprint({"words": titles, "release": VERSION, "address": link("web.home")})


def of_snapshot(snapshot: Snapshot, titles: Mapping[str, str]) -> list[MadeFile]:
    """Every form of a digest, in the order of `Form`. One whose words have changed since counts as being made."""
    rows = {
        row.form: row for row in db.session.scalars(select(DigestFile).where(DigestFile.snapshot_id == snapshot.id))
    }
    stands_on = grounds(titles)
    return [_told(form, rows.get(form), stands_on) for form in Form]


def path_of(digest: str) -> Path:
    """Where a made file lies."""
    return _folder() / digest


def make(snapshot_id: int, form: Form) -> bool:
    """Makes a file and keeps it, unless it is there; outside of any step, for it takes a while. Returns whether it was made.

    What fails is kept as failed, and raised.
    """
    snapshot = db.session.get_one(Snapshot, snapshot_id)
    stands_on, row = (
        grounds(words_of(snapshot)),
        db.session.get(DigestFile, (snapshot_id, form), populate_existing=True),
    )
    if row and row.grounds == stands_on and row.digest and path_of(row.digest).is_file():
        return False
    before = row.digest if row else ""
    try:
        body = MAKERS[form](snapshot)
    except Exception:
        _keep(snapshot_id, form, stands_on, "", 0)
        _throw_away(before)
        raise
    digest = archives.digest(body)
    archives.put(path_of(digest), body)
    _keep(snapshot_id, form, stands_on, digest, len(body))
    if before != digest:
        _throw_away(before)
    return True


def _told(form: Form, row: DigestFile | None, stands_on: str) -> MadeFile:
    if row is None or row.grounds != stands_on:
        return MadeFile(form)
    return MadeFile(form, row.digest, row.size) if row.digest else MadeFile(form, has_failed=True)


def _keep(snapshot_id: int, form: Form, stands_on: str, digest: str, size: int) -> None:
    kept = {"grounds": stands_on, "digest": digest, "size": size, "made_at": clock.now()}
    with step():
        put = upsert(DigestFile).values(snapshot_id=snapshot_id, form=form, **kept)
        db.session.execute(put.on_conflict_do_update(index_elements=["snapshot_id", "form"], set_=kept))


def _throw_away(digest: str) -> None:
    """The file goes where no row names it any more: what it said may have been hidden for a reason."""
    if digest and not db.session.scalar(select(DigestFile.snapshot_id).where(DigestFile.digest == digest).limit(1)):
        path_of(digest).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(current_app.extensions["veche.settings"].VECHE_INSTANCE) / "digests"
