"""Reading departments."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import exists, select

from app.accounts.models import RoleGrant
from app.accounts.slots import Item, OfficeChoice, Section
from app.foundation.db import db
from app.offices import affiliations
from app.offices.models import Office


def all_offices() -> Sequence[Office]:
    """Every department by name."""
    return db.session.scalars(select(Office).order_by(Office.name)).all()


def find(office_id: int) -> Office | None:
    """The department with this id."""
    return db.session.get(Office, office_id)


def account_section(account_id: int) -> Section | None:
    """For those with a role: the departments they are connected with. None for a resident who named none. At most two statements."""
    given = exists().where(RoleGrant.account_id == account_id, RoleGrant.ended_at.is_(None))
    said = affiliations.of_people([account_id]).get(account_id, [])
    if not said and not db.session.scalar(select(given)):
        return None
    url = url_for("offices.show_affiliations")
    items = [Item(one.name, url) for one in said]
    return Section(_("Departments I am connected with"), items, _("You have named none."), url)


def choices(_asked: None) -> list[OfficeChoice]:
    """The departments in which a role may be given: fills the slot of accounts."""
    return [OfficeChoice(office.id, office.name) for office in all_offices()]
