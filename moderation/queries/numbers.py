"""How much was decided in a campaign, how, how quickly and why: the public numbers of moderation."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.foundation.db import db
from campaigns.contributions.models import Contribution
from moderation.models import Case, Decision, Statement


@dataclass(frozen=True)
class Figures:
    """The numbers of a campaign: texts sent to be checked, those that wait now, those decided.

    Hours are from sending to the decision, None where nothing was decided. `reasons` are codes of moderation/reasons.py,
    the most frequent first.
    """

    submitted: int
    waiting: int
    decided: int
    by_decision: dict[Decision, int]
    median_hours: float | None
    percentile_95_hours: float | None
    reasons: dict[str, int]


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that at least `share` of the values do not exceed (nearest rank); None where there is none."""
    ranked = sorted(values)
    return ranked[max(math.ceil(share * len(ranked)), 1) - 1] if ranked else None


def figures(campaign_id: int) -> Figures:
    """The numbers of a campaign as they stand now. Three statements, whatever the size."""
    submitted, waiting = db.session.execute(
        select(func.count(), func.count().filter(Case.closed_at.is_(None))).where(Case.campaign_id == campaign_id)
    ).one()
    decided = db.session.execute(
        select(Case.decision, Case.opened_at, Case.decided_at).where(
            Case.campaign_id == campaign_id, Case.decided_at.is_not(None)
        )
    ).all()
    hours = [(row.decided_at - row.opened_at).total_seconds() / 3600 for row in decided]
    kinds = [row.decision for row in decided]
    return Figures(
        submitted=submitted,
        waiting=waiting,
        decided=len(decided),
        by_decision={decision: kinds.count(decision) for decision in Decision},
        median_hours=percentile(hours, 0.5),
        percentile_95_hours=percentile(hours, 0.95),
        reasons=_reasons(campaign_id),
    )


def _reasons(campaign_id: int) -> dict[str, int]:
    rows = db.session.execute(
        select(Statement.rule, func.count().label("times"))
        .join(Contribution, Contribution.id == Statement.contribution_id)
        .where(Contribution.campaign_id == campaign_id)
        .group_by(Statement.rule)
        .order_by(func.count().desc(), Statement.rule)
    )
    return {row.rule: row.times for row in rows}
