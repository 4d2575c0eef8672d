"""What departments keep of a person: with which of them they are connected."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.accounts.slots import Leaving, Own
from app.foundation.db import db
from app.offices.models import Affiliation, Office


def own(account_id: int) -> Sequence[Own]:
    """With which departments the person is connected."""
    query = select(Office.name, Affiliation.since, Affiliation.ended_at).join(
        Affiliation, Affiliation.office_id == Office.id
    )
    rows = db.session.execute(query.where(Affiliation.account_id == account_id).order_by(Affiliation.id))
    return [Own("departments", _("Departments"), [dict(row) for row in rows.mappings()])]


def forget(leaving: Leaving) -> None:
    """They are connected with none any more."""
    db.session.execute(delete(Affiliation).where(Affiliation.account_id == leaving.account_id))
