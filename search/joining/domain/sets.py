"""Ideas become one set of supporters once their authors agreed or said nothing, and stand apart again."""

from datetime import datetime

from app.accounts.roles import SYSTEM, Actor
from app.audit import chain
from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing
from campaigns.contributions.models import Kind, State
from campaigns.ideas.domain import joined
from campaigns.ideas.models import Idea
from campaigns.ideas.queries.joined import has_members
from campaigns.rounds.guards import why_sets_wait
from search.joining import permissions, reasons, words
from search.joining.domain import proposals, rows
from search.joining.events import IdeasJoined, IdeasParted
from search.joining.models import Joining, Progress
from search.joining.queries import asked


def settle(joining_id: int, now: datetime) -> Joining | None:
    """Joins the ideas where all agreed or the term is over; drops what cannot be joined any more. Twice is once.

    Where supports are being counted, or the ideas stand on a ballot, it waits. Gives the joining where something became of it.
    """
    known = db.session.get(Joining, joining_id)
    if known is None or known.progress != Progress.ASKED:
        return None
    idea, into = rows.pair(SYSTEM, known.idea_id, known.into_id)
    joining = rows.joining(joining_id)
    if joining.progress != Progress.ASKED:
        return None
    moved = _moved_on(idea, into)
    if moved:
        proposals.end(joining, Progress.DROPPED, SYSTEM, moved, now)
        return joining
    if now < joining.answer_by and not asked.have_all_agreed(joining):
        return None
    if why_sets_wait(idea.campaign_id):
        return None
    joined.join(idea, into)
    joining.progress, joining.joined_at = Progress.JOINED, now
    db.session.flush()
    _log("joining.join", joining, idea, SYSTEM, now)
    events.announce(IdeasJoined(joining.id))
    return joining


def part(actor: Actor, joining_id: int, why: str, now: datetime) -> Joining:
    """Both ideas stand by themselves again, for a reason that everyone can read.

    Raises Missing, NotAllowed, Invalid (no reason), Conflict (not joined, supports are being counted, the selection is made).
    """
    known = db.session.get(Joining, joining_id)
    if known is None:
        raise Missing
    idea, into = rows.pair(actor, known.idea_id, known.into_id)
    permissions.require(actor, (idea, into), now)
    joining = rows.joining(joining_id)
    if joining.progress != Progress.JOINED:
        raise Conflict(reasons.NOT_JOINED)
    if not why:
        raise Invalid(reasons.SAY_WHY)
    if idea.outcome is not None or into.outcome is not None:
        raise Conflict(reasons.DECIDED)
    waits = why_sets_wait(idea.campaign_id)
    if waits:
        raise Conflict(waits)
    _part(joining, idea, actor, why, now)
    return joining


def release(joining_id: int, now: datetime) -> Joining | None:
    """An idea stands by itself again because the one it went on in is gone; nothing where that is public. Twice is once."""
    known = db.session.get(Joining, joining_id)
    if known is None or known.progress != Progress.JOINED:
        return None
    idea, into = rows.pair(SYSTEM, known.idea_id, known.into_id)
    joining = rows.joining(joining_id)
    why = {State.WITHDRAWN: words.WITHDRAWN, State.HIDDEN: words.HIDDEN}.get(into.contribution.state)
    if joining.progress != Progress.JOINED or why is None or why_sets_wait(idea.campaign_id):
        return None
    _part(joining, idea, SYSTEM, why, now)
    return joining


def _moved_on(idea: Idea, into: Idea) -> str | None:
    states = {idea.contribution.state, into.contribution.state}
    if State.JOINED in states or has_members(idea.id):
        return words.ELSEWHERE
    if states != {State.PUBLISHED}:
        return words.NOT_PUBLIC
    return words.SELECTED if idea.outcome is not None or into.outcome is not None else None


def _part(joining: Joining, idea: Idea, actor: Actor, why: str, now: datetime) -> None:
    joined.unjoin(idea)
    joining.progress, joining.ended_at, joining.ended_by, joining.ended_why = Progress.UNJOINED, now, actor.id, why
    db.session.flush()
    _log("joining.part", joining, idea, actor, now)
    events.announce(IdeasParted(joining.id))


def _log(act: str, joining: Joining, idea: Idea, actor: Actor, now: datetime) -> None:
    chain.log(
        act,
        now=now,
        actor_id=actor.id,
        thing=Kind.IDEA.value,
        thing_id=idea.id,
        campaign_id=idea.campaign_id,
        joining_id=joining.id,
        into_id=joining.into_id,
    )
