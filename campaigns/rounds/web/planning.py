"""The rule of a vote, for the owner: set before the launch, changed with a reason after it, never after the first vote."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Missing, Reason, Refusal
from app.foundation.unit_of_work import begin_writing
from campaigns.plan.models import Campaign
from campaigns.plan.queries import places
from campaigns.plan.web.owned import planned
from campaigns.rounds.ballots.domain import laying
from campaigns.rounds.domain import plans as verbs
from campaigns.rounds.domain.rounds import source_of
from campaigns.rounds.models import Round, Source
from campaigns.rounds.queries import plans
from campaigns.rounds.queries.rounds import votes_of
from campaigns.rounds.rules import checks, shape, words
from campaigns.rounds.rules.shape import BallotKind, Rule
from campaigns.rounds.web.rule_forms import RuleForm, shown

PREVIEW = "preview"


def plan_vote(slug: str) -> ResponseReturnValue:
    """The rule as it stands, in words and as a form."""
    campaign = planned(slug, current_actor())
    if not has_vote(campaign):
        return render_template("rounds/plan/none.html", campaign=campaign)
    round_ = vote_asked_for(campaign)
    rule = _rule_of(campaign, round_)
    form = RuleForm(formdata=None, data=shown(rule, campaign.time_zone))
    form.offer_places()
    return _page(campaign, round_, form, rule)


def save_vote(slug: str) -> ResponseReturnValue:
    """Keeps the rule of a plan, or publishes a new version of a vote's rule. Asked for a preview it shows and keeps nothing."""
    actor = current_actor()
    campaign = planned(slug, actor)
    if not has_vote(campaign):
        raise Missing
    round_, form = vote_asked_for(campaign), RuleForm()
    form.offer_places()
    rule = _read(form, campaign, _rule_of(campaign, round_))
    if rule is None:
        return _page(campaign, round_, form, _rule_of(campaign, round_)), 422
    if request.form.get("do") == PREVIEW:
        return _page(campaign, round_, form, rule, is_preview=True)
    begin_writing()
    try:
        if round_ is None:
            verbs.set_rule(campaign, rule, actor=actor, now=clock.now())
        else:
            verbs.change_rule(round_, rule, form.reason.data, actor=actor, now=clock.now())
    except Refusal as refused:
        return _page(campaign, round_, form, rule, refused=[refused.reason]), refused.status
    flash(_("Saved."))
    return redirect(url_for("rounds.plan_vote", slug=slug, round=round_.number if round_ else None), 303)


def has_vote(campaign: Campaign) -> bool:
    """Whether people vote in the campaign at all."""
    return any(source_of(window) == Source.BALLOTS for window in campaign.timeline.windows)


def vote_asked_for(campaign: Campaign) -> Round | None:
    """The vote that the address means, the last one where it does not say; None before the launch. Raises Missing."""
    votes = votes_of(campaign.id)
    number = request.args.get("round", type=int)
    if number is not None:
        votes = [round_ for round_ in votes if round_.number == number]
        if not votes:
            raise Missing
    return votes[-1] if votes else None


def _rule_of(campaign: Campaign, round_: Round | None) -> Rule:
    return round_.rule if round_ else plans.rule_for(campaign)


def _read(form: RuleForm, campaign: Campaign, base: Rule) -> Rule | None:
    if not form.validate():
        return None
    rule = form.rule(campaign, base)
    found = checks.faults(rule)
    form.take(found)
    return None if found else rule


def _page(
    campaign: Campaign,
    round_: Round | None,
    form: RuleForm,
    rule: Rule,
    *,
    is_preview: bool = False,
    refused: list[Reason] | None = None,
) -> str:
    fixed = laying.refusal(round_) if round_ else None
    return render_template(
        "rounds/plan/rule.html",
        campaign=campaign,
        round=round_,
        form=form,
        sentences=words.sentences(rule, campaign.time_zone, dict(places.choices())),
        is_preview=is_preview,
        fixed=fixed,
        refused=[str(reason) for reason in refused or []],
        hints=words.BALLOT_HINTS,
        **_parts(form),
    )


def _parts(form: RuleForm) -> dict[str, Any]:
    """The ways to vote: those offered first, and whether one of the others is chosen."""
    boxes = {BallotKind(box.data): box for box in form.ballot}
    others = [kind for kind in BallotKind if kind not in shape.OFFERED]
    return {
        "offered": [(kind, boxes[kind]) for kind in shape.OFFERED],
        "others": [(kind, boxes[kind]) for kind in others],
        "is_other": form.ballot.data in set(others),
    }
