"""Whether a round takes ballots at this moment, by the database's clock and under the round's row."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, inspect, select

from app.foundation import clock
from app.foundation.errors import Conflict, Missing
from app.foundation.unit_of_work import writing
from campaigns.plan.models import PlannedWindow
from campaigns.plan.permissions import NOT_PLANNED
from campaigns.plan.phases import Act
from campaigns.rounds.ballots import reasons
from campaigns.rounds.ballots.models import BallotChannel
from campaigns.rounds.models import Round, Source
from campaigns.rounds.paper.domain import waiting

# Made once, and of tables: a vote is cast as quickly as can be.
_of_round, _of_window = inspect(Round).local_table.c, inspect(PlannedWindow).local_table.c
_ROUND = select(
    *(_of_round.id, _of_round.campaign_id, _of_round.window_id, _of_round.rule, _of_round.rule_fingerprint),
    *(_of_round.source, _of_round.closed_at, _of_round.paper_in_at),
).where(_of_round.id == bindparam("round_id"))
_HELD = _ROUND.with_for_update(read=True)
_OF_WINDOW = (_of_window.opens_at, _of_window.closes_at, _of_window.removed)
_WINDOW = select(*_OF_WINDOW).where(_of_window.id == bindparam("window_id"))
_BOTH = _ROUND.add_columns(*_OF_WINDOW).join(inspect(PlannedWindow).local_table, _of_window.id == _of_round.window_id)
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
    held, window = _held(round_id)
    if held is None or window is None or held.source != Source.BALLOTS:
        raise Missing
    at = clock.by_database()
    if channel == BallotChannel.IMPORT:
        _require_not_closed(held)
    elif channel in ON_PAPER and slip_id is not None:
        waiting.require_settled(held.id, slip_id)
    else:
        _require_open(held, window, channel, at)
    return Held(held.id, held.campaign_id, held.rule, held.rule_fingerprint, at)


def _held(round_id: int) -> tuple[Row[*tuple[Any, ...]] | None, Row[*tuple[Any, ...]] | None]:
    """The round, held, and its window. Window and clock must be those of the moment after the wait for the row."""
    connection = writing()
    if connection.dialect.name == "sqlite":
        # Nobody else writes from the first moment of the step on: there is nothing to wait for in between.
        both = connection.execute(_BOTH, {"round_id": round_id}).first()
        return both, both
    held = connection.execute(_HELD, {"round_id": round_id}).first()
    return held, connection.execute(_WINDOW, {"window_id": held.window_id}).one() if held else None


def _require_not_closed(held: Row[*tuple[Any, ...]]) -> None:
    if held.closed_at is not None:
        raise Conflict(reasons.CLOSED)


def _require_open(
    held: Row[*tuple[Any, ...]], window: Row[*tuple[Any, ...]], channel: BallotChannel, at: datetime
) -> None:
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


def _paper_until(held: Row[*tuple[Any, ...]], window: Row[*tuple[Any, ...]]) -> datetime:
    """Until when paper from before the end may be entered."""
    if held.paper_in_at is not None:
        return held.paper_in_at  # type: ignore[no-any-return]
    days = timedelta(days=held.rule.get("paper_days", 0))
    return (held.closed_at or window.closes_at) + days  # type: ignore[no-any-return]
