"""Reminders: to experts who have not handed everything in, as the last day comes near."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.foundation.db import db
from campaigns.assessment.events import AssessmentDue
from campaigns.assessment.models import Assessment, ScoreCard
from campaigns.assessment.queries import candidates
from campaigns.contributions.models import Contribution, State
from campaigns.plan import days
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act

# How many days before the last one experts are reminded.
BEFORE = (3, 1)
# Not before people are at their desks, by the clocks of the site.
MORNING = time(8, 0)


def under_way() -> Sequence[int]:
    """The campaigns in which experts assess: ideas are given out, and nothing is opened."""
    query = select(ScoreCard.campaign_id).where(ScoreCard.begun_at.is_not(None), ScoreCard.opened_at.is_(None))
    return db.session.scalars(query.order_by(ScoreCard.campaign_id)).all()


def is_morning(now: datetime, zone: str) -> bool:
    """Whether the morning of the site's day has come."""
    return now.astimezone(ZoneInfo(zone)).time() >= MORNING


def due(campaign_id: int, now: datetime) -> AssessmentDue | None:
    """Whom to remind today, in the calendar of the campaign; None where it is nobody's day, or nothing is missing.

    Who has handed all in, stepped back from the rest, or is no expert here any more is left alone.
    """
    campaign = db.session.get_one(Campaign, campaign_id)
    closes_at = campaign.timeline.closing_of(Act.ASSESS, now)
    if closes_at is None:
        return None
    last = days.last_day(closes_at, campaign.time_zone)
    left = (last - days.local(now, campaign.time_zone).date()).days
    people = _late(campaign_id) if left in BEFORE else []
    return AssessmentDue(campaign_id, tuple(people), last.isoformat(), left) if people else None


def _late(campaign_id: int) -> list[int]:
    missing = (
        select(Assessment.account_id)
        .join(Contribution, Contribution.id == Assessment.idea_id)
        .where(Assessment.campaign_id == campaign_id, Contribution.state == State.PUBLISHED)
        .where(Assessment.submitted_at.is_(None), Assessment.stepped_back_at.is_(None))
    )
    late = set(db.session.scalars(missing))
    return [one for one in candidates.experts(campaign_id) if one in late]
