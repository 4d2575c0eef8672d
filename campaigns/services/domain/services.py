"""Keeping the catalogue: a service is added, changed, taken out and brought back."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import permissions
from app.accounts.permissions import Act
from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, Reason
from app.offices.models import Office
from app.territories.models import Territory
from campaigns.services.keys import name_key, words_key
from campaigns.services.models import Service
from campaigns.services.texts import BAD_LINK, ServiceText, is_fit

TAKEN = Reason("service-taken", _l("There is a service with this name already."))
MOVED_ON = Reason("service-moved-on", _l("Somebody changed this service meanwhile. Look at how it stands now."))


def add(actor: Actor, text: ServiceText, now: datetime) -> Service:
    """Adds a service. Raises NotAllowed, Invalid (the address), Missing (department, place) or Conflict (the name is there)."""
    permissions.require(actor, Act.KEEP_SERVICES)
    service = Service(created_at=now)
    _put(service, text)
    db.session.add(service)
    db.session.flush()
    _log("service.add", actor, service, now)
    return service


def change(actor: Actor, service_id: int, text: ServiceText, now: datetime) -> Service:
    """Keeps what is said about a service now. Raises what `add` raises, and Missing where there is no such service."""
    permissions.require(actor, Act.KEEP_SERVICES)
    service = _locked(service_id)
    if ServiceText.of(service) == text:
        return service
    _put(service, text)
    db.session.flush()
    _log("service.change", actor, service, now)
    return service


def retire(actor: Actor, service_id: int, now: datetime) -> Service:
    """Takes a service out of the catalogue; its page stays. Raises NotAllowed, Missing or Conflict (it is out already)."""
    permissions.require(actor, Act.KEEP_SERVICES)
    service = _locked(service_id)
    if service.ended_at is not None:
        raise Conflict(MOVED_ON)
    service.ended_at = now
    _log("service.retire", actor, service, now)
    return service


def restore(actor: Actor, service_id: int, now: datetime) -> Service:
    """Brings a service back into the catalogue. Raises NotAllowed, Missing or Conflict (it is there)."""
    permissions.require(actor, Act.KEEP_SERVICES)
    service = _locked(service_id)
    if service.ended_at is None:
        raise Conflict(MOVED_ON)
    service.ended_at = None
    _log("service.restore", actor, service, now)
    return service


def _locked(service_id: int) -> Service:
    query = select(Service).where(Service.id == service_id).with_for_update()
    service = db.session.scalar(query.execution_options(populate_existing=True))
    if service is None:
        raise Missing
    return service


def _put(service: Service, text: ServiceText) -> None:
    if text.link and not is_fit(text.link):
        raise Invalid(BAD_LINK)
    key = name_key(text.name)
    same = db.session.scalar(select(Service.id).where(Service.name_key == key))
    if same is not None and same != service.id:
        raise Conflict(TAKEN)
    if text.office_id is not None and db.session.get(Office, text.office_id) is None:
        raise Missing
    if text.territory_id is not None and db.session.get(Territory, text.territory_id) is None:
        raise Missing
    service.name, service.name_key = text.name, key
    service.words_key = words_key(text.name, text.description)
    service.description, service.link = text.description, text.link
    service.office_id, service.territory_id = text.office_id, text.territory_id


def _log(act: str, actor: Actor, service: Service, now: datetime) -> None:
    chain.log(act, now=now, actor_id=actor.id, thing="service", thing_id=service.id, name=service.name)
