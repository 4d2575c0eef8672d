"""Reminders: to the department as its day comes near and on the day itself, to the owners once it is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from app.foundation.db import db
from campaigns.answers.events import AnswerDue, AnswerOverdue
from campaigns.answers.models import OwedAnswer, OwedState
from campaigns.plan import days
from campaigns.plan.models import Campaign

# How many days before its day a department is reminded.
BEFORE = (7, 3, 0)
# After a standstill an owner hears of what came due meanwhile, but not of what has been known for long.
AFTER = timedelta(days=30)


def due(after: int, most: int, now: datetime) -> Sequence[tuple[int, AnswerDue | AnswerOverdue | None]]:
    """The next of what is owed and not signed, by id, with what is to be said of it today in the calendar of its campaign, if anything.

    Between two of the days nothing is said: who is told twice of one thing is told once (a notice has the name of the day).
    """
    soon = now + timedelta(days=max(BEFORE) + 1)
    query = (
        select(OwedAnswer.id, OwedAnswer.due_on, OwedAnswer.due_at, Campaign.time_zone)
        .join(Campaign, Campaign.id == OwedAnswer.campaign_id)
        .where(OwedAnswer.state == OwedState.OWED, OwedAnswer.ready_at.is_(None), OwedAnswer.id > after)
        .where(OwedAnswer.due_at <= soon, OwedAnswer.due_at > now - AFTER)
        .order_by(OwedAnswer.id)
        .limit(most)
    )
    found: list[tuple[int, AnswerDue | AnswerOverdue | None]] = []
    for row in db.session.execute(query):
        left = (row.due_on - days.local(now, row.time_zone).date()).days
        if now >= row.due_at:
            found.append((row.id, AnswerOverdue(row.id, row.due_on.isoformat())))
        elif left in BEFORE:
            found.append((row.id, AnswerDue(row.id, row.due_on.isoformat(), left)))
        else:
            found.append((row.id, None))
    return found
