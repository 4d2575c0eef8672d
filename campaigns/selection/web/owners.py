"""Owners make the selection."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.errors import Conflict
from app.foundation.unit_of_work import begin_writing
from campaigns.plan import permissions
from campaigns.plan.phases import Act
from campaigns.rounds.rules.words import sentences
from campaigns.selection import reasons
from campaigns.selection.domain import making
from campaigns.selection.queries import candidates
from campaigns.selection.queries.ground import public_winners, size_of
from campaigns.selection.queries.made import Count
from campaigns.selection.web.lookups import Asked, asked_for, counted
from campaigns.selection.words import finding


def _asked(slug: str) -> Asked:
    asked = asked_for(slug)
    require_person()
    permissions.require(asked.actor, Act.SELECT, asked.campaign, clock.now())
    return asked


def show_making(slug: str) -> ResponseReturnValue:
    """What will be said to everyone, and the button that does it."""
    asked = _asked(slug)
    stands_on, result = counted(asked)
    if stands_on.selection is not None:
        raise Conflict(reasons.MADE)
    if result.published_at is None:
        raise Conflict(reasons.NOT_PUBLISHED)
    picks = [pick for pick in candidates.picked(result.id, asked.campaign.id, asked.actor) if not pick.winner]
    counting = picks[: stands_on.most_picks]
    ideas, winners = size_of(result.id), public_winners(result.id)
    front = candidates.page(result.id, asked.campaign.id, asked.actor, None).rows
    return render_template(
        "selection/making.html",
        campaign=asked.campaign,
        finding=finding(Count(ideas, winners + len(counting), len(counting))),
        rule=sentences(stands_on.rule),
        front=[idea for idea in front if idea.winner],
        winners=winners,
        picks=counting,
        left=stands_on.most_picks - len(counting),
        ideas=ideas,
    )


def make(slug: str) -> ResponseReturnValue:
    """Makes the selection."""
    asked = _asked(slug)
    begin_writing()
    selection = making.make(asked.campaign, asked.actor, clock.now())
    if selection.made_at is None:
        flash(_("The selection is being made. It takes some seconds."))
    else:
        flash(_("The selection is made. Those who follow the project will be told."))
    return redirect(url_for("selection.show_selection", slug=slug), 303)
