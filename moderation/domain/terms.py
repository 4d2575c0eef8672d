"""A text that was hidden for a term becomes readable again when the term is over."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.audit import chain
from app.foundation.db import db
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, State
from moderation.domain.rows import locked_contribution
from moderation.models import Statement


def over(now: datetime, most: int) -> Sequence[int]:
    """The ids of hidden texts whose term is over, those that have waited longest first."""
    query = (
        select(Contribution.id)
        .join(Statement, Contribution.statement_id == Statement.id)
        .where(Contribution.state == State.HIDDEN, Statement.until <= now)
        .order_by(Statement.until, Contribution.id)
    )
    return db.session.scalars(query.limit(most)).all()


def end(contribution_id: int, now: datetime) -> None:
    """Everyone can read the text again. Nothing happens where it has moved on, or is hidden for other reasons meanwhile."""
    contribution = locked_contribution(contribution_id)
    statement = db.session.get(Statement, contribution.statement_id) if contribution.statement_id else None
    if contribution.state != State.HIDDEN or statement is None or statement.until is None or now < statement.until:
        return
    states.publish(contribution, now)
    chain.log(
        "hiding.end",
        now=now,
        actor_id=None,
        thing="contribution",
        thing_id=contribution.id,
        campaign_id=contribution.campaign_id,
        statement_id=statement.id,
    )
