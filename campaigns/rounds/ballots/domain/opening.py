"""Whether a round takes ballots at this moment, by the database's clock and under the round's row."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Missing
from campaigns.plan.models import PlannedWindow
from campaigns.plan.permissions import NOT_PLANNED
from campaigns.plan.phases import Act
from campaigns.rounds.ballots import reasons
from campaigns.rounds.ballots.models import BallotChannel
from campaigns.rounds.models import Round, Source
from campaigns.rounds.paper.domain import waiting

ON_PAPER = frozenset({BallotChannel.PAPER, BallotChannel.MEETING})


@dataclass(frozen=True)
class Held:
    """A round that takes ballots, its row held in shared mode until the write ends; `at` is the moment that decided."""

    id: int
    campaign_id: int
    rule: dict[str, Any]
    rule_fingerprint: str
    at: datetime


def hold_open(round_id: int, channel: BallotChannel, slip_id: int | None = None) -> Held:
    """The round, where a ballot that comes this way is taken now; a close waits for the write, and the write for a close.

    Raises Conflict before the opening and after the end, and where the rule takes no ballots this way; Missing where no votes
    are cast at all. Paper from before the end is taken for the days that the rule gives; a slip is taken whenever its pile was
    settled in time, and the count waits for it. Imported votes wait for no window.
    """
    columns = (Round.id, Round.campaign_id, Round.window_id, Round.rule, Round.rule_fingerprint)
    facts = (Round.source, Round.closed_at, Round.paper_in_at)
    held = db.session.execute(select(*columns, *facts).where(Round.id == round_id).with_for_update(read=True)).first()
    if held is None or held.source != Source.BALLOTS:
        raise Missing
    # Read after the row is held: window and clock must be those of the moment after the wait.
    window = db.session.execute(
        select(PlannedWindow.opens_at, PlannedWindow.closes_at, PlannedWindow.removed).where(
            PlannedWindow.id == held.window_id
        )
    ).one()
    at = clock.by_database()
    if channel == BallotChannel.IMPORT:
        _require_not_closed(held)
    elif channel in ON_PAPER and slip_id is not None:
        waiting.require_settled(held.id, slip_id)
    else:
        _require_open(held, window, channel, at)
    return Held(held.id, held.campaign_id, held.rule, held.rule_fingerprint, at)


def _require_not_closed(held: Row[Any]) -> None:
    if held.closed_at is not None:
        raise Conflict(reasons.CLOSED)


def _require_open(held: Row[Any], window: Row[Any], channel: BallotChannel, at: datetime) -> None:
    if channel not in held.rule.get("channels", [channel]):
        raise Conflict(reasons.NOT_THIS_WAY)
    if Act.VOTE in window.removed:
        raise Conflict(NOT_PLANNED)
    if at < window.opens_at:
        raise Conflict(reasons.NOT_YET)
    if channel in ON_PAPER and at < _paper_until(held, window):
        return
    if at >= window.closes_at:
        raise Conflict(reasons.OVER)
    _require_not_closed(held)


def _paper_until(held: Row[Any], window: Row[Any]) -> datetime:
    """Until when paper from before the end may be entered."""
    if held.paper_in_at is not None:
        return held.paper_in_at  # type: ignore[no-any-return]
    days = timedelta(days=held.rule.get("paper_days", 0))
    return (held.closed_at or window.closes_at) + days  # type: ignore[no-any-return]
