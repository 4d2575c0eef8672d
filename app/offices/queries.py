"""Reading departments."""

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.slots import OfficeChoice
from app.foundation.db import db
from app.offices.models import Office


def all_offices() -> Sequence[Office]:
    """Every department by name."""
    return db.session.scalars(select(Office).order_by(Office.name)).all()


def find(office_id: int) -> Office | None:
    """The department with this id."""
    return db.session.get(Office, office_id)


def choices(_asked: None) -> list[OfficeChoice]:
    """The departments in which a role may be given: fills the slot of accounts."""
    return [OfficeChoice(office.id, office.name) for office in all_offices()]
