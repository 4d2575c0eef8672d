"""Pages of those who look at votes set apart: the requests, and one of them with its signs."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_timedelta
from flask_babel import gettext as _

from app.accounts.roles import Actor
from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.errors import Conflict, Refusal
from app.foundation.unit_of_work import begin_writing
from campaigns.plan.models import Campaign
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.rounds.apart import permissions, reasons
from campaigns.rounds.apart.domain import looks as verbs
from campaigns.rounds.apart.queries import looks
from campaigns.rounds.apart.queries.looks import LookRead
from campaigns.rounds.apart.web.forms import DecisionForm
from campaigns.rounds.apart.words import OUTCOMES, name_of


def list_looks(slug: str) -> str:
    """The open requests, and how many votes each rule sets apart."""
    _, campaign = _asked(slug)
    numbers = [
        (round_.number, [(name_of(one.code), one.votes) for one in looks.by_rule(round_.id)])
        for round_ in looks.rounds_of(campaign.id)
    ]
    return render_template(
        "rounds/apart/looks.html",
        campaign=campaign,
        page=looks.waiting(campaign.id, request.args.get("after")),
        numbers=numbers,
    )


def show_look(slug: str, look_id: int) -> str:
    """A request with the signs, and the decision."""
    actor, campaign = _asked(slug)
    return _page(campaign, _read(campaign, look_id, actor), DecisionForm(formdata=None))


def decide_look(slug: str, look_id: int) -> ResponseReturnValue:
    """Decides how the vote is counted."""
    actor, campaign = _asked(slug)
    read, form = _read(campaign, look_id, actor), DecisionForm()
    if not form.validate():
        return _page(campaign, read, form), 422
    begin_writing()
    try:
        verbs.decide(actor, look_id, form.decided, form.reason.data, clock.now())
    except Conflict as refusal:
        return _page(campaign, _read(campaign, look_id, actor), form, refusal), refusal.status
    flash(_("It is decided. The voter is told."))
    return redirect(url_for("apart.list_looks", slug=slug), 303)


def _asked(slug: str) -> tuple[Actor, Campaign]:
    actor = require_person()
    campaign = campaign_or_missing(slug, actor)
    permissions.require(actor, campaign.id)
    return actor, campaign


def _read(campaign: Campaign, look_id: int, actor: Actor) -> LookRead:
    return looks.look_or_missing(campaign.id, look_id, actor.id)


def _page(campaign: Campaign, read: LookRead, form: DecisionForm, refusal: Refusal | None = None) -> str:
    return render_template(
        "rounds/apart/look.html",
        campaign=campaign,
        read=read,
        rule=name_of(read.note.code) if read.note else "",
        had_account=format_timedelta(read.had_account),
        outcomes=OUTCOMES,
        own_vote=reasons.OWN_VOTE,
        moot=reasons.MOOT,
        form=form,
        refusal=refusal,
    )
