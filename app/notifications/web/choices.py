"""The page on which a person chooses how often letters come."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.unit_of_work import begin_writing
from app.notifications import queries
from app.notifications.domain import choices
from app.notifications.models import Letters
from app.notifications.web.forms import LettersForm
from app.notifications.web.subjects import subjects_of


def show_letters() -> str:
    """What the person gets by mail, and how often."""
    actor = require_person()
    return _page(LettersForm.shown(subjects_of(actor), queries.letters_of(actor.id or 0)))


def choose_letters() -> ResponseReturnValue:
    """Keeps how often letters should come."""
    actor = require_person()
    subjects = subjects_of(actor)
    form = LettersForm().only(subjects)
    if not form.validate():
        return _page(form), 422
    begin_writing()
    for subject in subjects:
        choices.choose(actor.id or 0, subject, form.chosen(subject), clock.now())
    flash(_("Your choice is kept."))
    return redirect(url_for("notifications.show_letters"), 303)


def choose_none() -> ResponseReturnValue:
    """No letters but those that always come."""
    actor = require_person()
    begin_writing()
    for subject in subjects_of(actor):
        choices.choose(actor.id or 0, subject, Letters.NEVER, clock.now())
    flash(_("You get only the letters that must come."))
    return redirect(url_for("notifications.show_letters"), 303)


def _page(form: LettersForm) -> str:
    return render_template("notifications/letters.html", form=form)
