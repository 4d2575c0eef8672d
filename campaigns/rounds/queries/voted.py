"""How many have voted so far, how an open count stands, and where an idea came in a vote."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.foundation.db import db
from campaigns.plan.models import Campaign
from campaigns.rounds.ballots.models import Ballot, Option, RunningRow, RunningTally
from campaigns.rounds.models import Result, ResultRow, Round, Source


@dataclass(frozen=True)
class Standing:
    """An idea in the running count of a vote, and what it has got so far: the sum of its values is `total`."""

    idea_id: int
    title: str
    votes: int
    against: int
    total: int


@dataclass(frozen=True)
class Fate:
    """Where an idea came in the vote of the campaign with this address, in the count that is the result."""

    slug: str
    number: int
    rank: int
    ideas: int
    votes: int
    winner: bool


def voters(round_id: int) -> int:
    """How many people have voted."""
    return db.session.scalar(select(func.count()).select_from(Ballot).where(Ballot.round_id == round_id)) or 0


def running(round_id: int) -> tuple[datetime, list[Standing]] | None:
    """When the running count was last brought up to date, and the ideas in the order of the ballot. None before it began.

    Only for rounds whose rule has counts open.
    """
    counted_at = db.session.scalar(select(RunningTally.counted_at).where(RunningTally.round_id == round_id))
    if counted_at is None:
        return None
    rows = db.session.execute(
        select(Option.idea_id, Option.title, RunningRow.votes, RunningRow.against, RunningRow.total)
        .outerjoin(RunningRow, (RunningRow.round_id == Option.round_id) & (RunningRow.idea_id == Option.idea_id))
        .where(Option.round_id == round_id)
        .order_by(Option.place)
    )
    return counted_at, [Standing(id, title, votes or 0, no or 0, total or 0) for id, title, votes, no, total in rows]


def fate_of(idea_id: int) -> Fate | None:
    """Where the idea came in the last published vote it stood in. One statement."""
    every = aliased(ResultRow)
    others = select(func.count(every.idea_id)).where(every.result_id == Result.id).correlate(Result).scalar_subquery()
    row = db.session.execute(
        select(Campaign.slug, Round.number, ResultRow.rank, others, ResultRow.votes, ResultRow.winner)
        .select_from(ResultRow)
        .join(Result, Result.id == ResultRow.result_id)
        .join(Round, Round.id == Result.round_id)
        .join(Campaign, Campaign.id == Round.campaign_id)
        .where(
            ResultRow.idea_id == idea_id,
            Round.source == Source.BALLOTS,
            Result.published_at.is_not(None),
            Result.superseded_at.is_(None),
        )
        .order_by(Round.number.desc())
        .limit(1)
    ).one_or_none()
    return Fate(*row) if row else None
