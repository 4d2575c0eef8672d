"""How old somebody says to be. Neither a birthday nor a year is asked for: only whether an age was reached."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, ScalarSelect, select

from app.accounts.personal.models import AgeDeclaration
from app.foundation.db import db
from app.foundation.errors import Reason

YEARS = _l(
    "This project is for people from the age of %(years)s on: its organiser has set that. Reading is open to all. Say that you are "
    "old enough, and go on; what you have written stays."
)

# Below this nobody would be asked, above it nobody should be.
LEAST, MOST = 6, 21


def declared(account_id: int) -> int:
    """The highest age the person says to have reached; 0 where nobody has asked yet."""
    return db.session.scalar(select(AgeDeclaration.years).where(AgeDeclaration.account_id == account_id)) or 0


def declared_by(account_id: ColumnElement[int]) -> ScalarSelect[int]:
    """The same as a part of a statement about accounts; NULL where nobody has asked yet."""
    return select(AgeDeclaration.years).where(AgeDeclaration.account_id == account_id).scalar_subquery()


def declare(account_id: int, years: int, now: datetime) -> None:
    """The person says that they have reached this age. Less than they have said before changes nothing."""
    kept = db.session.get(AgeDeclaration, account_id, with_for_update=True)
    if kept is None:
        db.session.add(AgeDeclaration(account_id=account_id, years=years, declared_at=now))
    elif kept.years < years:
        kept.years, kept.declared_at = years, now
    db.session.flush()


def refusal(years: int) -> Reason:
    """Why somebody who has not said to be so old may not take part yet."""
    return Reason("age", YEARS, {"years": years})
