"""What rounds say to other floors: whether support is taken, whether a window may change, whether ideas may be joined."""

from collections.abc import Sequence

from sqlalchemy import select

from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import NotAllowed, Reason
from app.foundation.unit_of_work import is_writing
from campaigns.plan.models import PlannedWindow
from campaigns.plan.slots import Proposed
from campaigns.rounds import reasons
from campaigns.rounds.models import Result, Round, Source


def refuse_late_support(campaign_id: int) -> None:
    """Raises NotAllowed where no round that counts supports is open in the campaign by the database's clock.

    Holds the rows of the rounds in shared mode until the write ends: a close waits for it, and it for a close. A campaign
    without such rounds counts nothing, so its timeline alone speaks.
    """
    held = db.session.execute(
        select(Round.window_id, Round.closed_at)
        .where(Round.campaign_id == campaign_id, Round.source == Source.SUPPORTS)
        .order_by(Round.id)
        .with_for_update(read=True)
    ).all()
    if not held:
        return
    # Read after the rows are held: windows and clock must be those of the moment after the wait.
    windows = select(PlannedWindow.id, PlannedWindow.opens_at, PlannedWindow.closes_at)
    spans = db.session.execute(windows.where(PlannedWindow.id.in_([row.window_id for row in held]))).all()
    at = clock.by_database()
    running = {span.id for span in spans if span.opens_at <= at < span.closes_at}
    if any(row.window_id in running and row.closed_at is None for row in held):
        return
    raise NotAllowed(reasons.CLOSED if any(row.closed_at is not None for row in held) else reasons.OVER)


def early_close(campaign_id: int) -> Reason | None:
    """Why support is taken no more although the timeline allows it: the rounds whose windows are open now are closed."""
    now = clock.now()
    running = db.session.scalars(
        select(Round.closed_at)
        .join(PlannedWindow, PlannedWindow.id == Round.window_id)
        .where(Round.campaign_id == campaign_id, Round.source == Source.SUPPORTS)
        .where(PlannedWindow.opens_at <= now, PlannedWindow.closes_at > now)
    ).all()
    return reasons.CLOSED if running and None not in running else None


def refuse_change_of_window(proposed: Proposed) -> Sequence[Reason]:
    """Why the windows may not change: a round of one is closed or about to be, or one that has a round would go."""
    columns = (Round.window_id, Round.closed_at, Round.close_reason)
    # Of several the first one first, as everybody who holds them.
    rounds = select(*columns).where(Round.window_id.in_(sorted(proposed.touched))).order_by(Round.id)
    if is_writing():
        rounds = rounds.with_for_update(key_share=True)
    staying = {window.id for window in proposed.after.windows}
    refused = []
    for row in db.session.execute(rounds):
        if row.closed_at is not None or row.close_reason:
            refused.append(reasons.WINDOW_FIXED)
        elif row.window_id not in staying:
            refused.append(reasons.WINDOW_COUNTED)
    return refused


def why_sets_wait(campaign_id: int) -> Reason | None:
    """Why ideas of the campaign are neither joined nor parted now: a count of supports is under way, or a vote is open.

    Inside a write the rows of the rounds are held in shared mode until it ends: a close waits for it, and it for a close.
    """
    columns = (Round.id, Round.source, Round.window_id, Round.closed_at)
    rounds = select(*columns).where(Round.campaign_id == campaign_id).order_by(Round.id)
    held = db.session.execute(rounds.with_for_update(read=True) if is_writing() else rounds).all()
    if not held:
        return None
    windows = select(PlannedWindow.id, PlannedWindow.opens_at, PlannedWindow.closes_at)
    spans = {span.id: span for span in db.session.execute(windows.where(PlannedWindow.campaign_id == campaign_id))}
    at, counted = clock.by_database(), _counted([row.id for row in held])
    for row in held:
        is_over = row.closed_at is not None or spans[row.window_id].closes_at <= at
        if row.source == Source.BALLOTS and not is_over and spans[row.window_id].opens_at <= at:
            return reasons.SETS_ON_BALLOT
        if is_over and row.id not in counted:
            return reasons.SETS_COUNTED
    return None


def _counted(round_ids: Sequence[int]) -> set[int]:
    """Those of the rounds that have a frozen result and no count under way."""
    results = select(Result.round_id, Result.counted_at).where(Result.round_id.in_(round_ids))
    rows = db.session.execute(results).all()
    return {row.round_id for row in rows} - {row.round_id for row in rows if row.counted_at is None}
