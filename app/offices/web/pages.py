"""The list of departments, kept by administrators."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import permissions
from app.accounts.permissions import Act
from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.errors import Conflict, Missing
from app.foundation.unit_of_work import begin_writing
from app.offices import affiliations, queries
from app.offices import domain as offices
from app.offices.web.forms import OfficeForm


def list_offices() -> str:
    """All departments, with a form for one more."""
    permissions.require(require_person(), Act.KEEP_OFFICES)
    return render_template("offices/list.html", offices=queries.all_offices(), form=OfficeForm())


def add_office() -> ResponseReturnValue:
    """Adds a department."""
    actor = require_person()
    permissions.require(actor, Act.KEEP_OFFICES)
    form = OfficeForm()
    if not form.validate():
        return render_template("offices/list.html", offices=queries.all_offices(), form=form), 422
    begin_writing()
    try:
        offices.add(actor, form.name.data, form.contacts.data, clock.now())
    except Conflict as refusal:
        form.name.errors = [str(refusal.reason)]
        return render_template("offices/list.html", offices=queries.all_offices(), form=form), 409
    flash(_("The department is on the list."))
    return redirect(url_for("offices.list_offices"), 303)


def show_office(office_id: int) -> str:
    """One department, to rename it or to keep new contacts."""
    permissions.require(require_person(), Act.KEEP_OFFICES)
    office = queries.find(office_id)
    if office is None:
        raise Missing
    return _one(office_id, OfficeForm(obj=office))


def change_office(office_id: int) -> ResponseReturnValue:
    """Keeps what was changed about a department."""
    actor = require_person()
    permissions.require(actor, Act.KEEP_OFFICES)
    form = OfficeForm()
    if not form.validate():
        return _one(office_id, form), 422
    begin_writing()
    try:
        offices.change(actor, office_id, form.name.data, form.contacts.data, clock.now())
    except Conflict as refusal:
        form.name.errors = [str(refusal.reason)]
        return _one(office_id, form), 409
    flash(_("Saved."))
    return redirect(url_for("offices.list_offices"), 303)


def remove_office(office_id: int) -> ResponseReturnValue:
    """Takes a department off the list that was added by mistake."""
    actor = require_person()
    permissions.require(actor, Act.KEEP_OFFICES)
    begin_writing()
    try:
        offices.remove(actor, office_id, clock.now())
    except Conflict as refusal:
        form = OfficeForm(formdata=None, obj=queries.find(office_id))
        return _one(office_id, form, [str(refusal.reason)]), 409
    flash(_("The department is off the list."))
    return redirect(url_for("offices.list_offices"), 303)


def _one(office_id: int, form: OfficeForm, problems: Sequence[str] = ()) -> str:
    people = affiliations.people_of(office_id)
    return render_template("offices/office.html", office_id=office_id, form=form, people=people, problems=problems)
