"""What notifications tell lower rooms."""

from collections.abc import Collection

from sqlalchemy import select

from app.foundation.db import db
from app.notifications.models import Letters, NoticeChoice, Subject


def morning_unwanted(account_ids: Collection[int]) -> set[int]:
    """Those of these people who want no letter about what waits for them in the morning."""
    never = select(NoticeChoice.account_id).where(
        NoticeChoice.subject == Subject.MORNINGS, NoticeChoice.letters == Letters.NEVER
    )
    return set(db.session.scalars(never.where(NoticeChoice.account_id.in_(account_ids))))
