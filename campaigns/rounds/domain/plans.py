"""Setting the rule of a vote: freely before the launch, as a new version with a reason after it, never after the first vote."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Reason
from campaigns.plan import days, permissions
from campaigns.plan.domain.campaigns import LAUNCHED
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.rounds.ballots.domain import laying
from campaigns.rounds.ballots.models import Option
from campaigns.rounds.domain import published
from campaigns.rounds.domain.rounds import locked
from campaigns.rounds.models import Round, RulePlan, RuleVersion
from campaigns.rounds.queries import plans
from campaigns.rounds.queries.rounds import votes_of
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


def copy_rule(source_id: int, campaign_id: int) -> None:
    """Sets for a copy the rule with which its source voted last, or means to; a day before which people must have registered
    moves as far as the dates do."""
    votes = votes_of(source_id)
    rule = votes[-1].rule if votes else plans.rule_set(source_id)
    if rule is None or checks.faults(rule):
        return
    source, campaign = (db.session.get_one(Campaign, id) for id in (source_id, campaign_id))
    db.session.add(RulePlan(campaign_id=campaign_id, rule=_moved(rule, source, campaign)))
    db.session.flush()


def _moved(rule: Rule, source: Campaign, campaign: Campaign) -> Rule:
    before, starts = rule["who"]["registered_before"], (source.timeline.opens_at, campaign.timeline.opens_at)
    if before is None or None in starts:
        return rule
    first, again = (days.first_day(at, campaign.time_zone) for at in starts if at)
    day = days.first_day(datetime.fromisoformat(before), source.time_zone) + (again - first)
    moved = shape.instant(days.start_of(day, campaign.time_zone))
    return {**rule, "who": {**rule["who"], "registered_before": moved}}


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
