"""What a resident says is not done. Pictures of it go when they leave."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select, update

from app.accounts.slots import Leaving, Own
from app.foundation.db import db
from app.uploads import domain as uploads
from campaigns.contributions.models import Contribution
from campaigns.implementation.models import Contest


def own(account_id: int) -> Sequence[Own]:
    """Objections, with what was replied."""
    query = (
        select(Contest.id, Contest.body, Contest.caption, Contest.reply, Contribution.state, Contribution.created_at)
        .join(Contribution, Contribution.id == Contest.id)
        .where(Contribution.author_id == account_id)
        .order_by(Contest.id)
    )
    rows = [dict(row) for row in db.session.execute(query).mappings()]
    return [Own("objections", _("What I said is not done"), rows, {"body": _("Text"), "reply": _("Reply")})]


def forget(leaving: Leaving) -> None:
    """The pictures go."""
    mine = select(Contribution.id).where(Contribution.author_id == leaving.account_id)
    theirs = Contest.id.in_(mine)
    ids = [one for one in db.session.scalars(select(Contest.upload_id).where(theirs)) if one is not None]
    db.session.execute(update(Contest).where(theirs).values(upload_id=None, caption=""))
    uploads.remove(ids)
