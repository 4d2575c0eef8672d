"""Closing without an answer, by two owners; and putting a campaign into the archive."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Refusal
from app.foundation.unit_of_work import begin_writing
from campaigns.answers import permissions
from campaigns.answers.domain import closing
from campaigns.answers.models import OwedState
from campaigns.answers.queries import desk, owed
from campaigns.answers.queries.desk import Desk
from campaigns.answers.texts import WHY_MOST
from campaigns.answers.web import shown
from campaigns.answers.web.forms import ClosingForm, ReasonSeenForm
from campaigns.plan.web.owned import planned


def show_closing(owed_id: int) -> str:
    """What it means, what was proposed and by whom."""
    actor, here = _owning(owed_id)
    return _page(here, actor)


def propose_closing(owed_id: int) -> ResponseReturnValue:
    """An owner proposes it, with a reason."""
    actor, here = _owning(owed_id)
    form = ClosingForm()
    if not form.validate():
        return _page(here, actor, form), 422
    begin_writing()
    try:
        closing.propose(actor, owed_id, form.reason.data, clock.now())
    except Refusal as refused:
        form.reason.errors = [str(refused.reason)]
        return _page(desk.desk_of(owed_id), actor, form), refused.status
    flash(_("Proposed. It is closed once another organiser has confirmed it."))
    return redirect(url_for("answers.show_closing", owed_id=owed_id), 303)


def withdraw_closing(owed_id: int) -> ResponseReturnValue:
    """The proposal is taken back."""
    actor, _here = _owning(owed_id)
    begin_writing()
    closing.withdraw(actor, owed_id, clock.now())
    flash(_("Taken back: the answer is owed as before."))
    return redirect(url_for("answers.show_owed", owed_id=owed_id), 303)


def confirm_closing(owed_id: int) -> ResponseReturnValue:
    """Another owner confirms the reason they have read."""
    actor, _here = _owning(owed_id)
    form = ReasonSeenForm()
    begin_writing()
    closing.confirm(actor, owed_id, form.reason.data or "", clock.now())
    flash(_("Closed without an answer. Everyone can read why, and it stays in the numbers."))
    return redirect(url_for("answers.show_owed", owed_id=owed_id), 303)


def _owning(owed_id: int) -> tuple[Actor, Desk]:
    actor, here = require_person(), desk.desk_of(owed_id)
    permissions.require_owner(actor, here.campaign, clock.now())
    return actor, here


def _page(here: Desk, actor: Actor, form: ClosingForm | None = None) -> str:
    row, now = here.row, clock.now()
    is_open = row.state == OwedState.OWED and row.ready_at is None
    proposer = db.session.get_one(Account, row.closed_by).public_name if row.closed_by else None
    return render_template(
        "answers/closing.html",
        desk=here,
        owed=here.read,
        campaign=here.campaign,
        status=shown.status_of(here.read, here.campaign.time_zone, now),
        form=(form or ClosingForm(formdata=None)) if is_open and proposer is None else None,
        proposer=proposer if is_open else None,
        is_own=row.closed_by == actor.id,
        most_why=WHY_MOST,
    )


def show_archiving(slug: str) -> str:
    """What the archive means, and what is still in the way."""
    campaign = planned(slug, current_actor())
    now = clock.now()
    return render_template(
        "answers/archive.html",
        campaign=campaign,
        numbers=owed.numbers(campaign.id, now),
        obstacle=closing.obstacle(campaign, now),
    )


def archive(slug: str) -> ResponseReturnValue:
    """The campaign goes into the archive."""
    actor = current_actor()
    campaign = planned(slug, actor)
    begin_writing()
    closing.archive(actor, campaign.id, clock.now())
    flash(_("The project is in the archive. All of it stays readable."))
    return redirect(url_for("plan.show_campaign", slug=slug), 303)
