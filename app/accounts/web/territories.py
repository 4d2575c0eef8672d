"""The list of places, kept by administrators."""

from typing import Any

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import permissions
from app.accounts.domain import territories
from app.accounts.permissions import Act
from app.accounts.sessions import require_person
from app.accounts.web.answers import refused, with_form
from app.accounts.web.forms import TerritoryForm
from app.foundation import clock
from app.foundation.errors import Conflict, Invalid, Missing
from app.foundation.forms import options
from app.foundation.unit_of_work import begin_writing
from app.territories import queries

LIST, ONE = "territories/list.html", "territories/territory.html"


def list_territories() -> Response:
    """All places, with a form for one more."""
    permissions.require(require_person(), Act.KEEP_TERRITORIES)
    return with_form(LIST, _form(), **_shown())


def add_territory() -> ResponseReturnValue:
    """Adds a place."""
    actor = require_person()
    permissions.require(actor, Act.KEEP_TERRITORIES)
    form = _form()
    if not form.validate():
        return with_form(LIST, form, 422, **_shown())
    begin_writing()
    try:
        territories.add(actor, form.name.data, form.parent_id.data, clock.now())
    except Conflict as refusal:
        return refused(LIST, form, refusal, **_shown())
    flash(_("The territory is on the list."))
    return redirect(url_for("accounts.list_territories"), 303)


def show_territory(territory_id: int) -> Response:
    """One place, to rename or to move it."""
    permissions.require(require_person(), Act.KEEP_TERRITORIES)
    territory = queries.find(territory_id)
    if territory is None:
        raise Missing
    return with_form(ONE, _form(obj=territory), territory_id=territory_id)


def change_territory(territory_id: int) -> ResponseReturnValue:
    """Keeps what was changed about a place."""
    actor = require_person()
    permissions.require(actor, Act.KEEP_TERRITORIES)
    form = _form()
    if not form.validate():
        return with_form(ONE, form, 422, territory_id=territory_id)
    begin_writing()
    try:
        territories.change(actor, territory_id, form.name.data, form.parent_id.data, clock.now())
    except (Conflict, Invalid) as refusal:
        return refused(ONE, form, refusal, territory_id=territory_id)
    flash(_("Saved."))
    return redirect(url_for("accounts.list_territories"), 303)


def remove_territory(territory_id: int) -> ResponseReturnValue:
    """Takes a place off the list that was added by mistake."""
    actor = require_person()
    permissions.require(actor, Act.KEEP_TERRITORIES)
    begin_writing()
    try:
        territories.remove(actor, territory_id, clock.now())
    except Conflict as refusal:
        form = _form(formdata=None, obj=queries.find(territory_id))
        return refused(ONE, form, refusal, territory_id=territory_id)
    flash(_("The territory is off the list."))
    return redirect(url_for("accounts.list_territories"), 303)


def _form(**over: Any) -> TerritoryForm:
    form = TerritoryForm(**over)
    places = [(place.id, place.name) for place in queries.all_places()]
    form.parent_id.choices = options([("", _("of nothing larger")), *places])
    return form


def _shown() -> dict[str, Any]:
    places = queries.all_places()
    return {"territories": places, "names": {place.id: place.name for place in places}}
