"""A joining at its own address: both ideas, the answer of an author, and what the staff can do."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import refusal as refusal_by_role
from app.accounts.roles import Actor
from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Conflict, Invalid, Missing, Refusal
from app.foundation.forms import Form
from app.foundation.unit_of_work import begin_writing
from campaigns.plan.permissions import RULES
from campaigns.plan.phases import Act
from campaigns.rounds.guards import why_sets_wait
from search.joining import permissions
from search.joining.domain import proposals, sets
from search.joining.queries import joinings
from search.joining.queries.joinings import JoiningRead
from search.joining.web.forms import AnswerForm, BackForm, PartForm
from search.joining.words import PROGRESS, TONES, WHYS


def show_joining(joining_id: int) -> str:
    """What is proposed or came about."""
    return _page(_read(current_actor(), joining_id))


def answer(joining_id: int) -> ResponseReturnValue:
    """An author says whether they agree."""
    actor, form = current_actor(), AnswerForm()
    read = _read(actor, joining_id)
    if actor.id not in read.answers:
        raise Missing
    if not form.validate():
        return _page(read, form), 422
    begin_writing()
    try:
        proposals.answer(actor, joining_id, form.agrees.data == "yes", form.why.data, clock.now())
    except Conflict as refusal:
        return _page(_read(actor, joining_id), form, refusal), refusal.status
    flash(_("Thank you. Your answer is kept."))
    return _back(joining_id)


def take_back(joining_id: int) -> ResponseReturnValue:
    """Who proposed it takes it back."""
    actor, form = current_actor(), BackForm()
    read = _read(actor, joining_id)
    if actor.id is None or actor.id != read.joining.proposed_by:
        raise Missing
    if not form.validate():
        return _page(read, form), 422
    begin_writing()
    try:
        proposals.take_back(actor, joining_id, form.back_why.data, clock.now())
    except Conflict as refusal:
        return _page(_read(actor, joining_id), form, refusal), refusal.status
    return _back(joining_id)


def part(joining_id: int) -> ResponseReturnValue:
    """Both ideas stand by themselves again."""
    actor, form = current_actor(), PartForm()
    read = _read(actor, joining_id)
    permissions.require(actor, tuple(side.idea for side in (read.idea, read.into) if side is not None), clock.now())
    if not form.validate():
        return _page(read, form), 422
    begin_writing()
    try:
        sets.part(actor, joining_id, form.part_why.data, clock.now())
    except (Conflict, Invalid) as refusal:
        return _page(_read(actor, joining_id), form, refusal), refusal.status
    flash(_("The ideas stand by themselves again. Everyone whom they concern is told."))
    return _back(joining_id)


def _back(joining_id: int) -> ResponseReturnValue:
    return redirect(url_for("joining.show_joining", joining_id=joining_id), 303)


def _read(actor: Actor, joining_id: int) -> JoiningRead:
    campaign_id = joinings.campaign_of(joining_id)
    is_staff = refusal_by_role(RULES[Act.JOIN_IDEAS], actor, campaign_id=campaign_id) is None
    return joinings.joining_or_missing(actor, joining_id, is_staff=is_staff and campaign_id is not None)


def _page(read: JoiningRead, sent: Form | None = None, refusal: Refusal | None = None) -> str:
    actor, now = current_actor(), clock.now()
    joining = read.joining
    may_part = read.is_joined and _may_part(actor, read)
    return render_template(
        "joining/show.html",
        read=read,
        joining=joining,
        campaign=read.campaign,
        progress=(PROGRESS[joining.progress], TONES[joining.progress]),
        why=WHYS.get(joining.ended_why, joining.ended_why) if joining.ended_by is None else joining.ended_why,
        waits=why_sets_wait(read.campaign.id) if read.is_open or may_part else None,
        answer=read.answers.get(actor.id or 0),
        may_answer=read.is_open and actor.id in read.answers and now < joining.answer_by,
        may_take_back=read.is_open and actor.id is not None and actor.id == joining.proposed_by,
        may_part=may_part,
        refusal=refusal,
        answering=_form(AnswerForm, sent),
        taking_back=_form(BackForm, sent),
        parting=_form(PartForm, sent),
    )


def _form(kind: type[Form], sent: Form | None) -> Form:
    return sent if isinstance(sent, kind) else kind(formdata=None)


def _may_part(actor: Actor, read: JoiningRead) -> bool:
    sides = [side.idea for side in (read.idea, read.into) if side is not None]
    return all(permissions.refusal(actor, idea, clock.now()) is None for idea in sides)
