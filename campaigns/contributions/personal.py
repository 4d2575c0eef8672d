"""What a person follows."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from app.accounts.slots import Leaving, Own
from app.foundation.db import db
from campaigns.contributions.models import FOLLOWED, Contribution, Follow


def own(account_id: int) -> Sequence[Own]:
    """Each thing by its kind and number."""
    rows = db.session.scalars(select(Follow).where(Follow.account_id == account_id).order_by(Follow.id))
    return [
        Own("follows", _("What I follow"), [_follow(one) for one in rows], {"what": _("What"), "since": _("Since")})
    ]


def _follow(one: Follow) -> dict[str, object]:
    what = next(column for column in FOLLOWED if getattr(one, column) is not None)
    return {"what": what.removesuffix("_id"), "number": getattr(one, what), "since": one.since}


def forget(leaving: Leaving) -> None:
    """They follow nothing any more; no name stands under what they wrote."""
    db.session.execute(delete(Follow).where(Follow.account_id == leaving.account_id))
    theirs = (Contribution.author_id == leaving.account_id, Contribution.byline != "")
    db.session.execute(update(Contribution).where(*theirs).values(byline=""))
