"""What notifications tell lower rooms."""

from collections.abc import Collection

from sqlalchemy import select

from app.foundation.db import db
from app.notifications.models import NotificationChoices


def morning_unwanted(account_ids: Collection[int]) -> set[int]:
    """Those of these people who want no letter about what waits for them in the morning."""
    never = select(NotificationChoices.account_id).where(NotificationChoices.no_mornings)
    return set(db.session.scalars(never.where(NotificationChoices.account_id.in_(account_ids))))
