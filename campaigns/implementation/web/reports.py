"""Work is begun by hand and reported on."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Field

from app.accounts.roles import Actor
from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.application import takes_files
from app.foundation.errors import Conflict, Invalid, NotAllowed, Reason, Refusal
from app.foundation.unit_of_work import begin_writing
from app.offices.queries import all_offices
from app.uploads import store
from app.uploads.store import Brought
from campaigns.ideas.queries.pages import IdeaRead
from campaigns.implementation import permissions, reasons
from campaigns.implementation.domain import works
from campaigns.implementation.domain.works import BEGINNINGS, WAYS, Report
from campaigns.implementation.models import WorkState
from campaigns.implementation.queries import stories
from campaigns.implementation.queries.works import asked_about
from campaigns.implementation.web.bringing import Unfit, brought
from campaigns.implementation.web.forms import BeginForm, ReportForm
from campaigns.implementation.web.lookups import Worked, begun_by, reported_by
from campaigns.implementation.words import STATES


def write_report(idea_id: int) -> str:
    """The form in which the department or the organiser reports how it goes."""
    worked = reported_by(idea_id)
    return _report_page(worked, _report_form(worked, fresh=True))


def _too_large(idea_id: int) -> ResponseReturnValue:
    worked = reported_by(idea_id)
    form = _report_form(worked, fresh=True)
    form.file.errors = [_size_sentence()]
    return _report_page(worked, form), 413


@takes_files(_too_large)
def report(idea_id: int) -> ResponseReturnValue:
    """Keeps a report; what cannot be kept comes back with its words."""
    worked = reported_by(idea_id)
    form = _report_form(worked)
    if not form.validate():
        return _report_page(worked, form), 422
    try:
        reported = _reported(form, brought(form))
        begin_writing()
        works.report(require_person(), idea_id, reported, clock.now())
    except Unfit as unfit:
        return _report_page(worked, form), unfit.status
    except (Invalid, Conflict, NotAllowed) as refusal:
        return _refused(reported_by(idea_id), form, refusal)
    flash(_("It is reported. Those whom the idea concerns are told."))
    return redirect(url_for("implementation.show_work", idea_id=idea_id), 303)


def write_beginning(idea_id: int) -> str:
    """The form in which work is begun by hand."""
    read = begun_by(idea_id)
    return _begin_page(read, _begin_form(read, fresh=True))


def _too_large_to_begin(idea_id: int) -> ResponseReturnValue:
    read = begun_by(idea_id)
    form = _begin_form(read, fresh=True)
    form.file.errors = [_size_sentence()]
    return _begin_page(read, form), 413


@takes_files(_too_large_to_begin)
def begin(idea_id: int) -> ResponseReturnValue:
    """Begins work with its first report."""
    read = begun_by(idea_id)
    form = _begin_form(read)
    if not form.validate():
        return _begin_page(read, form), 422
    try:
        reported = _reported(form, brought(form))
        begin_writing()
        works.begin(require_person(), idea_id, form.office_id.data, reported, clock.now())
    except Unfit as unfit:
        return _begin_page(read, form), unfit.status
    except Invalid as refusal:
        _put(form, refusal.reason)
        return _begin_page(begun_by(idea_id), form), refusal.status
    flash(_("The work is begun. Those whom the idea concerns are told."))
    return redirect(url_for("implementation.show_work", idea_id=idea_id), 303)


def _reported(form: ReportForm, picture: Brought | None) -> Report:
    was = next((state for state in WorkState if state == form.was.data), None)
    return Report(
        WorkState(form.state.data),
        form.text.data,
        form.link.data,
        form.due_on.data,
        form.milestone_id.data,
        picture,
        form.caption.data,
        was,
    )


def _report_form(worked: Worked, *, fresh: bool = False) -> ReportForm:
    work = worked.work
    form = ReportForm(formdata=None, data={"due_on": work.due_on, "was": work.state.value}) if fresh else ReportForm()
    ways = WAYS[work.state] if fresh or form.was.data == work.state else tuple(WorkState)
    form.state.choices = [(state.value, _way(state, work.state)) for state in ways]
    if fresh and len(ways) == 1:
        form.state.data = ways[0].value
    steps = [(one.id, one.title) for one in stories.steps_of(work.id) if one.reached_at is None]
    form.milestone_id.choices = [("", _("none")), *steps]
    return form


def _way(state: WorkState, now: WorkState) -> str:
    if state == now:
        return str(_("%(state)s, as before", state=STATES[state]))
    return str(STATES[state])


def _begin_form(read: IdeaRead, *, fresh: bool = False) -> BeginForm:
    actor, now = require_person(), clock.now()
    offices = _offices(actor, read)
    form = BeginForm(formdata=None) if fresh else BeginForm()
    form.office_id.choices = [("", _("not chosen")), *offices] if len(offices) > 1 else offices
    form.state.choices = [(state.value, str(STATES[state])) for state in BEGINNINGS]
    form.milestone_id.choices = [("", _("none"))]
    reason = works.refusal_to_begin(actor, read.idea, offices[0][0], now) if offices else reasons.NOT_ASKED
    if reason:
        raise NotAllowed(reason)
    return form


def _offices(actor: Actor, read: IdeaRead) -> list[tuple[int, str]]:
    """The departments whose work the actor may begin."""
    own = permissions.offices_of(actor)
    if permissions.is_owner(actor, read.idea.campaign_id):
        return [(office.id, office.name) for office in all_offices()]
    if not own:
        raise NotAllowed(permissions.role_refusal(actor, read.idea.campaign_id, 0) or reasons.NOT_ASKED)
    asked = asked_about(read.idea.id)
    return [(office.id, office.name) for office in all_offices() if office.id in own & asked]


def _refused(worked: Worked, form: ReportForm, refusal: Refusal) -> ResponseReturnValue:
    _put(form, refusal.reason)
    if refusal.status == Conflict.status:
        # The words stay; where they lead is chosen anew.
        form.was.data = worked.work.state.value
        form.state.choices = [(state.value, _way(state, worked.work.state)) for state in WAYS[worked.work.state]]
    return _report_page(worked, form), refusal.status


FIELDS: dict[str, str] = {
    reasons.NO_EVIDENCE.code: "file",
    reasons.NO_PICTURE.code: "file",
    reasons.NO_CAPTION.code: "caption",
    reasons.NO_LINK.code: "link",
    reasons.NO_WAY.code: "state",
    reasons.MOVED_ON.code: "state",
    reasons.NO_SUCH_MILESTONE.code: "milestone_id",
    reasons.REACHED.code: "milestone_id",
}


def _put(form: ReportForm, reason: Reason) -> None:
    """Says at the field it is about why the report was not kept."""
    field: Field = form[FIELDS.get(reason.code, "text")]
    field.errors = [str(reason)]
    if form.sent is not None and field is not form.file:
        form.file.errors = [_("Choose the picture again.")]


def _size_sentence() -> str:
    most = store.most_bytes() // 2**20 or 1
    return str(_("This file is larger than %(most)s MB. Make it smaller and add it again.", most=most))


def _report_page(worked: Worked, form: ReportForm) -> str:
    return render_template(
        "implementation/report.html",
        idea=worked.read.idea,
        campaign=worked.campaign,
        work=worked.work,
        form=form,
        most={"megabytes": store.most_bytes() // 2**20 or 1, "text": works.LONGEST},
    )


def _begin_page(read: IdeaRead, form: BeginForm) -> str:
    return render_template(
        "implementation/report.html",
        idea=read.idea,
        campaign=read.campaign,
        work=None,
        form=form,
        most={"megabytes": store.most_bytes() // 2**20 or 1, "text": works.LONGEST},
    )
