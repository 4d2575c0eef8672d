"""Reading notices."""

from sqlalchemy import func, select

from app.foundation.db import db
from app.notifications.models import Notice


def unread_of(account_id: int) -> int:
    """How many notices a person has not opened yet."""
    return db.session.scalar(select(func.count()).where(Notice.account_id == account_id, Notice.read_at.is_(None))) or 0
