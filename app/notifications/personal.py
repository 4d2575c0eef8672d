"""What a person was told, and how they want to be."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.accounts.slots import Leaving, Own
from app.foundation.db import db
from app.notifications.models import Notice, NoticeChoice

LATEST = 5000


def own(account_id: int) -> Sequence[Own]:
    """Notices, the latest first, and what was chosen about letters."""
    notices = select(Notice).where(Notice.account_id == account_id).order_by(Notice.id.desc()).limit(LATEST)
    told = [
        {
            "kind": one.kind,
            "text": one.contribution_id,
            "at": one.created_at,
            "read_at": one.read_at,
            "mailed_at": one.mailed_at,
        }
        for one in db.session.scalars(notices)
    ]
    choices = select(NoticeChoice).where(NoticeChoice.account_id == account_id).order_by(NoticeChoice.subject)
    chosen = [
        {"subject": one.subject, "letters": one.letters, "chosen_at": one.chosen_at}
        for one in db.session.scalars(choices)
    ]
    words = {"kind": _("About"), "text": _("Number of the text"), "at": _("When"), "read_at": _("Read")}
    return [
        Own("notices", _("Notices"), told, words | {"mailed_at": _("Sent by mail")}),
        Own("letters", _("What comes by mail"), chosen, {"subject": _("About"), "letters": _("How often")}),
    ]


def forget(leaving: Leaving) -> None:
    """They are told nothing any more: a letter that waits finds nobody."""
    for table in (Notice, NoticeChoice):
        db.session.execute(delete(table).where(table.account_id == leaving.account_id))
