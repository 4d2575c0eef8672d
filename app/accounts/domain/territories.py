"""Keeping the list of places. The level of a place follows from what it is a part of."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import permissions
from app.accounts.permissions import Act
from app.accounts.roles import Actor
from app.accounts.slots import TERRITORY_NAMED
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, Reason
from app.foundation.referring import is_referred_to
from app.territories.models import Territory

TAKEN = Reason("territory-taken", _l("There is a territory with this name already."))
CIRCLE = Reason(
    "territory-circle", _l("A territory cannot be a part of itself. Choose another one that it belongs to.")
)

TIED = Reason(
    "territory-tied",
    _l("Smaller territories, people, projects, services, texts or votes are tied to this one. Rename it instead."),
)


def add(actor: Actor, name: str, parent_id: int | None, now: datetime) -> Territory:
    """Adds a place. Raises NotAllowed, Missing (no such parent) or Conflict (the name is there)."""
    permissions.require(actor, Act.KEEP_TERRITORIES)
    places = _all()
    _require_free(places, name, None)
    territory = Territory(name=name, parent_id=parent_id, level=_level_below(places, parent_id))
    db.session.add(territory)
    db.session.flush()
    _log("territory.add", actor, territory, now)
    return territory


def change(actor: Actor, territory_id: int, name: str, parent_id: int | None, now: datetime) -> Territory:
    """Renames a place or moves it with all its parts. Raises NotAllowed, Missing, Conflict or Invalid (a circle)."""
    permissions.require(actor, Act.KEEP_TERRITORIES)
    places = _all()
    territory = places.get(territory_id)
    if territory is None:
        raise Missing
    _require_free(places, name, territory_id)
    if parent_id is not None and parent_id not in places:
        raise Missing
    if territory_id in _upwards(places, parent_id):
        raise Invalid(CIRCLE)
    territory.name, territory.parent_id = name, parent_id
    for place in places.values():
        place.level = len(_upwards(places, place.parent_id))
    _log("territory.change", actor, territory, now)
    return territory


def remove(actor: Actor, territory_id: int, now: datetime) -> None:
    """Takes a place off the list that nothing is tied to, as after a slip. Raises NotAllowed, Missing or Conflict (something is)."""
    permissions.require(actor, Act.KEEP_TERRITORIES)
    territory = db.session.get(Territory, territory_id, with_for_update=True)
    if territory is None:
        raise Missing
    if is_referred_to(territory) or any(TERRITORY_NAMED.fill(territory_id)):
        raise Conflict(TIED)
    db.session.delete(territory)
    db.session.flush()
    _log("territory.remove", actor, territory, now)


def _all() -> dict[int, Territory]:
    return {place.id: place for place in db.session.scalars(select(Territory))}


def _upwards(places: dict[int, Territory], territory_id: int | None) -> list[int]:
    found: list[int] = []
    while territory_id is not None and territory_id not in found:
        found.append(territory_id)
        territory_id = places[territory_id].parent_id
    return found


def _level_below(places: dict[int, Territory], parent_id: int | None) -> int:
    if parent_id is not None and parent_id not in places:
        raise Missing
    return len(_upwards(places, parent_id))


def _require_free(places: dict[int, Territory], name: str, own_id: int | None) -> None:
    if any(place.name.casefold() == name.casefold() and place.id != own_id for place in places.values()):
        raise Conflict(TAKEN)


def _log(act: str, actor: Actor, territory: Territory, now: datetime) -> None:
    chain.log(
        act,
        now=now,
        actor_id=actor.id,
        thing="territory",
        thing_id=territory.id,
        name=territory.name,
        parent=territory.parent_id,
    )
