"""By when a case is promised to be decided, by the calendar of the office."""

from sqlalchemy import select, update

from app.foundation.db import db
from app.offices.calendar import calendar
from campaigns.plan.models import Campaign
from moderation.models import Case

AT_ONCE = 200


def reckon(after: int) -> int | None:
    """Reckons anew what is promised for the next open cases by id; gives the last of them, None where there are no more."""
    rows = db.session.execute(
        select(Case.id, Case.opened_at, Case.due_at, Campaign.time_zone)
        .join(Campaign, Campaign.id == Case.campaign_id)
        .where(Case.id > after, Case.closed_at.is_(None))
        .order_by(Case.id)
        .limit(AT_ONCE)
    ).all()
    days = calendar()
    promised = [(row.id, row.due_at, days.due(row.opened_at, row.time_zone)) for row in rows]
    changed = [{"id": id, "due_at": due_at} for id, before, due_at in promised if before != due_at]
    if changed:
        db.session.execute(update(Case), changed)
    return rows[-1].id if len(rows) == AT_ONCE else None
