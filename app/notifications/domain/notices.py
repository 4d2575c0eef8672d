"""People are told facts, once each; they read them; they choose what comes by mail."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from app.foundation.db import db
from app.notifications.models import Letters, Notice, NoticeKind, NotificationChoices


@dataclass(frozen=True)
class Fact:
    """Something people are told. `name` is the same whenever it is told again; `details` are ids."""

    kind: NoticeKind
    name: str
    campaign_id: int | None = None
    contribution_id: int | None = None
    details: dict[str, Any] = field(default_factory=dict)


def tell(account_ids: Sequence[int], fact: Fact, now: datetime) -> list[int]:
    """Those of the people who did not know the fact are told; gives the ids of the new notices."""
    known = set(
        db.session.scalars(
            select(Notice.account_id).where(Notice.fact == fact.name, Notice.account_id.in_(list(account_ids)))
        )
    )
    rows = [
        {
            "account_id": account_id,
            "kind": fact.kind,
            "fact": fact.name,
            "campaign_id": fact.campaign_id,
            "contribution_id": fact.contribution_id,
            "details": fact.details,
            "created_at": now,
        }
        for account_id in dict.fromkeys(account_ids)
        if account_id not in known
    ]
    return list(db.session.scalars(insert(Notice).returning(Notice.id), rows)) if rows else []


def mark_read(account_id: int, until: int, now: datetime) -> None:
    """The person has read their notices up to the one with this id; what came later stays new."""
    db.session.execute(
        update(Notice)
        .where(Notice.account_id == account_id, Notice.id <= until, Notice.read_at.is_(None))
        .values(read_at=now)
    )


def mark_mailed(notice_ids: Sequence[int], now: datetime) -> None:
    """A letter with these notices has left."""
    db.session.execute(update(Notice).where(Notice.id.in_(list(notice_ids))).values(mailed_at=now))


def choose_letters(account_id: int, followed: Letters, mornings: bool = True) -> None:
    """How often the person wants a letter about what they follow, and whether one about what waits for their check."""
    choices = db.session.get(NotificationChoices, account_id, with_for_update=True)
    if choices is None:
        choices = NotificationChoices(account_id=account_id)
        db.session.add(choices)
    choices.followed, choices.no_mornings = followed, not mornings
    db.session.flush()
