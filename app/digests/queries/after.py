"""What came after the ideas: what experts found, what departments answered, what they do. As everyone may read it."""

from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select

from app.digests.rows import OwedRow, ScoreRow, WorkRow
from app.foundation.db import db
from campaigns.answers.models import OwedAnswer
from campaigns.answers.queries import given, owed
from campaigns.assessment.queries import scores
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.implementation.models import Undertaking
from campaigns.implementation.queries import works
from campaigns.plan import days


def owed_answers(campaign_id: int, zone: str, now: datetime) -> list[OwedRow]:
    """All answers that were asked for about public ideas, as they stood at an instant."""
    ids = list(
        db.session.scalars(
            select(OwedAnswer.idea_id)
            .join(Contribution, Contribution.id == OwedAnswer.idea_id)
            .where(OwedAnswer.campaign_id == campaign_id, Contribution.state.in_(sorted(PUBLIC)))
        )
    )
    answers = given.of_ideas(ids)
    return [
        OwedRow(
            one.idea_id,
            one.office,
            one.due_on,
            one.standing(now).value,
            answers[one.idea_id].outcome.value if one.idea_id in answers else None,
            _day(one.answered_at, zone),
            one.close_reason,
        )
        for one in owed.of_ideas(ids).values()
    ]


def undertakings(campaign_id: int, zone: str) -> list[WorkRow]:
    """All that is done about public ideas."""
    ids = list(
        db.session.scalars(
            select(Undertaking.idea_id)
            .join(Contribution, Contribution.id == Undertaking.idea_id)
            .where(Undertaking.campaign_id == campaign_id, Contribution.state.in_(sorted(PUBLIC)))
        )
    )
    return [
        WorkRow(
            one.idea_id,
            one.office,
            one.state.value,
            one.due_on,
            _day(one.ended_at, zone),
            one.reached,
            one.milestones,
            one.contests,
            one.reason,
        )
        for one in works.of_ideas(ids).values()
    ]


def assessed(campaign_id: int) -> tuple[list[ScoreRow], int, int]:
    """What experts gave the ideas, and the ends of their scale; nothing before it is opened."""
    found = scores.of_campaign(campaign_id)
    if found is None:
        return [], 0, 0
    rows = [
        ScoreRow(
            one.idea_id,
            one.place,
            one.experts,
            _tenths(one.mean),
            _tenths(min(one.counted.scores)),
            _tenths(max(one.counted.scores)),
        )
        for one in found.ideas
        if one.mean is not None
    ]
    return rows, found.lowest, found.highest


def _tenths(exact: Fraction) -> int:
    """Halves up, so that every machine spells it alike."""
    return (20 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def _day(at: datetime | None, zone: str) -> date | None:
    return days.local(at, zone).date() if at else None
