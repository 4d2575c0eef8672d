"""The ideas on the ballot of a vote, for the owner: who they are, what each costs, and laying the ballot."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Missing, Refusal
from app.foundation.forms import Between, Form, Optional
from app.foundation.unit_of_work import begin_writing
from campaigns.plan.models import Campaign
from campaigns.plan.web.owned import planned
from campaigns.rounds.ballots.domain import laying
from campaigns.rounds.ballots.models import Option
from campaigns.rounds.ballots.queries import candidates
from campaigns.rounds.ballots.queries.candidates import Candidate, Candidates
from campaigns.rounds.models import Round
from campaigns.rounds.queries import plans
from campaigns.rounds.rules import shape
from campaigns.rounds.rules.shape import Rule
from campaigns.rounds.web.planning import has_vote, vote_asked_for
from campaigns.rounds.web.rule_forms import Money

COST = "cost-"


def plan_options(slug: str) -> ResponseReturnValue:
    """The ideas that would stand on the ballot now, those that stand on it, and what is missing."""
    campaign = planned(slug, current_actor())
    if not has_vote(campaign):
        return render_template("rounds/plan/none.html", campaign=campaign)
    round_ = vote_asked_for(campaign)
    rule = round_.rule if round_ else plans.rule_for(campaign)
    found = candidates.of_rule(campaign.id, rule)
    laid = plans.laid(round_.id) if round_ else []
    form = _form(rule, found.ideas, {option.idea_id: option.cost for option in laid})
    return _page(campaign, round_, rule, found, form)


def lay_options(slug: str) -> ResponseReturnValue:
    """Lays the ballot."""
    actor = current_actor()
    campaign = planned(slug, actor)
    round_ = vote_asked_for(campaign)
    if round_ is None:
        raise Missing
    found = candidates.of_rule(campaign.id, round_.rule)
    form = _form(round_.rule, found.ideas)
    if not form.validate():
        return _page(campaign, round_, round_.rule, found, form), 422
    begin_writing()
    try:
        laid = laying.lay(round_, _costs(form, found.ideas), actor=actor, now=clock.now())
    except Refusal as refused:
        return _page(campaign, round_, round_.rule, found, form, [str(refused.reason)]), refused.status
    flash(_("The ballot is laid. Ideas on it: %(count)s.", count=len(laid)))
    return redirect(url_for("rounds.plan_options", slug=slug, round=round_.number), 303)


def _form(rule: Rule, ideas: Sequence[Candidate], costs: Mapping[int, int | None] | None = None) -> Form:
    """A field for the cost of each idea, where there is a budget."""
    budget = shape.budget_of(rule) or 0
    fields: dict[str, Any] = {}
    if shape.spends(rule):
        for idea in ideas:
            fields[f"{COST}{idea.idea_id}"] = Money(idea.title, [Optional(), Between(1, budget)])
    made = cast(type[Form], type("CostsForm", (Form,), fields))
    return made(data={f"{COST}{idea_id}": cost for idea_id, cost in (costs or {}).items()})


def _costs(form: Form, ideas: Sequence[Candidate]) -> dict[int, int]:
    names = {idea.idea_id: f"{COST}{idea.idea_id}" for idea in ideas}
    return {idea_id: form[name].data for idea_id, name in names.items() if name in form and form[name].data}


def _page(
    campaign: Campaign,
    round_: Round | None,
    rule: Rule,
    found: Candidates,
    form: Form,
    refused: list[str] | None = None,
) -> str:
    laid: Sequence[Option] = plans.laid(round_.id) if round_ else []
    on_ballot = {option.idea_id for option in laid}
    fixed = laying.refusal(round_) if round_ else None
    return render_template(
        "rounds/plan/options.html",
        campaign=campaign,
        round=round_,
        rule=rule,
        spends=shape.spends(rule),
        budget=shape.budget_of(rule),
        waits=laying.SELECT_FIRST if found.waits else None,
        rows=[
            (idea, idea.idea_id in on_ballot, form[name] if (name := f"{COST}{idea.idea_id}") in form else None)
            for idea in found.ideas
        ],
        gone=[option for option in laid if option.idea_id not in {idea.idea_id for idea in found.ideas}],
        laid=laid,
        is_as_laid=on_ballot == {idea.idea_id for idea in found.ideas},
        fixed=fixed,
        form=form,
        refused=refused or [],
    )
