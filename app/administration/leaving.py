"""Invitations to work here: the address of somebody who leaves stands in none."""

from sqlalchemy import delete, or_, select

from app.accounts.models import Account
from app.accounts.slots import Leaving
from app.administration.models import StaffInvitation
from app.foundation.db import db


def forget(leaving: Leaving) -> None:
    """Those the person used, and those that wait for their address."""
    key = select(Account.email_key).where(Account.id == leaving.account_id).scalar_subquery()
    theirs = or_(StaffInvitation.account_id == leaving.account_id, StaffInvitation.email_key == key)
    db.session.execute(delete(StaffInvitation).where(theirs))
