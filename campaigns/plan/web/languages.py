"""The texts and the rules of a campaign in several languages, for those who own it."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Refusal
from app.foundation.unit_of_work import begin_writing
from campaigns.plan.domain import rules as rules_verbs
from campaigns.plan.domain import texts as texts_verbs
from campaigns.plan.models import Campaign
from campaigns.plan.queries import rules
from campaigns.plan.web.language_forms import RulesForm, TextsForm, own_first
from campaigns.plan.web.owned import planned, saved


def edit_texts(slug: str) -> ResponseReturnValue:
    """The form of the texts, a part for each language."""
    campaign = planned(slug, current_actor())
    return _texts_page(campaign, TextsForm(campaign))


def save_texts(slug: str) -> ResponseReturnValue:
    """Keeps the texts."""
    actor = current_actor()
    campaign = planned(slug, actor)
    form = TextsForm(campaign)
    if not form.validate():
        return _texts_page(campaign, form), 422
    begin_writing()
    try:
        texts_verbs.set_all(campaign, form.wordings, actor=actor, now=clock.now())
    except Refusal as refused:
        return _texts_page(campaign, form, [str(refused.reason)]), refused.status
    return saved(slug)


def edit_rules(slug: str) -> ResponseReturnValue:
    """The form of the rules, a part for each language."""
    campaign = planned(slug, current_actor())
    return _rules_page(campaign, RulesForm(campaign, rules.latest(rules.versions_of(campaign.id))))


def save_rules(slug: str) -> ResponseReturnValue:
    """Keeps the rules of a plan, or makes another version of those of a launched campaign for the reason given."""
    actor = current_actor()
    campaign = planned(slug, actor)
    form = RulesForm(campaign, {})
    if not form.validate():
        return _rules_page(campaign, form), 422
    reason = (form.about.reason.data or "") if form.about else ""
    begin_writing()
    try:
        rules_verbs.set_all(campaign, form.bodies, reason, actor=actor, now=clock.now())
    except Refusal as refused:
        return _rules_page(campaign, form, [str(refused.reason)]), refused.status
    return redirect(url_for("plan.show_rules", slug=slug), 303) if campaign.launched_at else saved(slug)


def _texts_page(campaign: Campaign, form: TextsForm, refused: list[str] | None = None) -> str:
    names = dict(own_first(campaign))
    return render_template("plan/texts.html", campaign=campaign, form=form, names=names, refused=refused or [])


def _rules_page(campaign: Campaign, form: RulesForm, refused: list[str] | None = None) -> str:
    names = dict(own_first(campaign))
    return render_template("plan/rules_form.html", campaign=campaign, form=form, names=names, refused=refused or [])
