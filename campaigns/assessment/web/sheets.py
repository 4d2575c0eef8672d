"""One idea a page: the expert scores, gives reasons, saves or hands in, or steps back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.roles import Actor
from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, NotAllowed, Reason, Refusal
from app.foundation.unit_of_work import begin_writing
from campaigns.assessment import reasons
from campaigns.assessment.domain import assessing, passing
from campaigns.assessment.models import Assessment, ScoreCard
from campaigns.assessment.queries import desk
from campaigns.assessment.web.forms import BackForm, Sheet
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from campaigns.plan import permissions
from campaigns.plan.models import Campaign

HAND_IN = "hand-in"


def show_sheet(assessment_id: int) -> ResponseReturnValue:
    """The idea and the card, with what is written so far."""
    actor = require_person()
    row = assessing.own_or_missing(assessment_id, actor)
    card = db.session.get_one(ScoreCard, row.campaign_id)
    if card.opened_at is not None:
        slug = db.session.get_one(Campaign, row.campaign_id).slug
        return redirect(url_for("assessment.show_results", slug=slug))
    refused = _refusal(row, actor)
    return _page(row, card, Sheet(card, row), actor, refused=[refused] if refused else None)


def _refusal(row: Assessment, actor: Actor) -> Reason | None:
    if db.session.get_one(Contribution, row.idea_id).state != State.PUBLISHED:
        return reasons.GONE
    try:
        assessing.require(row, actor, clock.now())
    except NotAllowed as refused:
        return refused.reason
    return None


def save_sheet(assessment_id: int) -> ResponseReturnValue:
    """Keeps what is written, and hands it in where that is asked for."""
    actor, now = require_person(), clock.now()
    row = assessing.own_or_missing(assessment_id, actor)
    card = db.session.get_one(ScoreCard, row.campaign_id)
    sheet = Sheet(card, typed=True)
    if not sheet.form.validate():
        return _page(row, card, sheet, actor), 422
    hands_in = request.form.get("do") == HAND_IN
    found = assessing.faults(card, sheet.written) if hands_in else {}
    begin_writing()
    keep = assessing.hand_in if hands_in and not found else assessing.save
    try:
        row = keep(assessment_id, sheet.written, seen=sheet.seen, actor=actor, now=now)
    except (Conflict, NotAllowed, Invalid) as refused:
        return _refused(assessment_id, sheet, actor, refused)
    sheet.form.version.data = str(row.version)
    if found:
        sheet.take(found)
        return _page(row, card, sheet, actor, is_kept=True), 422
    return _handed_in(row, actor) if hands_in else _saved(row)


def _refused(assessment_id: int, sheet: Sheet, actor: Actor, refused: Refusal) -> ResponseReturnValue:
    """The page with what was typed; after the bell it is kept as a draft, as the sentence says."""
    is_late = refused.reason == permissions.OVER
    status = 409 if isinstance(refused, NotAllowed) else refused.status
    row = _kept_late(assessment_id, sheet, actor) if is_late else assessing.own_or_missing(assessment_id, actor)
    sheet.form.version.data = str(row.version)
    card = db.session.get_one(ScoreCard, row.campaign_id)
    return _page(row, card, sheet, actor, refused=[refused.reason]), status


def _kept_late(assessment_id: int, sheet: Sheet, actor: Actor) -> Assessment:
    try:
        return assessing.save_late(assessment_id, sheet.written, seen=sheet.seen, actor=actor, now=clock.now())
    except (Conflict, Invalid):
        return assessing.own_or_missing(assessment_id, actor)


def _saved(row: Assessment) -> ResponseReturnValue:
    flash(_("Saved. Nobody but you sees it."))
    return redirect(url_for("assessment.assess", assessment_id=row.id), 303)


def _handed_in(row: Assessment, actor: Actor) -> ResponseReturnValue:
    """On to the next idea; back to the desk where nothing is left."""
    own = desk.of_expert(row.campaign_id, actor.id or 0)
    following = own.next_to(row.id)
    if following is None:
        flash(_("Handed in. That was the last one: thank you."))
        slug = db.session.get_one(Campaign, row.campaign_id).slug
        return redirect(url_for("assessment.desk", slug=slug), 303)
    left = ngettext(
        "Handed in. %(num)s of %(all)s left.", "Handed in. %(num)s of %(all)s left.", own.left, all=len(own.lying)
    )
    flash(left)
    return redirect(url_for("assessment.assess", assessment_id=following.id), 303)


def step_back(assessment_id: int) -> ResponseReturnValue:
    """The expert has an interest of their own in the idea."""
    actor, form = require_person(), BackForm()
    row = assessing.own_or_missing(assessment_id, actor)
    card = db.session.get_one(ScoreCard, row.campaign_id)
    if not form.validate():
        return _page(row, card, Sheet(card, row), actor, back=form), 422
    begin_writing()
    try:
        passing.step_back(assessment_id, form.why.data, actor=actor, now=clock.now())
    except Invalid as refused:
        form.why.errors = [str(refused.reason)]
        return _page(row, card, Sheet(card, row), actor, back=form), refused.status
    flash(_("You have stepped back from this idea. Thank you for saying so."))
    slug = db.session.get_one(Campaign, row.campaign_id).slug
    return redirect(url_for("assessment.desk", slug=slug), 303)


def _page(row: Assessment, card: ScoreCard, sheet: Sheet, actor: Actor, **over: Any) -> str:
    own = desk.of_expert(row.campaign_id, actor.id or 0)
    refused = over.pop("refused", None)
    return render_template(
        "assessment/sheet.html",
        campaign=db.session.get_one(Campaign, row.campaign_id),
        card=card,
        row=row,
        idea=db.session.get_one(Idea, row.idea_id),
        language=db.session.get_one(Contribution, row.idea_id).language,
        form=sheet.form,
        desk=own,
        following=own.next_to(row.id),
        back=over.pop("back", None) or BackForm(formdata=None),
        is_kept=over.pop("is_kept", False),
        refused=[str(reason) for reason in refused or []],
    )
