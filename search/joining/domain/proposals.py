"""A joining is proposed, its authors say whether they agree, and until they have it can be taken back.

One who declines ends it. Who says nothing within the term agrees. What comes of it is `sets.settle`'s.
"""

from datetime import datetime
from typing import Any

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import events, outbox
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, Reason
from app.offices.calendar import calendar
from campaigns.contributions.models import Kind, State
from campaigns.ideas.models import Idea
from campaigns.ideas.queries.joined import has_members
from search.joining import permissions, reasons
from search.joining.domain import rows
from search.joining.events import JoiningEnded, JoiningProposed
from search.joining.models import Joining, JoiningAnswer, Progress
from search.joining.queries import asked

# By the calendar of the office.
WORKING_DAYS = 5
LONGEST_REASON = 1_000


def propose(actor: Actor, idea_id: int, into_id: int, reason: str, now: datetime) -> Joining:
    """The authors of both ideas are asked whether the first may go on in the second.

    Raises Missing, NotAllowed (no right here, their own idea), Invalid (no reason), Conflict (the ideas do not stand so that
    they could be joined).
    """
    if idea_id == into_id:
        raise Conflict(reasons.SAME)
    idea, into = rows.pair(actor, idea_id, into_id)
    permissions.require(actor, (idea, into), now)
    if not reason:
        raise Invalid(reasons.SAY_WHY)
    fault = fault_of(idea, into)
    if fault:
        raise Conflict(fault)
    return _propose(actor, idea, into, reason, now)


def fault_of(idea: Idea, into: Idea, *, is_published: bool = True) -> Reason | None:
    """Why the first idea cannot be proposed to go on in the second, whoever proposes it; None where it can.

    `is_published`: the first is read by everyone already; one that is not will be.
    """
    if idea.campaign_id != into.campaign_id:
        return reasons.NO_SUCH
    if idea.id == into.id:
        return reasons.SAME
    apart = _fault_of_states({idea.contribution.state if is_published else State.PUBLISHED, into.contribution.state})
    if apart:
        return apart
    if idea.outcome is not None or into.outcome is not None:
        return reasons.DECIDED
    if has_members(idea.id):
        return reasons.HAS_OTHERS
    return reasons.ASKED_ALREADY if asked.is_asked_about(idea.id, into.id) else None


def _fault_of_states(states: set[State]) -> Reason | None:
    if State.JOINED in states:
        return reasons.JOINED_ALREADY
    return reasons.NOT_PUBLIC if states != {State.PUBLISHED} else None


def answer(actor: Actor, joining_id: int, agrees: bool, why: str, now: datetime) -> Joining:
    """An author says whether they agree; one who does not ends it. Raises Missing (they are not asked), Conflict (over, late)."""
    joining = rows.joining(joining_id)
    if actor.id is None or actor.id not in asked.asked_of(joining):
        raise Missing
    _require_open(joining)
    if now >= joining.answer_by:
        raise Conflict(reasons.LATE)
    if actor.id in asked.answers_of(joining_id):
        return joining
    db.session.add(JoiningAnswer(joining_id=joining.id, account_id=actor.id, agrees=agrees, answered_at=now))
    db.session.flush()
    _log("joining.answer", joining, actor, now, agrees=agrees)
    if not agrees:
        end(joining, Progress.DECLINED, actor, why, now)
    elif asked.have_all_agreed(joining):
        outbox.ask("joining.settle", joining_id=joining.id)
    return joining


def take_back(actor: Actor, joining_id: int, why: str, now: datetime) -> Joining:
    """Who proposed it takes it back. Raises Missing for everyone else, Conflict where it is over."""
    joining = rows.joining(joining_id)
    if actor.id is None or actor.id != joining.proposed_by:
        raise Missing
    _require_open(joining)
    end(joining, Progress.DROPPED, actor, why, now)
    return joining


def end(joining: Joining, progress: Progress, actor: Actor, why: str, now: datetime) -> None:
    """Nothing comes of it. A machine's `why` is a code of words.WHYS."""
    joining.progress, joining.ended_at, joining.ended_by, joining.ended_why = progress, now, actor.id, why
    db.session.flush()
    _log("joining.end", joining, actor, now, progress=progress.value)
    events.announce(JoiningEnded(joining.id))


def refuse_late(actor: Actor, idea_id: int, into_id: int, reason: str, why: str, now: datetime) -> Joining:
    """What was to be proposed cannot be any more: it is kept as one that nothing came of, and who wanted it is told."""
    joining = _row(actor, idea_id, into_id, reason, now, now)
    db.session.add(joining)
    joining.progress, joining.ended_at, joining.ended_why = Progress.DROPPED, now, why
    db.session.flush()
    events.announce(JoiningEnded(joining.id))
    return joining


def _propose(actor: Actor, idea: Idea, into: Idea, reason: str, now: datetime) -> Joining:
    answer_by = calendar().due(now, idea.contribution.campaign.time_zone, WORKING_DAYS)
    joining = _row(actor, idea.id, into.id, reason, now, answer_by)
    db.session.add(joining)
    db.session.flush()
    _log("joining.propose", joining, actor, now)
    events.announce(JoiningProposed(joining.id))
    if not asked.asked_of(joining):
        outbox.ask("joining.settle", joining_id=joining.id)
    return joining


def _row(actor: Actor, idea_id: int, into_id: int, reason: str, now: datetime, answer_by: datetime) -> Joining:
    return Joining(
        idea_id=idea_id,
        into_id=into_id,
        progress=Progress.ASKED,
        reason=reason,
        proposed_at=now,
        proposed_by=actor.id,
        answer_by=answer_by,
        ended_why="",
    )


def _require_open(joining: Joining) -> None:
    if joining.progress != Progress.ASKED:
        raise Conflict(reasons.OVER)


def _log(act: str, joining: Joining, actor: Actor, now: datetime, **details: Any) -> None:
    chain.log(
        act,
        now=now,
        actor_id=actor.id,
        thing=Kind.IDEA.value,
        thing_id=joining.idea_id,
        campaign_id=db.session.get_one(Idea, joining.idea_id).campaign_id,
        joining_id=joining.id,
        into_id=joining.into_id,
        **details,
    )
