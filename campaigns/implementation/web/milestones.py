"""The steps on the way: added, ordered, mended, taken away."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.errors import Invalid, Missing
from app.foundation.unit_of_work import begin_writing
from campaigns.implementation.domain import milestones
from campaigns.implementation.queries import stories
from campaigns.implementation.queries.stories import StepRead
from campaigns.implementation.web.forms import MilestoneForm
from campaigns.implementation.web.lookups import Worked, reported_by
from campaigns.implementation.web.works import today_in


def show_milestones(idea_id: int) -> str:
    """The steps for those who report, with the form that adds one."""
    return _page(reported_by(idea_id), MilestoneForm(formdata=None))


def add_milestone(idea_id: int) -> ResponseReturnValue:
    """Adds a step after the others."""
    worked, form = reported_by(idea_id), MilestoneForm()
    if not form.validate():
        return _page(worked, form), 422
    begin_writing()
    try:
        milestones.add(require_person(), idea_id, form.title.data, form.due_on.data, clock.now())
    except Invalid as refusal:
        form.title.errors = [str(refusal.reason)]
        return _page(reported_by(idea_id), form), refusal.status
    flash(_("The step is added."))
    return _back(idea_id)


def edit_milestone(idea_id: int, milestone_id: int) -> str:
    """The form in which a step gets another title or day."""
    worked = reported_by(idea_id)
    step = _step(worked, milestone_id)
    form = MilestoneForm(formdata=None, data={"title": step.title, "due_on": step.due_on})
    return _edit_page(worked, step, form)


def change_milestone(idea_id: int, milestone_id: int) -> ResponseReturnValue:
    """Keeps the other title or day of a step."""
    worked, form = reported_by(idea_id), MilestoneForm()
    step = _step(worked, milestone_id)
    if not form.validate():
        return _edit_page(worked, step, form), 422
    begin_writing()
    milestones.change(require_person(), idea_id, milestone_id, form.title.data, form.due_on.data, clock.now())
    flash(_("The step is changed."))
    return _back(idea_id)


def move_milestone(idea_id: int, milestone_id: int) -> ResponseReturnValue:
    """The step goes one place up or down."""
    begin_writing()
    milestones.move(require_person(), idea_id, milestone_id, clock.now(), up=request.form.get("way") == "up")
    return _back(idea_id)


def remove_milestone(idea_id: int, milestone_id: int) -> ResponseReturnValue:
    """Takes a step away."""
    begin_writing()
    milestones.remove(require_person(), idea_id, milestone_id, clock.now())
    flash(_("The step is taken away."))
    return _back(idea_id)


def _step(worked: Worked, milestone_id: int) -> StepRead:
    found = next((one for one in stories.steps_of(worked.work.id) if one.id == milestone_id), None)
    if found is None or found.reached_at is not None:
        raise Missing
    return found


def _back(idea_id: int) -> ResponseReturnValue:
    return redirect(url_for("implementation.show_milestones", idea_id=idea_id), 303)


def _page(worked: Worked, form: MilestoneForm) -> str:
    return render_template(
        "implementation/milestones.html",
        idea=worked.read.idea,
        campaign=worked.campaign,
        steps=stories.steps_of(worked.work.id),
        today=today_in(worked),
        form=form,
        is_full=len(stories.steps_of(worked.work.id)) >= milestones.MOST,
    )


def _edit_page(worked: Worked, step: StepRead, form: MilestoneForm) -> str:
    return render_template(
        "implementation/milestone.html", idea=worked.read.idea, campaign=worked.campaign, step=step, form=form
    )
