"""A later day, another department, departments beside it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Actor
from app.foundation import clock
from app.foundation.errors import Refusal
from app.foundation.unit_of_work import begin_writing
from app.offices.queries import all_offices
from campaigns.answers import permissions
from campaigns.answers.domain import asking
from campaigns.answers.queries import desk
from campaigns.answers.web.desk import page, working_on
from campaigns.answers.web.forms import BesideForm, ExtensionForm, TransferForm


def extend(owed_id: int) -> ResponseReturnValue:
    """The day is moved."""
    actor, here = working_on(owed_id)
    form = ExtensionForm()
    if not form.validate():
        return page(here, actor, extension=form), 422
    begin_writing()
    try:
        asking.extend(actor, owed_id, form.last_day, form.why.data, clock.now())
    except Refusal as refused:
        form.to_on.errors = [str(refused.reason)]
        return page(desk.desk_of(owed_id), actor, extension=form), refused.status
    flash(_("The day is moved. Everyone can read why."))
    return redirect(url_for("answers.show_owed", owed_id=owed_id), 303)


def transfer(owed_id: int) -> ResponseReturnValue:
    """Another department owes the answer from now on."""
    actor, here = working_on(owed_id)
    form = TransferForm()
    form.offer([(office.id, office.name) for office in all_offices() if office.id != here.read.office_id])
    if not form.validate():
        return page(here, actor, transfer=form), 422
    begin_writing()
    try:
        asking.transfer(actor, owed_id, form.office_id.data, form.reason.data, clock.now())
    except Refusal as refused:
        form.office_id.errors = [str(refused.reason)]
        return page(desk.desk_of(owed_id), actor, transfer=form), refused.status
    flash(_("Passed on. The department is told; the last day stays as it was."))
    return _after(actor, owed_id)


def _after(actor: Actor, owed_id: int) -> ResponseReturnValue:
    """Where to go from here: whoever has passed it on sees the list of what is left."""
    here = desk.desk_of(owed_id)
    if permissions.may_look(actor, here.row, here.campaign, clock.now()):
        return redirect(url_for("answers.show_owed", owed_id=owed_id), 303)
    return redirect(url_for("answers.show_desk"), 303)


def set_beside(owed_id: int) -> ResponseReturnValue:
    """Which departments work on it, too."""
    actor, here = working_on(owed_id)
    form = BesideForm()
    form.beside.offer([(office.id, office.name) for office in all_offices()])
    if not form.validate():
        return page(here, actor), 422
    begin_writing()
    asking.set_beside(actor, owed_id, form.beside.data or [], clock.now())
    flash(_("Saved."))
    return redirect(url_for("answers.show_owed", owed_id=owed_id), 303)
