"""The catalogue as administrators keep it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import permissions
from app.accounts.permissions import Act
from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.errors import Conflict
from app.foundation.unit_of_work import begin_writing
from campaigns.services.domain import services
from campaigns.services.queries import lists, pages
from campaigns.services.web.catalogue import asked_for
from campaigns.services.web.forms import ServiceForm


def keep_services() -> str:
    """All services, those that left the catalogue, too."""
    permissions.require(require_person(), Act.KEEP_SERVICES)
    asked = asked_for(ended=True)
    page, q = lists.page_of(asked), asked.q or None
    return render_template(
        "services/keep.html",
        asked=asked,
        page=page,
        first_url=None if page.is_first else url_for("services.keep_services", q=q),
        next_url=url_for("services.keep_services", q=q, after=page.following) if page.following else None,
    )


def new_service() -> str:
    """The form for one more service."""
    permissions.require(require_person(), Act.KEEP_SERVICES)
    return render_template("services/edit.html", service=None, form=ServiceForm())


def add_service() -> ResponseReturnValue:
    """Adds a service."""
    actor = require_person()
    permissions.require(actor, Act.KEEP_SERVICES)
    form = ServiceForm()
    if not form.validate():
        return render_template("services/edit.html", service=None, form=form), 422
    begin_writing()
    try:
        services.add(actor, form.text, clock.now())
    except Conflict as refusal:
        form.name.errors = [str(refusal.reason)]
        return render_template("services/edit.html", service=None, form=form), 409
    flash(_("The service is in the catalogue."))
    return _to_the_list()


def edit_service(service_id: int) -> str:
    """What is said about a service, to change it."""
    permissions.require(require_person(), Act.KEEP_SERVICES)
    service = pages.service_or_missing(service_id)
    return render_template("services/edit.html", service=service, form=ServiceForm(obj=service))


def change_service(service_id: int) -> ResponseReturnValue:
    """Keeps what was changed about a service."""
    actor = require_person()
    permissions.require(actor, Act.KEEP_SERVICES)
    service, form = pages.service_or_missing(service_id), ServiceForm()
    if not form.validate():
        return render_template("services/edit.html", service=service, form=form), 422
    begin_writing()
    try:
        services.change(actor, service_id, form.text, clock.now())
    except Conflict as refusal:
        form.name.errors = [str(refusal.reason)]
        return render_template("services/edit.html", service=pages.service_or_missing(service_id), form=form), 409
    flash(_("Saved."))
    return _to_the_list()


def retire_service(service_id: int) -> ResponseReturnValue:
    """Takes a service out of the catalogue."""
    begin_writing()
    services.retire(require_person(), service_id, clock.now())
    flash(_("The service has left the catalogue. Its page stays for those who come by a link."))
    return _to_the_list()


def restore_service(service_id: int) -> ResponseReturnValue:
    """Brings a service back into the catalogue."""
    begin_writing()
    services.restore(require_person(), service_id, clock.now())
    flash(_("The service is in the catalogue."))
    return _to_the_list()


def _to_the_list() -> ResponseReturnValue:
    return redirect(url_for("services.keep_services"), 303)
