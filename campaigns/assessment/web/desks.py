"""The page of an assessment: an expert's desk, how far it is for owners, and for everyone how ideas were given out."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.roles import Actor, Role
from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Invalid, Missing
from app.foundation.unit_of_work import begin_writing
from campaigns.assessment.domain import opening, passing
from campaigns.assessment.models import ScoreCard
from campaigns.assessment.queries import desk, progress
from campaigns.assessment.web.forms import OpenForm, PassForm
from campaigns.plan import linting, permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.web.tabs import tabs_row


@dataclass(frozen=True)
class Asked:
    """A campaign in which experts assess, its card if there is one, and who looks."""

    campaign: Campaign
    card: ScoreCard | None
    actor: Actor

    @property
    def is_begun(self) -> bool:
        return self.card is not None and self.card.begun_at is not None

    @property
    def is_owner(self) -> bool:
        return permissions.refusal(self.actor, Act.PLAN, self.campaign, clock.now()) is None

    @property
    def is_expert(self) -> bool:
        return self.actor.id is not None and Role.EXPERT in self.actor.roles_in(self.campaign.id)


def asked_for(slug: str) -> Asked:
    """Raises Missing where there is no such campaign, not for the reader, or nobody assesses in it."""
    actor = current_actor()
    campaign = campaign_or_missing(slug, actor)
    if not linting.allows(campaign.timeline, Act.ASSESS):
        raise Missing
    return Asked(campaign, db.session.get(ScoreCard, campaign.id), actor)


def show_desk(slug: str) -> str:
    """The assessment as far as the reader has a part in it."""
    return _page(asked_for(slug))


def _page(asked: Asked, open_form: OpenForm | None = None, pass_form: PassForm | None = None) -> str:
    campaign, card, now = asked.campaign, asked.card, clock.now()
    values: dict[str, Any] = {
        "campaign": campaign,
        "card": card,
        "is_begun": asked.is_begun,
        "is_owner": asked.is_owner,
        "is_expert": asked.is_expert,
        "watches": permissions.refusal(asked.actor, Act.SEE_LOG, campaign, now) is None,
        "refusal": permissions.phase_refusal(Act.ASSESS, campaign, now),
        "closes_at": campaign.timeline.closing_of(Act.ASSESS, now),
        "tabs_row": tabs_row(campaign, asked.actor, "assessment"),
        "desk": None,
        "progress": None,
    }
    if card is not None and asked.is_begun and card.opened_at is None:
        if asked.is_expert:
            values["desk"] = desk.of_expert(campaign.id, asked.actor.id or 0)
        if asked.is_owner:
            values |= _of_owner(campaign, card, open_form, pass_form)
    return render_template("assessment/desk.html", **values)


def _of_owner(
    campaign: Campaign, card: ScoreCard, open_form: OpenForm | None, pass_form: PassForm | None
) -> dict[str, Any]:
    found = progress.of_campaign(campaign.id, card.experts_per_idea)
    pass_form = pass_form or PassForm(formdata=None)
    _offer(pass_form, found)
    return {"progress": found, "open_form": open_form or OpenForm(formdata=None), "pass_form": pass_form}


def _offer(form: PassForm, found: progress.Progress) -> None:
    form.account_id.choices = [
        ("", _("not chosen")),
        *((one.account_id, one.name) for one in found.experts if one.asked > one.handed_in),
    ]


def _owned(slug: str) -> tuple[Asked, ScoreCard]:
    asked = asked_for(slug)
    require_person()
    permissions.require(asked.actor, Act.PLAN, asked.campaign, clock.now())
    if asked.card is None:
        raise Missing
    return asked, asked.card


def open_all(slug: str) -> ResponseReturnValue:
    """The owner opens everything."""
    asked, _card = _owned(slug)
    form = OpenForm()
    if not form.validate():
        return _page(asked, open_form=form), 422
    begin_writing()
    try:
        opening.open_all(asked.campaign, form.reason.data or "", actor=asked.actor, now=clock.now())
    except Invalid as refused:
        form.reason.errors = [str(refused.reason)]
        return _page(asked, open_form=form), refused.status
    flash(_("The assessments are opened: everyone can read them."))
    return redirect(url_for("assessment.show_results", slug=slug), 303)


def pass_on(slug: str) -> ResponseReturnValue:
    """The owner gives to others what an expert who is gone has not handed in."""
    asked, card = _owned(slug)
    form = PassForm()
    _offer(form, progress.of_campaign(asked.campaign.id, card.experts_per_idea))
    if not form.validate() or form.account_id.data is None:
        if form.account_id.data is None:
            form.account_id.errors = [_("Choose an expert.")]
        return _page(asked, pass_form=form), 422
    begin_writing()
    try:
        nobody = passing.pass_on(
            asked.campaign, form.account_id.data, form.why.data, actor=asked.actor, now=clock.now()
        )
    except Invalid as refused:
        form.why.errors = [str(refused.reason)]
        return _page(asked, pass_form=form), refused.status
    done = _("Other experts have got these ideas.")
    left = ngettext("Nobody was left for %(num)s of them.", "Nobody was left for %(num)s of them.", nobody)
    flash(f"{done} {left}" if nobody else done)
    return redirect(url_for("assessment.desk", slug=slug), 303)
