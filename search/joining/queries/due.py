"""Joinings whose time has come."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from app.foundation.db import db
from app.foundation.errors import Reason
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from campaigns.selection.slots import Counted
from search.joining import reasons
from search.joining.models import Joining, Progress

# What is hidden for a day, or by a slip that is undone, parts nobody.
HIDDEN_FOR = timedelta(days=2)


def to_settle(now: datetime, after: int, most: int) -> Sequence[int]:
    """Joinings whose term is over, by id; those that moved on before it among them."""
    one, other = aliased(Contribution), aliased(Contribution)
    ripe = or_(Joining.answer_by <= now, one.state != State.PUBLISHED, other.state != State.PUBLISHED)
    query = select(Joining.id).join(one, one.id == Joining.idea_id).join(other, other.id == Joining.into_id)
    query = query.where(Joining.progress == Progress.ASKED, ripe, Joining.id > after)
    return db.session.scalars(query.order_by(Joining.id).limit(most)).all()


def to_part(now: datetime, after: int, most: int) -> Sequence[int]:
    """Joinings into an idea that its author took back, or that has been hidden for longer than it takes to look at it."""
    long_hidden = and_(Contribution.state == State.HIDDEN, Contribution.changed_at <= now - HIDDEN_FOR)
    query = (
        select(Joining.id)
        .join(Contribution, Contribution.id == Joining.into_id)
        .where(Joining.progress == Progress.JOINED, or_(Contribution.state == State.WITHDRAWN, long_hidden))
        .where(Joining.id > after)
    )
    return db.session.scalars(query.order_by(Joining.id).limit(most)).all()


def count_overtaken(counted: Counted) -> Reason | None:
    """Whether ideas were joined or parted since a count: fills the slot `selection.count-overtaken`."""
    since = (
        or_(
            Joining.joined_at > counted.counted_at,
            and_(Joining.progress == Progress.UNJOINED, Joining.ended_at > counted.counted_at),
        ),
        Idea.campaign_id == counted.campaign_id,
    )
    found = select(Joining.id).join(Idea, Idea.id == Joining.idea_id).where(*since).limit(1)
    return reasons.COUNTED_BEFORE if db.session.scalar(found) is not None else None
