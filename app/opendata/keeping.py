"""The files of open data as they were made and kept: named by their SHA-256, and given to nobody once a text in them is hidden."""

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app

from app.foundation import archives
from app.foundation.db import db
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from app.opendata import due, making
from app.opendata.making import Read
from app.opendata.models import Form, OpenPack
from campaigns.plan.models import Campaign


@dataclass(frozen=True)
class Kept:
    """A file that everyone may have: its size in bytes, and its SHA-256, which names it."""

    form: Form
    digest: str
    size: int


def of_campaign(campaign_id: int) -> OpenPack | None:
    """What was made of the campaign; None where nothing was asked for yet."""
    return db.session.get(OpenPack, campaign_id)


def files_of(pack: OpenPack | None) -> list[Kept]:
    """The files that may be given out now, in the order of `Form`."""
    if pack is None or not pack.is_current:
        return []
    return [Kept(form, about["sha256"], about["size"]) for form in Form if (about := pack.files.get(form.value))]


def path_of(digest: str) -> Path:
    """Where a file lies."""
    return _folder() / digest


def make(campaign_id: int, now: datetime) -> bool:
    """Makes the files of a campaign, unless they are there and say the same; outside of any step, for it takes a while. Returns
    whether they were made.
    """
    campaign, pack = db.session.get_one(Campaign, campaign_id), of_campaign(campaign_id)
    if pack is None or not due.is_open(campaign):
        return False
    # Read before the rows: a text that is hidden from here on makes what comes of them stale.
    asked, before = pack.asked, dict(pack.files)
    with tempfile.TemporaryDirectory(dir=_made(_folder())) as name:
        done = making.read(campaign, now, Path(name), _rest)
        if pack.fingerprint == done.fingerprint and _all_there(before):
            _keep(campaign_id, asked=asked, now=now)
            return False
        files = {form.value: _kept(done, form, Path(name)) for form in Form}
        _keep(campaign_id, asked=asked, now=now, files=files, done=done)
    _throw_away({one["sha256"] for one in before.values()} - {one["sha256"] for one in files.values()})
    return True


def _kept(done: Read, form: Form, folder: Path) -> dict[str, str | int]:
    made = making.write(done, form, folder)
    about = archives.described(made)
    made.replace(path_of(str(about["sha256"])))
    _rest()
    return about


def _keep(
    campaign_id: int,
    *,
    asked: int,
    now: datetime,
    files: dict[str, dict[str, str | int]] | None = None,
    done: Read | None = None,
) -> None:
    with step():
        pack = db.session.get_one(OpenPack, campaign_id)
        pack.made, pack.looked_at = asked, now
        if files is not None and done is not None:
            pack.files, pack.fingerprint, pack.taken_at = files, done.fingerprint, done.about.taken_at
            pack.tables = {one.table.name: one.count for one in done.tables}


def copy_to(campaign_id: int, form: Form, target: Path, now: datetime) -> Read | None:
    """Writes the data of a campaign into a file: that which is kept, if it still says the same, else as it stands now. Returns
    what was read, None where the kept file was taken.
    """
    campaign, pack = db.session.get_one(Campaign, campaign_id), of_campaign(campaign_id)
    with tempfile.TemporaryDirectory() as name:
        done = making.read(campaign, now, Path(name))
        kept = next((one for one in files_of(pack) if one.form is form), None)
        if pack and kept and pack.fingerprint == done.fingerprint and path_of(kept.digest).is_file():
            shutil.copyfile(path_of(kept.digest), target)
            return None
        shutil.copyfile(making.write(done, form, Path(name)), target)
        return done


def _rest() -> None:
    """Says that the job is at it."""
    with step():
        still_at_it()


def _all_there(files: dict[str, dict[str, str]]) -> bool:
    return len(files) == len(Form) and all(path_of(one["sha256"]).is_file() for one in files.values())


def _throw_away(digests: Iterable[str]) -> None:
    """What a file said may have been hidden for a reason."""
    for digest in digests:
        path_of(digest).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(current_app.extensions["veche.settings"].VECHE_INSTANCE) / "opendata"


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
