"""Keeping the list of departments."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import permissions
from app.accounts.permissions import Act
from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Missing, Reason
from app.foundation.referring import is_referred_to
from app.offices.models import Office

TAKEN = Reason("office-taken", _l("There is a department with this name already."))

TIED = Reason(
    "office-tied",
    _l("People, services, answers or invitations are tied to this department, or were. Rename it instead."),
)


def add(actor: Actor, name: str, contacts: str, now: datetime) -> Office:
    """Adds a department. Raises NotAllowed or Conflict (the name is there)."""
    permissions.require(actor, Act.KEEP_OFFICES)
    _require_free(name, None)
    office = Office(name=name, contacts=contacts)
    db.session.add(office)
    db.session.flush()
    chain.log("office.add", now=now, actor_id=actor.id, thing="office", thing_id=office.id, name=name)
    return office


def change(actor: Actor, office_id: int, name: str, contacts: str, now: datetime) -> Office:
    """Renames a department or keeps new contacts. Raises NotAllowed, Missing or Conflict (the name is there)."""
    permissions.require(actor, Act.KEEP_OFFICES)
    office = db.session.get(Office, office_id)
    if office is None:
        raise Missing
    _require_free(name, office_id)
    before, office.name, office.contacts = office.name, name, contacts
    chain.log("office.change", now=now, actor_id=actor.id, thing="office", thing_id=office.id, name=name, before=before)
    return office


def remove(actor: Actor, office_id: int, now: datetime) -> None:
    """Takes a department off the list that nothing is tied to, as after a slip. Raises NotAllowed, Missing or Conflict (something is)."""
    permissions.require(actor, Act.KEEP_OFFICES)
    office = db.session.get(Office, office_id, with_for_update=True)
    if office is None:
        raise Missing
    if is_referred_to(office):
        raise Conflict(TIED)
    db.session.delete(office)
    db.session.flush()
    chain.log("office.remove", now=now, actor_id=actor.id, thing="office", thing_id=office_id, name=office.name)


def _require_free(name: str, own_id: int | None) -> None:
    # In Python: SQLite alone knows the small and capital letters of English only.
    for number, known in db.session.execute(select(Office.id, Office.name)):
        if known.casefold() == name.casefold() and number != own_id:
            raise Conflict(TAKEN)
