"""Setting the rule of a vote: freely before the launch, as a new version with a reason after it, never after the first vote."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Reason
from campaigns.plan import permissions
from campaigns.plan.domain.campaigns import LAUNCHED
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.rounds.ballots.domain import laying
from campaigns.rounds.ballots.models import Option
from campaigns.rounds.domain import published
from campaigns.rounds.domain.rounds import locked
from campaigns.rounds.models import Round, RulePlan, RuleVersion
from campaigns.rounds.queries import plans
from campaigns.rounds.rules import checks, shape
from campaigns.rounds.rules.shape import Rule

SAME = Reason("rule.same", _l("This is the rule as it stands: nothing would change."))
SAY_WHY = Reason("rule.say-why", _l("Say why the rule changes: everyone will read it."))


def set_rule(campaign: Campaign, rule: Rule, *, actor: Actor, now: datetime) -> RulePlan:
    """The rule that the votes of a campaign will have, as long as it is not launched. Raises NotAllowed, Conflict or Invalid."""
    permissions.require(actor, Act.PLAN, campaign, now)
    db.session.execute(select(Campaign.id).where(Campaign.id == campaign.id).with_for_update(key_share=True))
    if campaign.launched_at is not None:
        raise Conflict(LAUNCHED)
    plan = db.session.get(RulePlan, campaign.id) or RulePlan(campaign_id=campaign.id)
    plan.rule = _fit(rule)
    db.session.add(plan)
    db.session.flush()
    return plan


def change_rule(round_: Round, rule: Rule, reason: str, *, actor: Actor, now: datetime) -> RuleVersion:
    """Another rule for a vote whose rule is published: a new version, with the reason that everyone reads. Its row is held
    exclusively, so that the first vote comes before it or after it. What was laid on the ballot and does not fit any more goes.

    Raises NotAllowed; Conflict after the first vote or the close; Invalid where nothing would change or no reason is given,
    and where the rule is none.
    """
    held = locked(round_.id)
    permissions.require(actor, Act.PLAN, db.session.get_one(Campaign, held.campaign_id), now)
    refused = laying.refusal(held)
    if refused:
        raise Conflict(refused)
    wanted = _fit(rule)
    if wanted == held.rule:
        raise Invalid(SAME)
    if not reason:
        raise Invalid(SAY_WHY)
    number = plans.versions_of(held.id)[0].number + 1
    before = held.rule
    version = published.replace(held, number, wanted, reason, actor_id=actor.id, now=now)
    if not _still_fits(held, before):
        db.session.execute(delete(Option).where(Option.round_id == held.id))
    return version


def _fit(rule: Rule) -> Rule:
    found = checks.faults(rule)
    if found:
        raise Invalid(found[0].reason)
    return shape.of(rule)


def _still_fits(round_: Round, before: Rule) -> bool:
    """Whether what lies on the ballot may stay under the new rule."""
    rule = round_.rule
    if rule["options"] != before["options"] or shape.spends(rule) != shape.spends(before):
        return False
    budget = shape.budget_of(rule)
    return budget is None or all((option.cost or 0) <= budget for option in plans.laid(round_.id))
