"""Experts pick ideas, one a page."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.errors import Conflict, Invalid, NotAllowed
from app.foundation.unit_of_work import begin_writing
from campaigns.plan import permissions
from campaigns.plan.phases import Act
from campaigns.selection import reasons
from campaigns.selection.domain import picks as verbs
from campaigns.selection.queries import candidates
from campaigns.selection.queries.candidates import Candidate
from campaigns.selection.web.forms import PickForm
from campaigns.selection.web.lookups import Asked, asked_for, counted
from campaigns.selection.web.shown import notes_on


def _asked(slug: str, idea_id: int) -> Asked:
    asked = asked_for(slug)
    require_person()
    candidates.require_idea(asked.campaign.id, idea_id)
    permissions.require(asked.actor, Act.PICK, asked.campaign, clock.now())
    return asked


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for("selection.show_selection", slug=slug), 303)


def show_pick(slug: str, idea_id: int) -> ResponseReturnValue:
    """One idea, and why it should be selected."""
    asked = _asked(slug, idea_id)
    idea = _idea(asked, idea_id)
    if idea.picked_by is not None:
        raise Conflict(reasons.PICKED)
    return _page(asked, idea, PickForm())


def _idea(asked: Asked, idea_id: int) -> Candidate:
    """The idea, where it may still be picked by this expert. Raises Conflict, NotAllowed or Missing."""
    stands_on, result = counted(asked)
    why_not = verbs.closed(stands_on)
    if why_not:
        raise Conflict(why_not)
    idea = candidates.one(result.id, asked.campaign.id, idea_id, asked.actor)
    if idea.is_own:
        raise NotAllowed(reasons.OWN_IDEA)
    if idea.winner:
        raise Conflict(reasons.IN_BY_SUPPORT)
    return idea


def _page(asked: Asked, idea: Candidate, form: PickForm) -> str:
    return render_template(
        "selection/pick.html",
        campaign=asked.campaign,
        idea=idea,
        form=form,
        note=notes_on(asked.campaign.id, idea.idea_id).get(idea.idea_id, ""),
    )


def pick_idea(slug: str, idea_id: int) -> ResponseReturnValue:
    """The expert picks the idea."""
    asked, form = _asked(slug, idea_id), PickForm()
    idea = _idea(asked, idea_id)
    if not form.validate():
        return _page(asked, idea, form), 422
    begin_writing()
    try:
        verbs.pick(asked.campaign, idea_id, form.reason.data, actor=asked.actor, now=clock.now())
    except (Invalid, Conflict) as refused:
        form.reason.errors = [str(refused.reason)]
        return _page(asked, idea, form), refused.status
    flash(_("Picked. You can take it back until the selection is made."))
    return _back(slug)


def take_back(slug: str, idea_id: int) -> ResponseReturnValue:
    """The expert takes their pick back."""
    asked = _asked(slug, idea_id)
    begin_writing()
    verbs.take_back(asked.campaign, idea_id, actor=asked.actor, now=clock.now())
    flash(_("Taken back: the idea is not picked any more."))
    return _back(slug)
