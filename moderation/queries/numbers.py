"""How much was decided in a campaign, how, how quickly and why: the public numbers of moderation."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.models import Block, BlockOutcome, BlockReview
from app.accounts.queries.blocks import holding
from app.foundation.db import db
from campaigns.contributions.models import Contribution, Kind
from moderation.models import About, Basis, Case, Decision, Outcome, Report, Review, Statement


@dataclass(frozen=True)
class Reviews:
    """How many asked for another look by another person, and what came of it."""

    asked: int
    upheld: int
    reversed: int

    @property
    def waiting(self) -> int:
        return self.asked - self.upheld - self.reversed


@dataclass(frozen=True)
class Blocks:
    """How many times somebody was kept from writing in the campaign, how many of these hold now, and the reviews of them."""

    made: int
    holding: int
    asked: int
    upheld: int
    reversed: int


@dataclass(frozen=True)
class Reports:
    """How many times somebody reported a text, on how many texts, and of how many reports a restriction came."""

    made: int
    texts: int
    acted: int


@dataclass(frozen=True)
class Figures:
    """The numbers of a campaign: texts sent to be checked, those that wait now, those decided.

    Hours are from sending to the decision, None where nothing was decided. Of the decisions with a promised time, `in_time`
    came within it. `reasons` are codes of moderation/reasons.py, the most frequent first; `bases` what led to the restrictions,
    `automatic` how many of these a machine made. What was undone within its minute counts nowhere.
    """

    submitted: int
    waiting: int
    decided: int
    by_decision: dict[Decision, int]
    median_hours: float | None
    percentile_95_hours: float | None
    reasons: dict[str, int]
    by_kind: Mapping[Kind, int]
    promised: int
    in_time: int
    bases: Mapping[Basis, int]
    automatic: int
    reports: Reports
    reviews: Reviews

    @property
    def restricted(self) -> int:
        """How many restrictions there were, a text that was restricted twice counted twice."""
        return sum(self.bases.values())


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that at least `share` of the values do not exceed (nearest rank); None where there is none."""
    ranked = sorted(values)
    return ranked[max(math.ceil(share * len(ranked)), 1) - 1] if ranked else None


def figures(campaign_id: int) -> Figures:
    """The numbers of a campaign as they stand now. Five statements, whatever the size."""
    here = (Case.campaign_id == campaign_id, Case.about == About.TEXT)
    submitted, waiting = db.session.execute(
        select(func.count(), func.count().filter(Case.closed_at.is_(None))).where(*here)
    ).one()
    decided = db.session.execute(
        select(Case.decision, Case.opened_at, Case.decided_at, Case.due_at, Contribution.kind)
        .join(Case.contribution)
        .where(*here, Case.decided_at.is_not(None))
    ).all()
    hours = [(row.decided_at - row.opened_at).total_seconds() / 3600 for row in decided]
    kinds = [row.decision for row in decided]
    promised = [row.decided_at <= row.due_at for row in decided if row.due_at]
    statements = _statements(campaign_id)
    return Figures(
        submitted=submitted,
        waiting=waiting,
        decided=len(decided),
        by_decision={decision: kinds.count(decision) for decision in Decision},
        median_hours=percentile(hours, 0.5),
        percentile_95_hours=percentile(hours, 0.95),
        reasons=_reasons(statements),
        by_kind=Counter(row.kind for row in decided),
        promised=len(promised),
        in_time=sum(promised),
        bases=_bases(statements),
        automatic=sum(times for _rule, _basis, is_automatic, times in statements if is_automatic),
        reports=_reports(campaign_id),
        reviews=_reviews(campaign_id),
    )


def blocks_in(campaign_id: int, now: datetime) -> Blocks:
    """How many people were kept from writing in a campaign, and what became of their reviews. One statement."""
    counted = (
        func.count(),
        func.count().filter(holding(now)),
        func.count(BlockReview.id),
        func.count().filter(BlockReview.outcome == BlockOutcome.UPHELD),
        func.count().filter(BlockReview.outcome == BlockOutcome.REVERSED),
    )
    reviewed = select(*counted).select_from(Block).outerjoin(BlockReview, BlockReview.block_id == Block.id)
    return Blocks(*db.session.execute(reviewed.where(Block.campaign_id == campaign_id)).one())


def _statements(campaign_id: int) -> list[tuple[str, Basis, bool, int]]:
    """The restrictions that stood: (rule, basis, whether a machine made it, how many)."""
    asked = (Statement.rule, Statement.basis, Statement.is_automatic)
    rows = db.session.execute(
        select(*asked, func.count())
        .join(Contribution, Contribution.id == Statement.contribution_id)
        .where(Contribution.campaign_id == campaign_id, Statement.undone_at.is_(None))
        .group_by(*asked)
    )
    return [(rule, basis, is_automatic, times) for rule, basis, is_automatic, times in rows]


def _reasons(statements: Sequence[tuple[str, Basis, bool, int]]) -> dict[str, int]:
    times: Counter[str] = Counter()
    for rule, _basis, _is_automatic, count in statements:
        times[rule] += count
    return dict(sorted(times.items(), key=lambda pair: (-pair[1], pair[0])))


def _bases(statements: Sequence[tuple[str, Basis, bool, int]]) -> dict[Basis, int]:
    return {basis: sum(count for _rule, of, _auto, count in statements if of == basis) for basis in Basis}


def _reports(campaign_id: int) -> Reports:
    made, texts, acted = db.session.execute(
        select(func.count(), func.count(Report.contribution_id.distinct()), func.count().filter(Report.acted.is_(True)))
        .join(Case, Case.id == Report.case_id)
        .where(Case.campaign_id == campaign_id)
    ).one()
    return Reports(made, texts, acted)


def _reviews(campaign_id: int) -> Reviews:
    rows = db.session.execute(
        select(Review.outcome, func.count().label("times"))
        .where(Review.campaign_id == campaign_id)
        .group_by(Review.outcome)
    )
    times: Counter[Outcome | None] = Counter({row.outcome: row.times for row in rows})
    return Reviews(times.total(), times[Outcome.UPHELD], times[Outcome.REVERSED])
