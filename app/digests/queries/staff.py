"""Who reads digests by duty."""

from collections.abc import Sequence

from sqlalchemy import or_, select, union

from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Role
from app.foundation.db import db
from campaigns.answers.models import CoExecutor, OwedAnswer
from campaigns.implementation.models import Undertaking


def of_campaign(campaign_id: int) -> Sequence[int]:
    """The owners of a campaign, and the officials of departments that have ideas of it."""
    concerned = union(
        select(OwedAnswer.office_id).where(OwedAnswer.campaign_id == campaign_id),
        select(CoExecutor.office_id)
        .join(OwedAnswer, OwedAnswer.id == CoExecutor.owed_id)
        .where(OwedAnswer.campaign_id == campaign_id),
        select(Undertaking.office_id).where(Undertaking.campaign_id == campaign_id),
    ).subquery()
    owns = (RoleGrant.role == Role.OWNER) & (RoleGrant.campaign_id == campaign_id)
    answers = (RoleGrant.role == Role.OFFICIAL) & RoleGrant.office_id.in_(select(concerned.c.office_id))
    query = select(RoleGrant.account_id).join(Account, Account.id == RoleGrant.account_id)
    query = query.where(or_(owns, answers), RoleGrant.ended_at.is_(None), Account.ended_at.is_(None))
    return db.session.scalars(query.distinct().order_by(RoleGrant.account_id)).all()
