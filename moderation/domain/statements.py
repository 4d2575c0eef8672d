"""Statements of reasons are made before the restriction they explain: the database refuses one without."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import force_locale

from app.foundation.db import db
from campaigns.contributions.models import Contribution
from campaigns.plan.models import Campaign
from campaigns.plan.queries import rules
from moderation.models import Basis, Case, Decision, Statement
from moderation.reasons import BY_CODE

REVIEW_WITHIN = timedelta(days=14)

# What the checks find, by the beginning of their codes, that may be behind a restriction by a rule.
FOUND_BY: dict[str, tuple[str, ...]] = {
    "personal-data": ("personal",),
    "rude": ("profanity", "rude"),
    "advertising": ("spam", "links"),
    "repeated": ("twin", "repeated"),
}


@dataclass(frozen=True)
class Reasons:
    """Why something is restricted: `rule` is a code of moderation/reasons.py, `facts` the exact words for the author.

    `until` is when it ends by itself, None where it does not; `competence_id` names the office that is competent instead.
    """

    decision: Decision
    rule: str
    facts: str
    language: str
    until: datetime | None = None
    competence_id: int | None = None


def make(
    contribution: Contribution,
    reasons: Reasons,
    *,
    now: datetime,
    made_by: int | None,
    case: Case | None = None,
    basis: Basis | None = None,
) -> Statement:
    """Why the text is restricted; without `made_by` a machine decided. Keeps the rule as it reads at this moment.

    What led to it is told from the case, unless `basis` says it.
    """
    statement = Statement(
        contribution_id=contribution.id,
        case_id=case.id if case else None,
        decision=reasons.decision,
        rule=reasons.rule,
        rule_text=_in_public(contribution, reasons),
        rules_id=rules.id_in_force(db.session.get_one(Campaign, contribution.campaign_id), reasons.language),
        facts=reasons.facts,
        language=reasons.language,
        basis=basis or basis_of(case, reasons.rule),
        is_automatic=made_by is None,
        made_at=now,
        made_by=made_by,
        until=reasons.until,
        competence_id=reasons.competence_id,
        review_until=now + REVIEW_WITHIN,
    )
    db.session.add(statement)
    db.session.flush()
    return statement


def basis_of(case: Case | None, rule: str) -> Basis:
    """What led to a restriction by the rule: reports, a check that points at the same, or nobody but the moderator."""
    if case is not None and case.reports:
        return Basis.REPORT
    found = FOUND_BY.get(rule, ())
    if case is not None and found and any(str(one["code"]).startswith(found) for one in case.findings):
        return Basis.CHECK
    return Basis.OWN


def _in_public(contribution: Contribution, reasons: Reasons) -> str:
    with force_locale(reasons.language):
        return str(BY_CODE[reasons.rule].said(contribution.kind).rule)
