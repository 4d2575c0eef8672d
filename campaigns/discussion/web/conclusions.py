"""Writing the conclusion of a topic."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.errors import Conflict, Refusal
from app.foundation.unit_of_work import begin_writing
from campaigns.contributions.models import PUBLIC
from campaigns.contributions.web import warnings
from campaigns.contributions.web.warnings import Warned
from campaigns.discussion import reasons
from campaigns.discussion.domain import conclusions
from campaigns.discussion.queries import choices, problems, topics
from campaigns.discussion.queries.topics import TopicRead
from campaigns.discussion.texts import CONCLUSION_MOST, Point
from campaigns.discussion.web.forms import ConclusionForm
from campaigns.plan import permissions
from campaigns.plan.phases import Act


def edit_conclusion(slug: str, topic_id: int) -> ResponseReturnValue:
    """The form: empty, or with the conclusion as it stands."""
    read = _led(slug, topic_id)
    return _page(read, _form(topic_id))


def save_conclusion(slug: str, topic_id: int) -> ResponseReturnValue:
    """Publishes the conclusion, or keeps the other words of one."""
    actor, now = current_actor(), clock.now()
    read = _led(slug, topic_id)
    form = _form(topic_id)
    if not form.validate():
        return _page(read, form), 422
    warned = warnings.unseen_in(form.prose, form.about.checked)
    if warned:
        return _page(read, form, warned=warned), 422
    begin_writing()
    try:
        conclusion = conclusions.write(actor, topic_id, form.words, now, version=form.version)
    except Refusal as refused:
        read = topics.topic_or_missing(actor, slug, topic_id)
        return _page(read, form, str(refused.reason)), refused.status
    if conclusion.contribution.state not in PUBLIC:
        flash(_("The conclusion is saved. A moderator reads it before it is published."))
    return redirect(url_for("discussion.show_topic", slug=slug, topic_id=topic_id), 303)


def _led(slug: str, topic_id: int) -> TopicRead:
    actor = current_actor()
    read = topics.topic_or_missing(actor, slug, topic_id)
    permissions.require(require_person(), Act.CONCLUDE, read.campaign, clock.now())
    if read.state not in PUBLIC:
        raise Conflict(reasons.NOT_PUBLIC)
    return read


def _form(topic_id: int) -> ConclusionForm:
    """The conclusion as it stands; of a form that was sent, with the problems that stood when it was opened."""
    present = problems.to_edit(topic_id)
    standing = [
        (problem.number, Point.of(problem))
        for problem in (present.problems if present else ())
        if request.method != "POST" or f"problem-{problem.number}-text" in request.form
    ]
    body = present.conclusion.body if present else ""
    version = present.conclusion.contribution.version if present else None
    return ConclusionForm(body, version, standing, choices.services())


def _page(read: TopicRead, form: ConclusionForm, refused: str | None = None, warned: Sequence[Warned] = ()) -> str:
    return render_template(
        "discussion/conclude.html",
        campaign=read.campaign,
        topic=read.topic,
        title=read.title,
        language=read.language,
        form=form,
        refused=refused,
        warned=warned,
        is_new=form.version is None,
        most=CONCLUSION_MOST,
    )
