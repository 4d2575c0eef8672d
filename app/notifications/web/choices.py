"""The page on which a person chooses how often letters come."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Actor, Role
from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.unit_of_work import begin_writing
from app.notifications import queries
from app.notifications.domain import choices
from app.notifications.models import Letters, Subject
from app.notifications.web.forms import LettersForm
from moderation.permissions import moderates_somewhere

WITH_DUTIES = frozenset({Role.OFFICIAL, Role.EXPERT, Role.OWNER})


def show_letters() -> str:
    """What the person gets by mail, and how often."""
    actor = require_person()
    return _page(LettersForm.shown(_subjects(actor), queries.letters_of(actor.id or 0)))


def choose_letters() -> ResponseReturnValue:
    """Keeps how often letters should come."""
    actor = require_person()
    subjects = _subjects(actor)
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
    for subject in _subjects(actor):
        choices.choose(actor.id or 0, subject, Letters.NEVER, clock.now())
    flash(_("You get only the letters that must come."))
    return redirect(url_for("notifications.show_letters"), 303)


def _subjects(actor: Actor) -> list[Subject]:
    """What the person is asked about: duties only of those who have some."""
    missing = set()
    if not WITH_DUTIES & {grant.role for grant in actor.grants}:
        missing.add(Subject.DUTIES)
    if not moderates_somewhere(actor):
        missing.add(Subject.MORNINGS)
    return [subject for subject in Subject if subject not in missing]


def _page(form: LettersForm) -> str:
    return render_template("notifications/letters.html", form=form)
