"""Proposing to join an idea with another: chosen by number or from the similar ones, looked at side by side, sent."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Actor
from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.errors import Conflict, Missing, NotAllowed, Reason, Refusal
from app.foundation.unit_of_work import begin_writing
from campaigns.contributions.models import State
from campaigns.ideas.models import Idea
from campaigns.ideas.queries import pages
from campaigns.ideas.queries.joined import together
from campaigns.rounds.guards import why_sets_wait
from search.joining import permissions, reasons
from search.joining.domain import proposals
from search.joining.queries import candidates
from search.joining.queries.asked import people_of
from search.joining.queries.candidates import Candidate
from search.joining.web.forms import OTHER, THIS, ProposalForm


def choose(idea_id: int) -> ResponseReturnValue:
    """Asks for the other idea; once it is chosen, shows both side by side."""
    actor = require_person()
    idea = _idea(actor, idea_id)
    number, other_id = request.args.get("number", "").strip(), request.args.get("other", "")
    other = _named(actor, idea, number, other_id)
    if other is None and (number or other_id):
        return _choice(actor, idea, reasons.NO_SUCH if number else None), 422 if number else 200
    return _choice(actor, idea) if other is None else _look(actor, idea, other)


def propose(idea_id: int) -> ResponseReturnValue:
    """Sends the proposal to the authors of both."""
    actor, now = current_actor(), clock.now()
    idea = _idea(actor, idea_id)
    other = _named(actor, idea, "", request.form.get("other", ""))
    if other is None:
        return _choice(actor, idea, reasons.NO_SUCH), 422
    form = ProposalForm().offer(idea, other)
    if not form.validate():
        return _look(actor, idea, other, form), 422
    one, into = (idea.id, other.id) if form.way.data == THIS else (other.id, idea.id)
    begin_writing()
    try:
        joining = proposals.propose(actor, one, into, form.reason.data, now)
    except (Conflict, NotAllowed) as refusal:
        return _look(actor, _idea(actor, idea_id), other, form, refusal), refusal.status
    flash(_("The authors are asked. You will see here what they say."))
    return redirect(url_for("joining.show_joining", joining_id=joining.id), 303)


def _idea(actor: Actor, idea_id: int) -> Idea:
    """The idea to be joined, for those who may. Raises Missing, NotAllowed."""
    read = pages.idea_or_missing(actor, idea_id)
    permissions.require(actor, (read.idea,), clock.now())
    if read.state != State.PUBLISHED:
        raise Missing
    return read.idea


def _named(actor: Actor, idea: Idea, number: str, id: str) -> Candidate | None:
    words = (number.removeprefix("№").strip(), id)
    numbers = [int(word) if word.isascii() and word.isdigit() and len(word) < 19 else None for word in words]
    if numbers[0] is not None:
        return _but(idea, candidates.by_number(actor, idea.campaign_id, numbers[0]))
    return _but(idea, candidates.by_id(actor, idea.campaign_id, numbers[1])) if numbers[1] is not None else None


def _but(idea: Idea, found: Candidate | None) -> Candidate | None:
    return found if found is not None and found.id != idea.id else None


def _choice(actor: Actor, idea: Idea, reason: Reason | None = None) -> str:
    return render_template(
        "joining/choose.html",
        idea=idea,
        campaign=idea.contribution.campaign,
        alike=candidates.alike(actor, idea),
        reason=reason,
        number=request.args.get("number", "")[:20],
    )


def _look(
    actor: Actor, idea: Idea, other: Candidate, form: ProposalForm | None = None, refusal: Refusal | None = None
) -> str:
    there = pages.idea_or_missing(actor, other.id).idea
    # The one that more people support goes on, unless the staff choose otherwise.
    usual = THIS if idea.support_total <= there.support_total else OTHER
    return render_template(
        "joining/propose.html",
        idea=idea,
        other=there,
        campaign=idea.contribution.campaign,
        form=form or ProposalForm(formdata=None, data={"way": usual}).offer(idea, other),
        refusal=refusal,
        fault=proposals.fault_of(idea, there) and proposals.fault_of(there, idea),
        people=together(idea.id, other.id),
        asked=[account.public_name for account in people_of(idea.id, other.id)],
        waits=why_sets_wait(idea.campaign_id),
        days=proposals.WORKING_DAYS,
    )
