"""What an owner has set for the vote of a campaign, and the versions of a rule that were published."""

from collections.abc import Sequence

from sqlalchemy import exists, select

from app.foundation.db import db
from campaigns.plan.models import Campaign
from campaigns.rounds.ballots.models import Option
from campaigns.rounds.models import RulePlan, RuleVersion
from campaigns.rounds.rules import checks, defaults
from campaigns.rounds.rules.shape import Rule


def rule_set(campaign_id: int) -> Rule | None:
    """The rule that the owner has set before the launch; None where they left it to the house."""
    plan = db.session.get(RulePlan, campaign_id)
    return plan.rule if plan else None


def rule_for(campaign: Campaign) -> Rule:
    """The rule that a vote of the campaign is given: the one the owner has set, where it can be published, else the usual one."""
    wanted = rule_set(campaign.id)
    return wanted if wanted and not checks.faults(wanted) else defaults.for_campaign(campaign)


def versions_of(round_id: int) -> Sequence[RuleVersion]:
    """All versions of the rule of a vote, the newest first."""
    query = select(RuleVersion).where(RuleVersion.round_id == round_id)
    return db.session.scalars(query.order_by(RuleVersion.number.desc())).all()


def is_laid(round_id: int) -> bool:
    """Whether there is anything on the ballot of a vote."""
    return bool(db.session.scalar(select(exists().where(Option.round_id == round_id))))


def laid(round_id: int) -> Sequence[Option]:
    """The ideas on the ballot of a vote, in their order."""
    return db.session.scalars(select(Option).where(Option.round_id == round_id).order_by(Option.place)).all()
