"""The page of notices."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Actor
from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.paging import LARGEST
from app.foundation.unit_of_work import begin_writing
from app.notifications import queries
from app.notifications.domain import notices
from app.notifications.web.forms import LettersForm
from app.notifications.words import TONES
from moderation.permissions import moderates_somewhere


def list_notices() -> str:
    """What the person was told, the latest first."""
    actor = require_person()
    followed, mornings = queries.letters_of(actor.id or 0)
    return _page(actor, LettersForm(formdata=None, data={"followed": str(followed), "mornings": mornings}))


def mark_read() -> ResponseReturnValue:
    """The notices that the page showed, and those before them, are new no more."""
    actor = require_person()
    until = request.form.get("until", default=0, type=int)
    begin_writing()
    notices.mark_read(actor.id or 0, max(0, min(until, LARGEST)), clock.now())
    return redirect(url_for("notifications.list_notices"), 303)


def choose_letters() -> ResponseReturnValue:
    """Keeps how often letters should come."""
    actor, form = require_person(), LettersForm()
    if not form.validate():
        return _page(actor, form), 422
    begin_writing()
    # Who moderates nothing is not asked about mornings, and chooses nothing about them.
    notices.choose_letters(actor.id or 0, form.chosen, form.mornings.data or not moderates_somewhere(actor))
    flash(_("Your choice is kept."))
    return redirect(url_for("notifications.list_notices"), 303)


def _page(actor: Actor, form: LettersForm) -> str:
    return render_template(
        "notifications/list.html",
        notices=queries.notices_of(actor, request.args.get("after")),
        newest=queries.newest_of(actor.id or 0),
        form=form,
        moderates=moderates_somewhere(actor),
        tones=TONES,
    )
