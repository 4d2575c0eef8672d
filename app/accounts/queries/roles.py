"""Who has which role."""

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Place, Role
from app.foundation.db import db


def live_of(account_id: int) -> Sequence[RoleGrant]:
    """The roles that a person has now, in the order they were given."""
    return db.session.scalars(
        select(RoleGrant).where(RoleGrant.account_id == account_id, RoleGrant.ended_at.is_(None)).order_by(RoleGrant.id)
    ).all()


def all_live() -> list[tuple[RoleGrant, Account]]:
    """All roles given to living accounts, person by person."""
    rows = db.session.execute(
        select(RoleGrant, Account)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.ended_at.is_(None), Account.ended_at.is_(None))
        .order_by(Account.id, RoleGrant.id)
    )
    return [(grant, account) for grant, account in rows]


def find(account_id: int, role: Role, place: Place) -> RoleGrant | None:
    """The live role of a person in a place."""
    same = (RoleGrant.account_id == account_id, RoleGrant.role == role, RoleGrant.scope == place.word)
    return db.session.scalar(select(RoleGrant).where(*same, RoleGrant.ended_at.is_(None)))
