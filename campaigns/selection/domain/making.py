"""The selection is made once, from a published result: in one step where it is small, else in short ones.

It may be killed anywhere and run again: until `made_at` is set nobody sees it, and what is written stays. The ideas selected
get their status in the step that makes it; the rest follows, some hundred a step, and has its sentence already.

Every idea of the frozen result that is public when its row is written gets one. Nobody moves up for one that was hidden or
withdrawn after the count. Public ideas that took no part in the count are not selected, and have no place.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import events, outbox
from app.foundation.canonical import fingerprint
from app.foundation.db import db
from app.foundation.errors import Conflict
from campaigns.contributions.models import Contribution
from campaigns.ideas.models import Idea, Outcome
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.rounds.domain.rounds import locked
from campaigns.rounds.models import Result
from campaigns.rounds.queries import results
from campaigns.selection import reasons, rule
from campaigns.selection.domain.picks import held
from campaigns.selection.events import OutcomesGiven, SelectionMade
from campaigns.selection.models import Selection, SelectionRow, Way
from campaigns.selection.queries.ground import picks_of, size_of, still_public, winners_of, without_outcome
from campaigns.selection.slots import COUNT_OVERTAKEN, Counted

A_STEP = 500


def make(campaign: Campaign, actor: Actor, now: datetime) -> Selection:
    """Makes the selection, or begins it where it is large. Raises NotAllowed, or Conflict with what is still missing."""
    permissions.require(actor, Act.SELECT, campaign, now)
    stands_on = held(campaign)
    if stands_on.selection is not None:
        raise Conflict(reasons.MADE)
    round_ = locked(stands_on.round.id)
    result = results.current(round_.id)
    if result is None or result.published_at is None:
        raise Conflict(reasons.NOT_PUBLISHED)
    if results.is_being_counted(round_.id):
        raise Conflict(reasons.COUNTED_AGAIN)
    _require_counted(campaign.id, result)
    ideas = size_of(result.id)
    selection = Selection(
        campaign_id=campaign.id,
        result_id=result.id,
        rule=dict(round_.rule),
        ideas=ideas,
        asked_at=now,
        made_by=actor.id,
    )
    db.session.add(selection)
    db.session.flush()
    if ideas > A_STEP:
        outbox.ask("selection.make", selection_id=selection.id)
        return selection
    while write_some(selection.id, now):
        pass
    while settle_some(selection.id):
        pass
    return selection


def _require_counted(campaign_id: int, result: Result) -> None:
    """Raises Conflict where what was counted stands otherwise by now."""
    if result.counted_at is None:
        raise Conflict(reasons.COUNTED_AGAIN)
    asked = Counted(campaign_id, result.counted_at)
    reason = next((reason for reason in COUNT_OVERTAKEN.fill(asked) if reason), None)
    if reason:
        raise Conflict(reason)


def write_some(selection_id: int, now: datetime) -> bool:
    """Writes a step's worth of rows, or finishes where all are written; says whether there is more to do."""
    selection = _held(selection_id)
    if selection.made_at is not None:
        return False
    written = select(func.coalesce(func.max(SelectionRow.rank), 0)).where(SelectionRow.selection_id == selection_id)
    ideas = still_public(selection.result_id, db.session.scalar(written) or 0, A_STEP)
    if not ideas:
        _finish(selection, now)
        return False
    picks = rule.valid(selection.rule, picks_of(selection.campaign_id), winners_of(selection.result_id))
    db.session.execute(insert(SelectionRow), [_row(selection_id, rule.fate(idea, picks)) for idea in ideas])
    return True


def _held(selection_id: int) -> Selection:
    query = select(Selection).where(Selection.id == selection_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _row(selection_id: int, fate: rule.Fate) -> dict[str, Any]:
    return {
        "selection_id": selection_id,
        "idea_id": fate.idea.idea_id,
        "rank": fate.idea.rank,
        "votes": fate.idea.votes,
        "way": fate.way,
        "reason": fate.pick.reason if fate.pick else "",
        "picked_by": fate.pick.account_id if fate.pick else None,
    }


def _finish(selection: Selection, now: datetime) -> None:
    ways = Counter(
        dict(
            db.session.execute(
                select(SelectionRow.way, func.count())
                .where(SelectionRow.selection_id == selection.id)
                .group_by(SelectionRow.way)
            ).all()
        )
    )
    selection.made_at, selection.selected = now, ways[Way.SUPPORT] + ways[Way.EXPERTS]
    chosen = select(SelectionRow.idea_id).where(
        SelectionRow.selection_id == selection.id, SelectionRow.way != Way.NOT_SELECTED
    )
    _give(Outcome.SHORTLISTED, db.session.scalars(select(Idea.id).where(Idea.id.in_(chosen), Idea.outcome.is_(None))))
    chain.log(
        "selection.made",
        now=now,
        actor_id=selection.made_by,
        thing="selection",
        thing_id=selection.id,
        campaign_id=selection.campaign_id,
        fingerprint=fingerprint(selection.rule),
        result=db.session.get_one(Result, selection.result_id).fingerprint,
        ideas=selection.ideas,
        by_support=ways[Way.SUPPORT],
        by_experts=ways[Way.EXPERTS],
    )
    events.announce(SelectionMade(selection.campaign_id, selection.id))


def settle_some(selection_id: int) -> bool:
    """Gives some of the public ideas that were not selected their status; says whether there may be more."""
    selection = _held(selection_id)
    some = (
        select(Idea.id)
        .join(Contribution, Contribution.id == Idea.id)
        .where(without_outcome(selection.campaign_id))
        .order_by(Idea.id)
        .limit(A_STEP)
    )
    ids = db.session.scalars(some).all()
    _give(Outcome.NOT_SELECTED, ids)
    return len(ids) == A_STEP


def _give(outcome: Outcome, to: Iterable[int]) -> None:
    ids = tuple(to)
    db.session.execute(update(Idea).where(Idea.id.in_(ids)).values(outcome=outcome))
    db.session.flush()
    if ids:
        events.announce(OutcomesGiven(ids))
