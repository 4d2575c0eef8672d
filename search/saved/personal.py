"""Searches that a person keeps."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.accounts.slots import Leaving, Own
from app.foundation.db import db
from search.saved.models import SavedSearch


def own(account_id: int) -> Sequence[Own]:
    """What they search for."""
    query = select(SavedSearch.text, SavedSearch.asked, SavedSearch.saved_at)
    rows = db.session.execute(query.where(SavedSearch.account_id == account_id).order_by(SavedSearch.id))
    return [Own("searches", _("My searches"), [dict(row) for row in rows.mappings()], {"text": _("Words")})]


def forget(leaving: Leaving) -> None:
    """They search for nothing any more."""
    db.session.execute(delete(SavedSearch).where(SavedSearch.account_id == leaving.account_id))
