"""Writing an idea: a new one, a draft of one's own, a returned one."""

from dataclasses import replace
from datetime import datetime

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import throttle
from app.accounts.roles import Actor
from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.addresses import network
from app.foundation.errors import Conflict, Invalid, NotAllowed, TooMany
from app.foundation.texts import clean_line
from app.foundation.unit_of_work import begin_writing
from app.guards import forms as guards
from campaigns.contributions.models import State
from campaigns.ideas.domain import drafts, ideas
from campaigns.ideas.queries import pages
from campaigns.ideas.texts import TITLE_MOST, IdeaText
from campaigns.ideas.web import editing, secrets
from campaigns.ideas.web.forms import IdeaForm
from campaigns.ideas.web.sheets import (
    UNFINISHED,
    Sheet,
    amiss,
    filled,
    late,
    new_sheet,
    overtaken,
    own_or_missing,
    sheet_of,
    show_form,
)
from campaigns.plan.queries.campaigns import campaign_or_missing

# What a guest's form is called, so that it is not taken for another.
DRAFT = "draft"


def new_idea(slug: str) -> str:
    """An empty form; a search without a find, a problem or a service carries its words or itself over."""
    actor = current_actor()
    campaign = campaign_or_missing(slug, actor)
    problem = _id("problem")
    begun = IdeaText(
        title=clean_line(request.args.get("title", "")[:1000])[:TITLE_MOST],
        track_id=_id("track"),
        territory_id=actor.territory_id,
        service_id=_id("service"),
        problem_ids=(problem,) if problem else (),
    )
    sheet = replace(new_sheet(campaign), begun_url=_begun(actor, campaign.id))
    return show_form(filled(begun), sheet)


def submit_idea(slug: str) -> ResponseReturnValue:
    """Keeps what was written as a draft and, where the person wants it and may, sends it."""
    actor, now = current_actor(), clock.now()
    sheet = new_sheet(campaign_or_missing(slug, actor), is_begun=True)
    form = IdeaForm()
    trouble = amiss(form, sheet) or _too_many(form, sheet)
    if trouble:
        return trouble
    campaign_id = sheet.campaign.id
    begin_writing()
    kept = drafts.save(actor, campaign_id, form.text, now, secret=form.secret)
    if kept.was_sent:
        return redirect(url_for("ideas.show_idea", idea_id=kept.idea.id), 303)
    if actor.is_guest:
        return _kept_for_guest(kept.secret, form, sheet)
    return _kept(actor, kept.idea.id, form, now) if form.is_sending else _saved(kept.idea.id)


def edit_idea(idea_id: int) -> ResponseReturnValue:
    """The form of one's own draft, of a returned idea with the reasons above it, or of a published one."""
    read = own_or_missing(idea_id)
    if read.state not in {*UNFINISHED, State.PUBLISHED}:
        return redirect(url_for("ideas.show_idea", idea_id=idea_id))
    sheet = sheet_of(read)
    return show_form(filled(sheet.chosen or IdeaText()), sheet)


def revise_idea(idea_id: int) -> ResponseReturnValue:
    """Keeps the other words of an idea and, where the person wants it, sends them."""
    actor, now = current_actor(), clock.now()
    read = own_or_missing(idea_id)
    form, sheet = IdeaForm(), sheet_of(read)
    trouble = amiss(form, sheet)
    if trouble:
        return trouble
    if read.state == State.PUBLISHED:
        return editing.change(actor, read, form, sheet, now)
    begin_writing()
    try:
        drafts.rewrite(actor, idea_id, form.text, now, version=form.seen_version)
    except Conflict as refusal:
        if sheet.chosen == form.text:
            return redirect(url_for("ideas.show_idea", idea_id=idea_id), 303)
        if refusal.reason == drafts.CHANGED_ELSEWHERE:
            return overtaken(form, sheet_of(own_or_missing(idea_id)))
        return late(refusal.reason, form, read.campaign, None)
    return _kept(actor, idea_id, form, now) if form.is_sending else _saved(idea_id)


def _begun(actor: Actor, campaign_id: int) -> str | None:
    """Where the person goes on with what they have begun in this campaign; for a guest what this browser holds the secret of."""
    held = {} if actor.id else {drafts.digest_of(secret): secret for secret in secrets.held()}
    if actor.is_guest and not held:
        return None
    found = pages.unfinished(campaign_id, actor.id, sorted(held))
    if found is None:
        return None
    idea_id, digest = found
    if actor.id:
        return url_for("ideas.edit_idea", idea_id=idea_id)
    return url_for("ideas.show_draft", secret=held[digest or ""])


def _id(name: str) -> int | None:
    word = request.args.get(name, "")
    return int(word) if word.isascii() and word.isdigit() and len(word) < 19 else None


def _too_many(form: IdeaForm, sheet: Sheet) -> ResponseReturnValue | None:
    """The form once more where guests of this network have begun very many drafts; None where this one can be kept."""
    if not current_actor().is_guest or drafts.is_begun(form.secret):
        return None
    sent = guards.sent(DRAFT)
    try:
        sent.require_person()
        throttle.require_draft(network(), sent.weight)
    except TooMany as refusal:
        form.form_errors.append(str(refusal.reason))
        return show_form(form, sheet), refusal.status, {"Retry-After": str(refusal.after)}
    except Invalid as refusal:
        form.form_errors.append(str(refusal.reason))
        return show_form(form, sheet), refusal.status
    return None


def _saved(idea_id: int) -> ResponseReturnValue:
    flash(_("It is saved. You can go on now or later: you find it on your page."))
    return redirect(url_for("ideas.edit_idea", idea_id=idea_id), 303)


def _kept(actor: Actor, idea_id: int, form: IdeaForm, now: datetime) -> ResponseReturnValue:
    """Sends what was kept a moment ago; what cannot be sent any more stays a draft, and its words stay in sight."""
    read = pages.idea_or_missing(actor, idea_id)
    try:
        if read.state == State.RETURNED:
            ideas.revise_returned(actor, idea_id, form.text, now)
        else:
            ideas.submit(actor, idea_id, now)
    except NotAllowed as refusal:
        return late(refusal.reason, form, read.campaign, url_for("ideas.edit_idea", idea_id=idea_id))
    return redirect(url_for("ideas.show_idea", idea_id=idea_id), 303)


def _kept_for_guest(secret: str, form: IdeaForm, sheet: Sheet) -> ResponseReturnValue:
    if form.is_sending and sheet.shut:
        answer = make_response(late(sheet.shut, form, sheet.campaign, url_for("ideas.show_draft", secret=secret)))
    else:
        answer = make_response(redirect(url_for("ideas.show_kept", secret=secret), 303))
    secrets.hold(answer, secret)
    return answer
