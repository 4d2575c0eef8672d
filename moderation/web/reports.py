"""Somebody reports a public text, and reads later what came of it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.errors import Conflict, Invalid, NotAllowed, Refusal
from app.foundation.unit_of_work import begin_writing
from campaigns.contributions.models import Contribution
from campaigns.contributions.words import KINDS
from moderation.domain import reports as verbs
from moderation.domain.reports import Told
from moderation.domain.undo import UNDO_WITHIN
from moderation.queries import reports
from moderation.texts import texts_of
from moderation.web.forms import ReportForm


def ask_report(contribution_id: int) -> ResponseReturnValue:
    """The form: which rule the text breaks, and words if somebody has some."""
    actor = require_person()
    contribution = verbs.require_visible(actor, contribution_id)
    try:
        verbs.require_may(actor, contribution)
    except (Conflict, NotAllowed) as refusal:
        return _page(contribution, None, refusal)
    return _page(contribution, ReportForm(formdata=None))


def send_report(contribution_id: int) -> ResponseReturnValue:
    """The report is sent."""
    actor = require_person()
    contribution = verbs.require_visible(actor, contribution_id)
    form = ReportForm().offer(contribution.kind)
    try:
        verbs.require_may(actor, contribution)
        if not form.validate():
            return _page(contribution, form), 422
        begin_writing()
        told = Told(form.rule.data, form.words.data, str(get_locale()))
        verbs.send(actor, contribution_id, told, clock.now())
    except (Conflict, NotAllowed, Invalid) as refusal:
        return _page(contribution, form if isinstance(refusal, Invalid) else None, refusal, form), refusal.status
    flash(_("Thank you. A moderator will look at this text, and we tell you what came of it."))
    return redirect(url_for("moderation.list_reports"), 303)


def list_reports() -> str:
    """What a person has reported, and what came of it."""
    page = reports.sent_by(require_person(), request.args.get("after"), clock.now() - UNDO_WITHIN)
    return render_template("moderation/reports.html", page=page, kinds=KINDS)


def _page(
    contribution: Contribution, form: ReportForm | None, refusal: Refusal | None = None, typed: ReportForm | None = None
) -> str:
    return render_template(
        "moderation/report.html",
        contribution=contribution,
        text=texts_of({contribution.id: contribution.kind})[contribution.id],
        kind=KINDS[contribution.kind],
        form=form.offer(contribution.kind) if form else None,
        refusal=refusal,
        words=typed.words.data if typed else "",
    )
