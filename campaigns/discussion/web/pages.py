"""A topic's own page and its buttons."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import SIGN_IN
from app.accounts.roles import Actor, Role
from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.errors import Invalid, NotAllowed, Refusal
from app.foundation.slots import Part, Slot
from app.foundation.unit_of_work import begin_writing
from campaigns.comments.web.shown import thread_of
from campaigns.contributions.words import LABELS, TONES
from campaigns.discussion import reasons
from campaigns.discussion.domain import answers, topics
from campaigns.discussion.queries import problems, results
from campaigns.discussion.queries import topics as reading
from campaigns.discussion.queries.problems import ConclusionRead
from campaigns.discussion.queries.topics import TopicRead
from campaigns.discussion.slots import TOPIC_ASIDE, TOPIC_STATE_NOTE, TopicShown
from campaigns.discussion.texts import fingerprint_of
from campaigns.discussion.web import shown
from campaigns.discussion.web.forms import PlaceForm
from campaigns.plan import permissions
from campaigns.plan.phases import Act
from campaigns.plan.web.tabs import tabs_row

ANSWER = "answer-"


def show_topic(slug: str, topic_id: int) -> ResponseReturnValue:
    """The topic: its conclusion or question, the closed questions, what people say."""
    actor = current_actor()
    return _page(reading.topic_or_missing(actor, slug, topic_id), actor, clock.now())


def answer(slug: str, topic_id: int) -> ResponseReturnValue:
    """The person answers closed questions, or others than before."""
    actor, now = current_actor(), clock.now()
    reading.topic_or_missing(actor, slug, topic_id)
    values = _answered()
    begin_writing()
    try:
        answers.give(actor, topic_id, values, now, seen=request.form.get("seen", ""))
    except Refusal as refused:
        if isinstance(refused, NotAllowed) and not refused.reason.code.startswith(("phase.", "topic.")):
            raise
        return _refused(slug, topic_id, actor, now, refused)
    return _back(slug, topic_id, "questions")


def take_answers_back(slug: str, topic_id: int) -> ResponseReturnValue:
    """The person's answers go."""
    actor = current_actor()
    reading.topic_or_missing(actor, slug, topic_id)
    begin_writing()
    answers.take_back(actor, topic_id, clock.now())
    return _back(slug, topic_id, "questions")


def close_topic(slug: str, topic_id: int) -> ResponseReturnValue:
    """Nobody answers or comments any more."""
    actor = _leader(slug, topic_id)
    begin_writing()
    topics.close(actor, topic_id, clock.now())
    flash(_("The topic is closed."))
    return _back(slug, topic_id)


def reopen_topic(slug: str, topic_id: int) -> ResponseReturnValue:
    """The topic is open again."""
    actor = _leader(slug, topic_id)
    begin_writing()
    topics.reopen(actor, topic_id, clock.now())
    flash(_("The topic is open again."))
    return _back(slug, topic_id)


def place_topic(slug: str, topic_id: int) -> ResponseReturnValue:
    """The topic gets another place in the list."""
    actor, form = _leader(slug, topic_id), PlaceForm()
    if not form.validate():
        read = reading.topic_or_missing(actor, slug, topic_id)
        return _page(read, actor, clock.now(), place=form), 422
    begin_writing()
    topics.place(actor, topic_id, form.place.data or 0, clock.now())
    return _back(slug, topic_id)


def _leader(slug: str, topic_id: int) -> Actor:
    actor = current_actor()
    read = reading.topic_or_missing(actor, slug, topic_id)
    permissions.require(require_person(), Act.CONCLUDE, read.campaign, clock.now())
    return actor


def _answered() -> dict[int, int]:
    """What was chosen, by the id of the question. Raises Invalid where something else than a choice came."""
    found = {}
    for name, value in request.form.items():
        number = name.removeprefix(ANSWER)
        if name.startswith(ANSWER) and value:
            if not (_is_number(number, 18) and _is_number(value, 2)):
                raise Invalid(reasons.NO_SUCH_OPTION)
            found[int(number)] = int(value)
    return found


def _is_number(word: str, longest: int) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= longest


def _refused(slug: str, topic_id: int, actor: Actor, now: datetime, refused: Refusal) -> ResponseReturnValue:
    late = refused.reason.code.startswith(("phase.", "topic."))
    sentence = shown.late_answer(refused.reason)
    read = reading.topic_or_missing(actor, slug, topic_id)
    return _page(read, actor, now, refused=sentence), 409 if late else refused.status


def _page(
    read: TopicRead, actor: Actor, now: datetime, *, refused: str | None = None, place: PlaceForm | None = None
) -> str:
    campaign, topic = read.campaign, read.topic
    concluded = problems.read(topic.id, actor)
    questions = results.questions_of(topic.id, actor)
    leads = shown.leads(actor, campaign, now)
    is_staff = bool({Role.MODERATOR, Role.OWNER} & actor.roles_in(campaign.id))
    is_own = actor.id is not None and actor.id == read.contribution.author_id
    refusal = answers.refusal(actor, topic, read.state, campaign, now)
    return render_template(
        "discussion/show.html",
        read=read,
        topic=topic,
        campaign=campaign,
        tabs_row=tabs_row(campaign, actor, "discussion"),
        concluded=concluded,
        questions=[shown.question_of(one) for one in questions],
        seen=fingerprint_of(one.question for one in questions),
        may_answer=refusal is None,
        must_sign_in=refusal == SIGN_IN,
        present=shown.present_of(campaign, now),
        thread=thread_of(read.contribution, campaign, actor, now, request.args),
        takes_ideas=shown.takes_ideas(campaign, now),
        leads=leads,
        is_own=is_own,
        place=(place or PlaceForm(formdata=None, data={"place": reading.place_of(topic)})) if leads else None,
        notes=_parts(TOPIC_STATE_NOTE, read, actor, concluded) if is_own or is_staff or leads else [],
        asides=_parts(TOPIC_ASIDE, read, actor, concluded) if is_staff else [],
        labels=LABELS,
        tones=TONES,
        refused=refused,
    )


def _parts(
    slot: Slot[TopicShown, Part | None], read: TopicRead, actor: Actor, concluded: ConclusionRead | None
) -> list[Part]:
    common = concluded.conclusion.contribution if concluded else None
    is_own = actor.id is not None and actor.id == read.contribution.author_id
    asked = TopicShown(
        read.topic.id,
        read.campaign.id,
        read.state,
        read.contribution.author_id,
        actor,
        common.id if common else None,
        common.state if common else None,
        url_for("discussion.edit_topic", slug=read.campaign.slug, topic_id=read.topic.id) if is_own else None,
    )
    return [part for part in slot.fill(asked) if part is not None]


def _back(slug: str, topic_id: int, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("discussion.show_topic", slug=slug, topic_id=topic_id, _anchor=anchor), 303)
