"""The steps on the way: what is to be reached, in which order, and until when."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, NotAllowed
from campaigns.implementation import reasons
from campaigns.implementation.domain.rows import idea_or_missing, work_or_missing
from campaigns.implementation.domain.works import refusal_to_report
from campaigns.implementation.models import Milestone, Undertaking

MOST = 30
TITLE_MOST = 200


def add(actor: Actor, idea_id: int, title: str, due_on: date | None, now: datetime) -> Milestone:
    """Adds a step after the others. Raises Missing, NotAllowed, Invalid (no title, or thirty are there)."""
    work = _held(actor, idea_id, now)
    others = _all(work)
    _require_title(title)
    if len(others) >= MOST:
        raise Invalid(reasons.ENOUGH)
    last = others[-1].place if others else 0
    milestone = Milestone(undertaking_id=work.id, place=last + 1, title=title, due_on=due_on)
    db.session.add(milestone)
    db.session.flush()
    _log("milestone.add", actor, work, milestone, now)
    return milestone


def change(actor: Actor, idea_id: int, milestone_id: int, title: str, due_on: date | None, now: datetime) -> Milestone:
    """Another title or day. Raises Missing, NotAllowed, Invalid; Conflict where it is reached or gone."""
    work = _held(actor, idea_id, now)
    milestone = _open(work, milestone_id)
    _require_title(title)
    if (milestone.title, milestone.due_on) != (title, due_on):
        before, milestone.title, milestone.due_on = milestone.due_on, title, due_on
        db.session.flush()
        _log("milestone.change", actor, work, milestone, now, before=before.isoformat() if before else None)
    return milestone


def move(actor: Actor, idea_id: int, milestone_id: int, now: datetime, *, up: bool) -> None:
    """The step changes places with its neighbour; at the end it stays. Raises Missing, NotAllowed; Conflict where it is gone."""
    work = _held(actor, idea_id, now)
    standing = list(_all(work))
    place = next((place for place, one in enumerate(standing) if one.id == milestone_id), None)
    if place is None:
        raise Conflict(reasons.NO_SUCH_MILESTONE)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(standing):
        return
    one, neighbour = standing[place], standing[other]
    free, (one_place, neighbour_place) = 0, (one.place, neighbour.place)
    # Two steps never have one place, not for a moment.
    for milestone, new in ((one, free), (neighbour, one_place), (one, neighbour_place)):
        milestone.place = new
        db.session.flush()
    _log("milestone.move", actor, work, one, now)


def remove(actor: Actor, idea_id: int, milestone_id: int, now: datetime) -> None:
    """Takes a step away that is not reached. Raises Missing, NotAllowed; Conflict where it is reached or gone."""
    work = _held(actor, idea_id, now)
    milestone = _open(work, milestone_id)
    _log("milestone.remove", actor, work, milestone, now)
    db.session.delete(milestone)
    db.session.flush()


def _held(actor: Actor, idea_id: int, now: datetime) -> Undertaking:
    idea = idea_or_missing(actor, idea_id)
    work = work_or_missing(idea_id)
    reason = refusal_to_report(actor, idea, work, now)
    if reason:
        raise NotAllowed(reason)
    work.changed_at = now
    return work


def _all(work: Undertaking) -> Sequence[Milestone]:
    query = select(Milestone).where(Milestone.undertaking_id == work.id).order_by(Milestone.place)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def _open(work: Undertaking, milestone_id: int) -> Milestone:
    milestone = next((one for one in _all(work) if one.id == milestone_id), None)
    if milestone is None:
        raise Conflict(reasons.NO_SUCH_MILESTONE)
    if milestone.reached_at is not None:
        raise Conflict(reasons.REACHED)
    return milestone


def _require_title(title: str) -> None:
    if not title:
        raise Invalid(reasons.NO_TITLE)


def _log(act: str, actor: Actor, work: Undertaking, milestone: Milestone, now: datetime, **details: str | None) -> None:
    chain.log(
        act,
        now=now,
        actor_id=actor.id,
        thing="idea",
        thing_id=work.idea_id,
        campaign_id=work.campaign_id,
        milestone_id=milestone.id,
        due_on=milestone.due_on.isoformat() if milestone.due_on else None,
        **details,
    )
