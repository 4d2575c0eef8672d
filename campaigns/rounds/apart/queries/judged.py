"""What the rules judge: the ballots of people on the site, and how each stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from app.accounts.models import Account
from app.foundation.db import db
from campaigns.rounds.apart.models import Look, Trace
from campaigns.rounds.apart.votes import Vote, pattern_of
from campaigns.rounds.ballots.models import Ballot, BallotChannel, Cast
from campaigns.rounds.models import Result, Round, Source

AT_ONCE = 5000

# Only what people with accounts cast on the site: nobody's paper, code or imported ballot is judged.
JUDGED = (Ballot.channel == BallotChannel.SITE, Ballot.account_id.is_not(None))
# What a person decided stands over rules.
DECIDED = exists().where(Look.ballot_id == Ballot.id, Look.outcome.is_not(None))


def votes_of(round_id: int) -> list[Vote]:
    """The last ballots that rules may judge, with the trace of the cast that counts."""
    found, after = [], 0
    while True:
        rows = _rows(round_id, after)
        found += [_vote(row) for row in rows]
        if len(rows) < AT_ONCE:
            return found
        after = rows[-1].id


def _rows(round_id: int, after: int) -> Sequence[Any]:
    last = aliased(Cast)
    return db.session.execute(
        select(Ballot.id, Ballot.marks, Ballot.cast_at, Account.created_at, Account.email, Trace.network, Trace.program)
        .join(Account, Account.id == Ballot.account_id)
        .outerjoin(last, (last.ballot_id == Ballot.id) & (last.number == Ballot.casts))
        .outerjoin(Trace, Trace.cast_id == last.id)
        .where(Ballot.round_id == round_id, Ballot.id > after, *JUDGED)
        .order_by(Ballot.id)
        .limit(AT_ONCE)
    ).all()


def _vote(row: Any) -> Vote:
    ballot_id, marks, cast_at, made_at, email, network, program = row
    pattern = pattern_of(email)
    return Vote(ballot_id, marks, cast_at.timestamp(), made_at.timestamp(), network, program, pattern)


def standing(round_id: int) -> dict[int, bool]:
    """The ballots that rules may change, each with whether it is set apart now."""
    rows = db.session.execute(
        select(Ballot.id, Ballot.apart).where(Ballot.round_id == round_id, *JUDGED, ~DECIDED).order_by(Ballot.id)
    )
    return {row.id: row.apart for row in rows}


def is_counted(round_id: int) -> bool:
    """Whether the round has a frozen result: from then on only people decide."""
    frozen = exists().where(Result.round_id == round_id, Result.counted_at.is_not(None))
    return bool(db.session.scalar(select(frozen)))


def changed_since(at: datetime) -> Sequence[int]:
    """Ids of the votes under way in which somebody has voted since then."""
    recent = exists().where(Cast.round_id == Round.id, Cast.cast_at >= at)
    rounds = select(Round.id).where(Round.source == Source.BALLOTS, Round.closed_at.is_(None), recent)
    return db.session.scalars(rounds.order_by(Round.id)).all()
