"""Inviting people to work here, and the invitations that wait."""

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts import permissions
from app.accounts.factors import fresh
from app.accounts.permissions import Act
from app.accounts.roles import Place, Role
from app.accounts.sessions import require_person
from app.accounts.web import places
from app.accounts.web.answers import refused, with_form
from app.accounts.words import ROLES
from app.administration import queries
from app.administration.domain import invitations
from app.administration.web.forms import InviteForm
from app.foundation import clock
from app.foundation.errors import Conflict, Invalid
from app.foundation.forms import options
from app.foundation.unit_of_work import begin_writing

PAGE = "administration/invitations.html"
Offered = Sequence[tuple[Place, str, str]]


def list_invitations() -> Response:
    """The invitations that wait, with a form for one more: for the role and the place that the address names."""
    permissions.require(require_person(), Act.GIVE_ROLE)
    offered = places.offered()
    asked = {name: request.args.get(name, "") for name in ("role", "place")}
    return with_form(PAGE, _form(offered, data={"language": str(get_locale()), **asked}), **_shown(offered))


def invite() -> ResponseReturnValue:
    """Asks somebody by e-mail to work here; whoever is registered already has the role at once."""
    actor = require_person()
    permissions.require(actor, Act.GIVE_ROLE)
    fresh.require()
    offered = places.offered()
    form = _form(offered)
    if not form.validate():
        return with_form(PAGE, form, 422, **_shown(offered))
    place = next(place for place, _label, _group in offered if place.word == form.place.data)
    begin_writing()
    try:
        sent = invitations.invite(actor, form.email.data, Role(form.role.data), place, form.language.data, clock.now())
    except (Conflict, Invalid) as refusal:
        return refused(PAGE, form, refusal, **_shown(offered))
    flash(_("The invitation is on its way.") if sent else _("This person is registered already and has the role now."))
    return redirect(url_for("administration.list_invitations"), 303)


def take_back(invitation_id: int) -> ResponseReturnValue:
    """Takes an invitation back."""
    actor = require_person()
    permissions.require(actor, Act.GIVE_ROLE)
    begin_writing()
    invitations.take_back(actor, invitation_id, clock.now())
    flash(_("The invitation is taken back."))
    return redirect(url_for("administration.list_invitations"), 303)


def _form(offered: Offered, **over: Any) -> InviteForm:
    form = InviteForm(**over)
    found = [(place.word, label, group) for place, label, group in offered]
    form.place.choices = options([("", _("Choose"), ""), *found])
    return form


def _shown(offered: Offered) -> dict[str, Any]:
    names = {place.word: label for place, label, _group in offered}
    return {"waiting": queries.waiting(clock.now()), "roles": ROLES, "places": names}
