"""Campaigns by invitation that a person was let into."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.accounts.models import Account
from app.accounts.slots import Leaving, Own
from app.foundation.db import db
from campaigns.plan.models import Campaign, Invitation, Member


def own(account_id: int) -> Sequence[Own]:
    """Where the person was let in."""
    query = (
        select(Campaign.title, Member.joined_by, Member.since, Member.ended_at)
        .join(Member, Member.campaign_id == Campaign.id)
        .where(Member.account_id == account_id)
    )
    rows = [dict(row) for row in db.session.execute(query.order_by(Member.since)).mappings()]
    return [Own("invitations", _("Projects by invitation"), rows, {"title": _("Project"), "since": _("Since")})]


def forget(leaving: Leaving) -> None:
    """Their address stands on no list any more, and they are let in nowhere."""
    key = select(Account.email_key).where(Account.id == leaving.account_id).scalar_subquery()
    db.session.execute(delete(Invitation).where(Invitation.email_key == key))
    db.session.execute(delete(Member).where(Member.account_id == leaving.account_id))
