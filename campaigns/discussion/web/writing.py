"""Opening, proposing and editing a topic."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import SIGN_IN
from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.errors import Conflict, NotAllowed, Refusal
from app.foundation.unit_of_work import begin_writing
from campaigns.contributions import states
from campaigns.contributions.models import PUBLIC, State
from campaigns.contributions.web import warnings
from campaigns.contributions.web.warnings import Warned
from campaigns.discussion import reasons
from campaigns.discussion.domain import questions, topics
from campaigns.discussion.models import Topic
from campaigns.discussion.queries import choices, results
from campaigns.discussion.queries import topics as reading
from campaigns.discussion.queries.topics import TopicRead
from campaigns.discussion.texts import BACKGROUND_MOST, TITLE_MOST, Asked
from campaigns.discussion.web.forms import TopicForm
from campaigns.discussion.web.shown import late_sentence, leads
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.queries.campaigns import campaign_or_missing

LATE = 409


def new_topic(slug: str) -> ResponseReturnValue:
    """An empty form; nobody begins a topic that cannot be sent."""
    campaign = campaign_or_missing(slug, current_actor())
    actor, now = require_person(), clock.now()
    shut = permissions.phase_refusal(Act.PROPOSE_TOPIC, campaign, now)
    form = TopicForm(campaign.language, leads=leads(actor, campaign, now))
    return _page(campaign, form, late_sentence(shut) if shut else None, is_shut=shut is not None)


def add_topic(slug: str) -> ResponseReturnValue:
    """Opens a topic for those who lead the discussion, sends it to the moderators for everyone else."""
    actor, now = current_actor(), clock.now()
    campaign = campaign_or_missing(slug, actor)
    if actor.is_guest:
        raise NotAllowed(SIGN_IN)
    is_leading = leads(actor, campaign, now)
    form = TopicForm(campaign.language, leads=is_leading)
    form.offer(choices.services())
    if not form.validate():
        return _page(campaign, form), 422
    warned = warnings.unseen_in(form.prose, form.own.checked)
    if warned:
        return _page(campaign, form, warned=warned), 422
    campaign_id = campaign.id
    begin_writing()
    try:
        topic = (
            topics.open_new(actor, campaign_id, form.words, form.asked, now)
            if is_leading
            else topics.propose(actor, campaign_id, form.words, now)
        )
    except Refusal as refused:
        return _refused(campaign, form, refused)
    if topic.contribution.state == State.SUBMITTED:
        flash(_("Your topic is sent. A moderator usually answers within one working day; we write to you."))
    return _to(slug, topic.id)


def edit_topic(slug: str, topic_id: int) -> ResponseReturnValue:
    """The form of a topic as it stands."""
    read, form = _to_edit(slug, topic_id)
    if read.state not in {*PUBLIC, *topics.WAITING}:
        raise Conflict(states.MOVED_ON)
    return _page(read.campaign, form, topic=read.topic)


def save_topic(slug: str, topic_id: int) -> ResponseReturnValue:
    """Keeps the other words, and questions."""
    actor, now = current_actor(), clock.now()
    read, form = _to_edit(slug, topic_id)
    campaign, topic = read.campaign, read.topic
    if not form.validate():
        return _page(campaign, form, topic=topic), 422
    warned = warnings.unseen_in(form.prose, form.own.checked)
    if warned:
        return _page(campaign, form, topic=topic, warned=warned), 422
    asked = form.asked if form.questions else None
    begin_writing()
    try:
        topics.edit(actor, topic_id, form.words, asked, now, version=form.version)
    except Refusal as refused:
        return _refused(campaign, form, refused, topic)
    flash(_("Saved."))
    return _to(slug, topic_id)


def _to_edit(slug: str, topic_id: int) -> tuple[TopicRead, TopicForm]:
    """The topic and its form, for those who may edit it as it stands; the clock is asked when it is sent."""
    actor, now = current_actor(), clock.now()
    read = reading.topic_or_missing(actor, slug, topic_id)
    is_leading = leads(actor, read.campaign, now)
    is_own = actor.id is not None and actor.id == read.contribution.author_id
    if not is_own:
        permissions.require(require_person(), Act.CONCLUDE, read.campaign, now)
    if read.state not in PUBLIC and not is_own:
        raise NotAllowed(reasons.NOT_PUBLIC)
    asked = [Asked.of(one.question) for one in results.questions_of(topic_id, actor)]
    # A form that was opened before anybody answered is told so by the verb, not passed over.
    asks = "question-1-text" in request.form or not questions.are_answered(topic_id)
    form = TopicForm.of(read.topic, reading.texts_of(topic_id), asked, leads=is_leading, asks=asks)
    form.offer(_services(read.topic))
    return read, form


def _refused(campaign: Campaign, form: TopicForm, refused: Refusal, topic: Topic | None = None) -> ResponseReturnValue:
    """The words stay in sight whatever was in the way."""
    status = LATE if refused.reason.code.startswith("phase.") else refused.status
    return _page(campaign, form, late_sentence(refused.reason), topic=topic), status


def _page(
    campaign: Campaign,
    form: TopicForm,
    refused: str | None = None,
    *,
    topic: Topic | None = None,
    is_shut: bool = False,
    warned: Sequence[Warned] = (),
) -> str:
    if not form.own.service_id.choices:
        form.offer(_services(topic))
    return render_template(
        "discussion/write.html",
        campaign=campaign,
        form=form,
        topic=topic,
        refused=refused,
        is_shut=is_shut,
        warned=warned,
        most={"title": TITLE_MOST, "background": BACKGROUND_MOST},
    )


def _services(topic: Topic | None) -> Sequence[tuple[int, str]]:
    return choices.services(topic.service_id if topic else None)


def _to(slug: str, topic_id: int) -> ResponseReturnValue:
    return redirect(url_for("discussion.show_topic", slug=slug, topic_id=topic_id), 303)
