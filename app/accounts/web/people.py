"""The administrators' list of people, and the roles of each."""

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import permissions
from app.accounts.domain import roles
from app.accounts.factors import fresh
from app.accounts.models import Account
from app.accounts.permissions import Act
from app.accounts.queries import people
from app.accounts.queries import roles as given
from app.accounts.queries.people import Search
from app.accounts.roles import Place, Role
from app.accounts.sessions import require_person
from app.accounts.web import places
from app.accounts.web.answers import refused, with_form
from app.accounts.web.forms import GiveRoleForm
from app.accounts.web.lookups import account_of
from app.accounts.words import ROLES
from app.foundation import clock
from app.foundation.errors import Conflict, Invalid, Missing
from app.foundation.forms import options
from app.foundation.texts import clean_line
from app.foundation.unit_of_work import begin_writing

PAGE = "accounts/person.html"


def admin_people() -> str:
    """People found by words of their names and addresses, the newest first."""
    permissions.require(require_person(), Act.SEE_PEOPLE)
    words, with_role = clean_line(request.args.get("q", "")[:200]), request.args.get("with") == "role"
    page = people.find(Search(words, with_role, request.args.get("after")))
    return render_template("accounts/people.html", page=page, words=words, with_role=with_role, roles=ROLES)


def admin_person(account_id: int) -> Response:
    """One person with their roles."""
    permissions.require(require_person(), Act.SEE_PEOPLE)
    account = account_of(account_id)
    offered = places.offered()
    return with_form(PAGE, _give_form(offered), **_shown(account, offered))


def give_role(account_id: int) -> ResponseReturnValue:
    """Gives the person a role."""
    actor = require_person()
    permissions.require(actor, Act.GIVE_ROLE)
    fresh.require()
    account, offered = account_of(account_id), places.offered()
    form = _give_form(offered)
    if not form.validate():
        return with_form(PAGE, form, 422, **_shown(account, offered))
    place = next(place for place, _label, _group in offered if place.word == form.place.data)
    begin_writing()
    try:
        roles.give(actor, account_id, Role(form.role.data), place, clock.now())
    except (Conflict, Invalid) as refusal:
        return refused(PAGE, form, refusal, **_shown(account, offered))
    flash(_("The role is given."))
    return redirect(url_for("accounts.admin_person", account_id=account_id), 303)


def take_role(account_id: int, grant_id: int) -> ResponseReturnValue:
    """Takes a role away."""
    actor = require_person()
    permissions.require(actor, Act.GIVE_ROLE)
    fresh.require()
    if grant_id not in {grant.id for grant in given.live_of(account_id)}:
        raise Missing
    begin_writing()
    roles.take(actor, grant_id, clock.now())
    flash(_("The role is taken away."))
    return redirect(url_for("accounts.admin_person", account_id=account_id), 303)


def _give_form(offered: Sequence[tuple[Place, str, str]]) -> GiveRoleForm:
    form = GiveRoleForm()
    form.place.choices = options(
        [("", _("Choose"), ""), *((place.word, label, group) for place, label, group in offered)]
    )
    return form


def _shown(account: Account, offered: Sequence[tuple[Place, str, str]]) -> dict[str, Any]:
    return {
        "account": account,
        "territory": people.territory_of(account),
        "grants": given.live_of(account.id),
        "roles": ROLES,
        "places": {place.word: label for place, label, _group in offered},
    }
