"""What a moderator has decided within the last minute and may still take back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts.roles import Actor
from app.foundation.db import db
from campaigns.contributions.models import Contribution
from moderation.models import About, Case, Decision
from moderation.texts import texts_of

MOST = 50


@dataclass(frozen=True)
class Undoable:
    """Decisions of the last minute: the latest with the title of its text, and the ids of all their cases."""

    case_id: int
    decision: Decision
    title: str
    until: datetime
    case_ids: Sequence[int]


def of(actor: Actor, now: datetime, within: timedelta) -> Undoable | None:
    """What the actor has decided `within` the time that is left for second thoughts. One statement where there is nothing."""
    rows = db.session.execute(
        select(Case.id, Case.decision, Case.decided_at, Contribution.id.label("contribution_id"), Contribution.kind)
        .join(Case.contribution)
        .where(Case.decided_by == actor.id, Case.decided_at > now - within, Case.about == About.TEXT)
        .order_by(Case.decided_at.desc(), Case.id.desc())
        .limit(MOST)
    ).all()
    if not rows:
        return None
    latest = rows[0]
    text = texts_of({latest.contribution_id: latest.kind})[latest.contribution_id]
    return Undoable(latest.id, latest.decision, text.title, latest.decided_at + within, [row.id for row in rows])
