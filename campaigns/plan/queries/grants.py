"""Roles by the person who has them."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.accounts.models import RoleGrant
from app.accounts.roles import Role
from app.foundation.db import db
from app.offices.models import Office
from campaigns.plan.models import Campaign


@dataclass(frozen=True)
class Given:
    """A role and where it holds: the name of a campaign or of an office, nothing where it holds everywhere."""

    role: Role
    slug: str | None
    place: str | None


def given_to(account_id: int, most: int = 50) -> list[Given]:
    """The roles a person has now, the latest first."""
    rows = db.session.execute(
        select(RoleGrant.role, Campaign.slug, func.coalesce(Campaign.title, Office.name))
        .outerjoin(Campaign, Campaign.id == RoleGrant.campaign_id)
        .outerjoin(Office, Office.id == RoleGrant.office_id)
        .where(RoleGrant.account_id == account_id, RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.id.desc())
        .limit(most)
    )
    return [Given(*row) for row in rows]
