"""People are told facts, once each; they read them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import update

from app.foundation import outbox
from app.foundation.db import db
from app.foundation.upserts import upsert
from app.notifications.domain.choices import wanted
from app.notifications.models import BY_ITSELF, Letters, Notice, NoticeKind
from app.notifications.subjects import TOLD_ELSEWHERE, WITH_LETTERS


@dataclass(frozen=True)
class Fact:
    """Something people are told. `name` is the same whenever it is told again; `details` are ids."""

    kind: NoticeKind
    name: str
    campaign_id: int | None = None
    contribution_id: int | None = None
    details: dict[str, Any] = field(default_factory=dict)


Told = tuple[Sequence[int], Fact]


def tell(account_ids: Iterable[int], fact: Fact, now: datetime) -> list[int]:
    """Those of the people who did not know the fact are told; gives the ids of the new notices.

    A letter of its own is asked for here, where the kind has one and the person wants it at once; all else waits for a letter that
    gathers.
    """
    return tell_all([(list(account_ids), fact)], now)


def tell_all(told: Sequence[Told], now: datetime) -> list[int]:
    """The same for many facts at once. Who is told the same fact twice, here or by another worker, hears it once."""
    letters = _wanted(told)
    rows = [
        _row(account_id, fact, letters[fact.kind][account_id], now)
        for people, fact in told
        for account_id in dict.fromkeys(people)
    ]
    if not rows:
        return []
    put = upsert(Notice).on_conflict_do_nothing(index_elements=["account_id", "fact"])
    new = db.session.execute(put.returning(Notice.id, Notice.kind, Notice.letter_day), rows).all()
    for notice_id, kind, letter_day in new:
        if letter_day == BY_ITSELF and kind in WITH_LETTERS:
            outbox.ask("notifications.mail_notice", notice_id=notice_id)
    return [notice_id for notice_id, _kind, _letter_day in new]


def _wanted(told: Sequence[Told]) -> dict[NoticeKind, dict[int, Letters]]:
    people: dict[NoticeKind, set[int]] = {}
    for some, fact in told:
        people.setdefault(fact.kind, set()).update(some)
    return {kind: wanted(some, kind) for kind, some in people.items()}


def mark_read(account_id: int, until: int, now: datetime) -> None:
    """The person has read their notices up to the one with this id; what came later stays new."""
    db.session.execute(
        update(Notice)
        .where(Notice.account_id == account_id, Notice.id <= until, Notice.read_at.is_(None))
        .values(read_at=now)
    )


def mark_some_read(account_id: int, notice_ids: Sequence[int], now: datetime) -> None:
    """The person has read these of their notices."""
    db.session.execute(
        update(Notice)
        .where(Notice.account_id == account_id, Notice.id.in_(list(notice_ids)), Notice.read_at.is_(None))
        .values(read_at=now)
    )


def mark_mailed(notice_ids: Sequence[int], now: datetime) -> None:
    """A letter with these notices has left."""
    db.session.execute(update(Notice).where(Notice.id.in_(list(notice_ids))).values(mailed_at=now))


def mark_letter_mailed(account_id: int, day: str, now: datetime) -> None:
    """The letter called so has left, with all that was put into it."""
    db.session.execute(
        update(Notice)
        .where(Notice.account_id == account_id, Notice.letter_day == day, Notice.mailed_at.is_(None))
        .values(mailed_at=now)
    )


def _row(account_id: int, fact: Fact, letters: Letters, now: datetime) -> dict[str, Any]:
    is_by_itself = letters == Letters.AT_ONCE and fact.kind in TOLD_ELSEWHERE
    return {
        "account_id": account_id,
        "kind": fact.kind,
        "fact": fact.name,
        "campaign_id": fact.campaign_id,
        "contribution_id": fact.contribution_id,
        "details": fact.details,
        "created_at": now,
        "letters": letters,
        "letter_day": BY_ITSELF if is_by_itself else None,
    }
