"""The running count as pages may show it: never where the rule keeps counts hidden."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.foundation.db import db
from campaigns.rounds.ballots.models import RunningRow, RunningTally
from campaigns.rounds.counting.values import Tally
from campaigns.rounds.models import Round
from campaigns.rounds.queries.votes import changes


@dataclass(frozen=True)
class Running:
    """How many have voted by then, how often they cast, and what each idea got; ideas hidden or joined since are left out."""

    counted_at: datetime
    voters: int
    casts: int
    tallies: Mapping[int, Tally]


def of_round(round_: Round) -> Running | None:
    """The running count of a vote. None where its rule keeps counts hidden until the result is published, or nothing is counted yet."""
    if round_.rule.get("counts") != "open":
        return None
    told = db.session.get(RunningTally, round_.id, populate_existing=True)
    if told is None:
        return None
    gone = changes(round_.id)
    rows = db.session.execute(
        select(RunningRow.idea_id, RunningRow.votes, RunningRow.against, RunningRow.total, RunningRow.squares)
        .where(RunningRow.round_id == round_.id)
        .order_by(RunningRow.idea_id)
    )
    tallies = {row[0]: Tally(*row[1:]) for row in rows if row[0] not in gone.hidden and row[0] not in gone.joined}
    return Running(told.counted_at, told.voters, told.casts, tallies)
