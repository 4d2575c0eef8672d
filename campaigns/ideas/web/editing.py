"""Changing a published idea: small changes at once, larger ones only after the author has read whose support goes."""

from datetime import datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.roles import Actor
from app.foundation.errors import Conflict, NotAllowed, Reason
from app.foundation.unit_of_work import begin_writing
from campaigns.ideas.domain import drafts, edits
from campaigns.ideas.queries import history
from campaigns.ideas.queries.pages import IdeaRead
from campaigns.ideas.texts import IdeaText
from campaigns.ideas.web.forms import IdeaForm
from campaigns.ideas.web.sheets import Sheet, late, overtaken, own_or_missing, sheet_of, show_form


def change(actor: Actor, read: IdeaRead, form: IdeaForm, sheet: Sheet, now: datetime) -> ResponseReturnValue:
    """Makes the change, or asks about the supports first."""
    idea_id, before, after = read.idea.id, sheet.chosen or IdeaText(), form.text
    if before == after:
        return redirect(url_for("ideas.show_idea", idea_id=idea_id), 303)
    # Whoever meant to save a draft had another page before them: it was published meanwhile.
    if form.do == "save" or form.seen_version not in {None, sheet.version}:
        return overtaken(form, sheet)
    edit = edits.compare(before, after, history.supported_words(idea_id))
    if edit.is_material and sheet.supports and form.do != "confirm":
        return show_form(form, sheet, asks=True), 422
    return _make(actor, idea_id, edit, form, sheet, now)


def _make(
    actor: Actor, idea_id: int, edit: edits.Edit, form: IdeaForm, sheet: Sheet, now: datetime
) -> ResponseReturnValue:
    begin_writing()
    try:
        taken = edits.change(actor, idea_id, edit, now, confirmed=form.do == "confirm")
    except NotAllowed as refusal:
        return _refused(refusal.reason, form, sheet)
    except Conflict as refusal:
        if refusal.reason == drafts.CHANGED_ELSEWHERE:
            return overtaken(form, sheet_of(own_or_missing(idea_id)))
        return late(refusal.reason, form, sheet.campaign, None)
    flash(_told(taken))
    return redirect(url_for("ideas.show_idea", idea_id=idea_id), 303)


def _refused(reason: Reason, form: IdeaForm, sheet: Sheet) -> ResponseReturnValue:
    if reason != edits.COUNTED:
        return late(reason, form, sheet.campaign, None)
    form.form_errors.append(f"{reason} {edits.RULE}")
    return show_form(form, sheet), 409


def _told(taken: int) -> str:
    if not taken:
        return str(_("The change is published."))
    return str(
        ngettext(
            "The change is published. The support of %(num)s person was taken off.",
            "The change is published. The support of %(num)s people was taken off.",
            taken,
        )
    )
