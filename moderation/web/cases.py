"""A case: read, claimed, decided."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts.roles import Actor
from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.errors import Conflict, Invalid, Refusal
from app.foundation.unit_of_work import begin_writing
from app.offices import competences
from campaigns.contributions.models import Kind
from campaigns.contributions.queries.follows import contribution_or_missing
from campaigns.ideas.queries import files
from moderation import deciders, neighbours
from moderation.domain import cases as verbs
from moderation.domain import decisions, undo
from moderation.domain.decisions import Ruling
from moderation.models import About, Case, Decision
from moderation.queries import cases, queue, reports
from moderation.queries.cases import CaseRead
from moderation.web import reviews
from moderation.web.addresses import filters_of_address, query_of
from moderation.web.forms import RestrictForm, SeenForm
from moderation.web.queue import desk
from moderation.web.statements import language_of, prepared, preview_of
from moderation.web.undoing import strip
from moderation.words import DECIDED, OUTCOMES


def show_case(case_id: int) -> str:
    """The text as it will be published, why it was held, and the decision."""
    require_person()
    return _page(case_id)


def claim_case(case_id: int) -> ResponseReturnValue:
    """The moderator takes the case."""
    return _take(case_id, verbs.claim)


def release_case(case_id: int) -> ResponseReturnValue:
    """The moderator gives the case back."""
    return _take(case_id, verbs.release)


def publish_case(case_id: int) -> ResponseReturnValue:
    """The text is published, or stays so."""
    cases.case_or_missing(current_actor(), case_id)
    return _decide(case_id, Ruling(Decision.PUBLISH), SeenForm())


def restrict_case(case_id: int) -> ResponseReturnValue:
    """Shows what the author will read; once the words stand there, sends the decision."""
    read = cases.case_or_missing(current_actor(), case_id)
    form = RestrictForm().offer(read, competences.in_force())
    if not read.possible:
        # Closed meanwhile: the verb says best who was quicker, and what was typed is kept.
        return _decide(case_id, Ruling(Decision.REJECT), form)
    if not form.validate():
        return _page(case_id, form), 422
    is_sent = bool(form.facts.data) and request.form.get("then") != "preview"
    language = language_of(read.author_language, read.contribution.language)
    form.facts.data = form.facts.data or prepared(form.ground.data, read.contribution.kind, language)
    ruling = form.ruling(form.facts.data, language, clock.now())
    if is_sent:
        return _decide(case_id, ruling, form)
    try:
        decisions.require_sound(read.contribution, ruling, clock.now())
    except (Conflict, Invalid) as refusal:
        return _page(case_id, form, refusal=refusal), refusal.status
    return _page(case_id, form, preview=_preview(ruling, read))


def undo_case(case_id: int) -> ResponseReturnValue:
    """The moderator takes back what they have decided within the last minute."""
    actor = current_actor()
    cases.case_or_missing(actor, case_id)
    begin_writing()
    try:
        undo.undo(actor, case_id, clock.now())
    except Conflict as refusal:
        return _page(case_id, refusal=refusal, is_decision=False), refusal.status
    flash(_("Taken back. The text stands as before, and nobody was told. You have it for 15 minutes."))
    return redirect(url_for("moderation.show_case", case_id=case_id, **query_of(filters_of_address())), 303)


def look_again(contribution_id: int) -> ResponseReturnValue:
    """Opens a case about a text that waits for nothing."""
    actor = current_actor()
    # Whether a text exists that they may not see is nobody's business.
    contribution_or_missing(contribution_id, actor)
    begin_writing()
    case = verbs.look_again(actor, contribution_id, clock.now())
    return redirect(url_for("moderation.show_case", case_id=case.id), 303)


def _take(case_id: int, verb: Callable[[Actor, int, datetime], Case]) -> ResponseReturnValue:
    actor, filters = current_actor(), filters_of_address()
    cases.case_or_missing(actor, case_id)
    begin_writing()
    try:
        verb(actor, case_id, clock.now())
    except Conflict as refusal:
        return _page(case_id, refusal=refusal, is_decision=False), refusal.status
    return redirect(url_for("moderation.show_case", case_id=case_id, **query_of(filters)), 303)


def _decide(case_id: int, ruling: Ruling, form: SeenForm) -> ResponseReturnValue:
    actor, now, filters = current_actor(), clock.now(), filters_of_address()
    begin_writing()
    try:
        decisions.decide(actor, case_id, ruling, form.seen, now)
    except (Conflict, Invalid) as refusal:
        kept = form if isinstance(form, RestrictForm) else None
        return _page(case_id, kept, refusal=refusal), refusal.status
    # What was done, with its title and the button that takes it back, stands above the next text.
    following = queue.next_for(actor, filters, now)
    address = query_of(filters)
    if following is None:
        return redirect(url_for("moderation.show_queue", **address), 303)
    return redirect(url_for("moderation.show_case", case_id=following, **address), 303)


def _page(
    case_id: int,
    form: RestrictForm | None = None,
    *,
    preview: Any = None,
    refusal: Refusal | None = None,
    is_decision: bool = True,
) -> str:
    actor = current_actor()
    read = cases.case_or_missing(actor, case_id)
    if read.case.about == About.REVIEW:
        return reviews.page(read, refusal=refusal)
    return render_template(
        "moderation/case.html",
        read=read,
        form=(form or RestrictForm(formdata=None)).offer(read, competences.in_force()),
        preview=preview,
        files=files.of_idea(read.contribution.id) if read.contribution.kind == Kind.IDEA else [],
        refusal=refusal,
        reported=reports.of_case(read.case),
        is_decision=is_decision,
        outcomes=DECIDED,
        in_common=neighbours.in_common(read.text, read.findings),
        not_allowed=deciders.refusal(actor, read.case, read.contribution),
        is_mine=read.case.claimed_by == actor.id and read.case.is_claimed(clock.now()),
        is_others=read.case.claimed_by not in {None, actor.id} and read.case.is_claimed(clock.now()),
        **strip(),
        **desk(),
    )


def _preview(ruling: Ruling, read: CaseRead) -> dict[str, Any]:
    with force_locale(ruling.language):
        statement = preview_of(ruling, read.case, read.contribution, read.campaign, clock.now())
        outcome = OUTCOMES[statement.decision]
        shown = render_template("moderation/preview.html", statement=statement, outcome=outcome)
    return {"language": ruling.language, "shown": shown}
