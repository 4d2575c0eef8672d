"""The address book: kept by administrators, read by everyone."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import permissions
from app.accounts.permissions import Act
from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.errors import Conflict, Missing
from app.foundation.unit_of_work import begin_writing
from app.offices import competences
from app.offices.web.forms import CompetenceForm


def where_to_turn() -> str:
    """For everyone: who is competent for what does not belong here."""
    return render_template("offices/where_to_turn.html", book=competences.in_force())


def list_competences() -> str:
    """All entries, with a form for one more."""
    permissions.require(require_person(), Act.KEEP_OFFICES)
    return _list(CompetenceForm())


def add_competence() -> ResponseReturnValue:
    """Adds an entry."""
    actor = require_person()
    permissions.require(actor, Act.KEEP_OFFICES)
    form = CompetenceForm()
    if not form.validate():
        return _list(form), 422
    begin_writing()
    try:
        competences.add(actor, form.entry, clock.now())
    except Conflict as refusal:
        form.name.errors = [str(refusal.reason)]
        return _list(form), 409
    flash(_("The entry is in the address book."))
    return redirect(url_for("offices.list_competences"), 303)


def show_competence(competence_id: int) -> str:
    """One entry, to mend or to end it."""
    permissions.require(require_person(), Act.KEEP_OFFICES)
    entry = competences.living(competence_id)
    if entry is None:
        raise Missing
    return _one(competence_id, CompetenceForm(obj=entry))


def change_competence(competence_id: int) -> ResponseReturnValue:
    """Keeps what is said about an office now."""
    actor = require_person()
    permissions.require(actor, Act.KEEP_OFFICES)
    if competences.living(competence_id) is None:
        raise Missing
    form = CompetenceForm()
    if not form.validate():
        return _one(competence_id, form), 422
    begin_writing()
    try:
        competences.change(actor, competence_id, form.entry, clock.now())
    except Conflict as refusal:
        form.name.errors = [str(refusal.reason)]
        return _one(competence_id, form), 409
    flash(_("Saved."))
    return redirect(url_for("offices.list_competences"), 303)


def end_competence(competence_id: int) -> ResponseReturnValue:
    """Takes an entry out of the book."""
    actor = require_person()
    begin_writing()
    competences.end(actor, competence_id, clock.now())
    flash(_("The entry is not offered any more. Whoever was sent there still sees the address."))
    return redirect(url_for("offices.list_competences"), 303)


def _list(form: CompetenceForm) -> str:
    return render_template("offices/competences.html", book=competences.in_force(), form=form)


def _one(competence_id: int, form: CompetenceForm) -> str:
    return render_template("offices/competence.html", competence_id=competence_id, form=form)
