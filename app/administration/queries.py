"""Reads for the pages of administrators."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ScalarSelect, exists, func, select

from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Role
from app.administration.models import StaffInvitation
from app.foundation.db import db
from app.offices.models import Office
from app.site.models import TextVersion
from app.territories.models import Territory
from campaigns.plan.models import Campaign
from campaigns.services.models import Service

ON_THE_PAGE = 200


def waiting(now: datetime) -> Sequence[StaffInvitation]:
    """Invitations that wait, the latest first."""
    waits = (StaffInvitation.ended_at.is_(None), StaffInvitation.until > now)
    return db.session.scalars(
        select(StaffInvitation).where(*waits).order_by(StaffInvitation.id.desc()).limit(ON_THE_PAGE)
    ).all()


def counts() -> dict[str, int]:
    """How much of each there is, in one statement."""
    row = db.session.execute(
        select(
            _people_as(Role.ADMINISTRATOR).label("administrators"),
            _people_as(Role.OFFICIAL).label("officials"),
            select(func.count(Account.id)).where(Account.ended_at.is_(None)).scalar_subquery().label("people"),
            select(func.count(Territory.id)).scalar_subquery().label("territories"),
            select(func.count(Office.id)).scalar_subquery().label("offices"),
            select(func.count(Service.id)).scalar_subquery().label("services"),
            select(func.count(Campaign.id)).where(~Campaign.is_demo).scalar_subquery().label("campaigns"),
        )
    ).one()
    return {name: int(value) for name, value in zip(row._fields, row, strict=True)}


def _people_as(role: Role) -> ScalarSelect[int]:
    """How many people have the role somewhere."""
    return (
        select(func.count(func.distinct(RoleGrant.account_id)))
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.role == role, RoleGrant.ended_at.is_(None), Account.ended_at.is_(None))
        .scalar_subquery()
    )


def has_demo_people() -> bool:
    """Whether people of the demonstration can sign in here."""
    return bool(db.session.scalar(select(exists().where(Account.is_demo, Account.ended_at.is_(None)))))


def writers(versions: Sequence[TextVersion]) -> dict[int, str]:
    """The names of those who wrote these versions."""
    ids = {version.written_by for version in versions} - {None}
    rows = db.session.execute(
        select(Account.id, Account.given_name, Account.family_name).where(Account.id.in_(sorted(i for i in ids if i)))
    )
    return {row.id: f"{row.given_name} {row.family_name}".strip() for row in rows}
