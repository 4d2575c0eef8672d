"""People choose how often letters about a subject come."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from app.foundation.db import db
from app.foundation.upserts import upsert
from app.notifications.models import Letters, Notice, NoticeChoice, NoticeKind, Subject
from app.notifications.subjects import ALWAYS, KINDS, SUBJECT_OF, USUAL


def choose(account_id: int, subject: Subject, letters: Letters, now: datetime) -> None:
    """From now on letters about the subject come so often. What waits for a letter already comes, or stays out, by the new choice."""
    kept = {"letters": letters, "chosen_at": now}
    put = upsert(NoticeChoice).values(account_id=account_id, subject=subject, **kept)
    db.session.execute(put.on_conflict_do_update(index_elements=["account_id", "subject"], set_=kept))
    # What the person wanted no letter about stays so: else the next letter would have all of a year.
    db.session.execute(
        update(Notice)
        .where(Notice.account_id == account_id, Notice.kind.in_(sorted(KINDS[subject])))
        .where(Notice.mailed_at.is_(None), Notice.letter_day.is_(None), Notice.letters != Letters.NEVER)
        .values(letters=letters)
    )


def wanted(account_ids: Collection[int], kind: NoticeKind) -> dict[int, Letters]:
    """How each of these people wants to hear of such a notice."""
    if kind in ALWAYS:
        return dict.fromkeys(account_ids, Letters.AT_ONCE)
    subject = SUBJECT_OF[kind]
    chosen = select(NoticeChoice.account_id, NoticeChoice.letters).where(
        NoticeChoice.subject == subject, NoticeChoice.account_id.in_(list(account_ids))
    )
    rows = db.session.execute(chosen).all()
    return {**dict.fromkeys(account_ids, USUAL[subject]), **{row.account_id: row.letters for row in rows}}
