"""Until when paper from before the bell is taken, and whether the count waits for it."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select

from app.foundation.db import db
from app.foundation.errors import NotAllowed, Reason
from campaigns.rounds.ballots.models import BallotChannel
from campaigns.rounds.models import Round, Source
from campaigns.rounds.paper import reasons
from campaigns.rounds.paper.models import Pile, Slip

ON_PAPER = frozenset({BallotChannel.PAPER.value, BallotChannel.MEETING.value})
# How long the count rests before it asks again.
AGAIN_AFTER = timedelta(minutes=1)


def takes_paper(round_: Round) -> bool:
    """Whether the rule of the round lets people vote on paper or at meetings."""
    return round_.source == Source.BALLOTS and not ON_PAPER.isdisjoint(round_.rule.get("channels", ()))


def until(round_: Round) -> datetime:
    """From when on no paper is accepted any more: so many days after the bell, or when the organiser said that all of it is in."""
    last: datetime = round_.window.closes_at + timedelta(days=round_.rule.get("paper_days", 0))
    return last if round_.paper_in_at is None else min(last, round_.paper_in_at)


def refusal(round_: Round, at: datetime) -> Reason | None:
    """Why no paper is taken at that instant of the database's clock, or None where it is."""
    if not takes_paper(round_):
        return reasons.NOT_OFFERED
    if at < round_.window.opens_at:
        return reasons.NOT_YET
    if at < until(round_):
        return None
    return reasons.ALL_IN if round_.paper_in_at is not None else reasons.OVER


def is_waiting(round_: Round, at: datetime) -> bool:
    """Whether the count of a closed round has to wait: paper may still be accepted, or a settled pile becomes ballots just now.

    Asked with the round's row held exclusively, nothing can be settled between this answer and what is made of it.
    """
    if not takes_paper(round_):
        return False
    if at < until(round_):
        return True
    unfinished = exists().where(Pile.round_id == round_.id, Pile.settled_at.is_not(None), Pile.accepted_at.is_(None))
    return bool(db.session.scalar(select(unfinished)))


def pause(round_: Round, at: datetime) -> timedelta | None:
    """For how long the count of a closed round rests before it asks again; None where it need not wait."""
    if not is_waiting(round_, at):
        return None
    return max(until(round_) - at, AGAIN_AFTER)


def require_settled(round_id: int, slip_id: int) -> None:
    """Raises NotAllowed where the slip is none of a settled pile of the round: whatever the hour, only such a slip becomes a
    ballot."""
    settled = select(Pile.settled_at).join(Slip, Slip.pile_id == Pile.id)
    if db.session.scalar(settled.where(Slip.id == slip_id, Pile.round_id == round_id)) is None:
        raise NotAllowed(reasons.NOT_WHOLE)
