"""The page of a voter whose vote is set apart: why, what it means, and a request that a person looks."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Actor
from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.errors import Conflict, Refusal
from app.foundation.unit_of_work import begin_writing
from campaigns.plan.models import Campaign
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.web.tabs import tabs_row
from campaigns.rounds.apart import reasons, rules
from campaigns.rounds.apart.domain import looks as verbs
from campaigns.rounds.apart.queries import looks
from campaigns.rounds.apart.queries.looks import OwnVote
from campaigns.rounds.apart.web.forms import AskForm
from campaigns.rounds.apart.words import OUTCOMES, name_of


def show_own(slug: str) -> str:
    """Whether the person's vote is counted apart, and why."""
    actor = require_person()
    campaign = campaign_or_missing(slug, actor)
    return _page(actor, campaign, _own(actor, campaign), AskForm(formdata=None))


def ask(slug: str) -> ResponseReturnValue:
    """Asks that a person looks."""
    actor, form = require_person(), AskForm()
    campaign = campaign_or_missing(slug, actor)
    own = _own(actor, campaign)
    if own is None:
        return _page(actor, campaign, own, form, Conflict(reasons.NOT_APART)), 409
    if not form.validate():
        return _page(actor, campaign, own, form), 422
    round_id = own.round.id
    begin_writing()
    try:
        verbs.ask(actor, round_id, form.words.data, clock.now())
    except Conflict as refusal:
        return _page(actor, campaign, _own(actor, campaign), form, refusal), refusal.status
    flash(_("Somebody will look at your vote. We tell you what they decide."))
    return redirect(url_for("apart.show_own", slug=slug), 303)


def _own(actor: Actor, campaign: Campaign) -> OwnVote | None:
    return looks.own_vote(looks.rounds_of(campaign.id), actor.id or 0)


def _page(actor: Actor, campaign: Campaign, own: OwnVote | None, form: AskForm, refusal: Refusal | None = None) -> str:
    given = own.round.rule.get("apart", []) if own else []
    return render_template(
        "rounds/apart/own.html",
        campaign=campaign,
        tabs=tabs_row(campaign, actor, "vote"),
        own=own,
        rule=name_of(own.note.code) if own and own.note else "",
        sentences=rules.sentences(given),
        cleaned=bool(own) and own.round.rule.get("result") == "cleaned" if own else False,
        refused=verbs.refusal(own.ballot, clock.now()) if own else None,
        outcomes=OUTCOMES,
        form=form,
        refusal=refusal,
        sent=request.method == "POST",
    )
