"""The files that a person has brought."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select, update

from app.accounts.slots import Leaving, Own, OwnFile
from app.foundation.db import db
from app.uploads import store
from app.uploads.models import Upload

NAMELESS = "file"


def own(account_id: int) -> Sequence[Own]:
    """All files, with what they are called."""
    rows = db.session.scalars(select(Upload).where(Upload.account_id == account_id).order_by(Upload.id)).all()
    told = [{"name": one.name, "kind": one.media_type, "size": one.size, "created_at": one.created_at} for one in rows]
    files = [OwnFile(one.name, store.path_of(one.digest)) for one in rows]
    return [Own("files", _("Files"), told, {"name": _("What it is called"), "created_at": _("When")}, files)]


def forget(leaving: Leaving) -> None:
    """What is left of them, rooms above keep for their work: a scan, a picture of a report. What its owner called it goes."""
    db.session.execute(update(Upload).where(Upload.account_id == leaving.account_id).values(name=NAMELESS))
