"""Departments are asked for answers; days are moved and answers passed on, with a reason that everyone reads."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, NotAllowed
from app.offices.models import Office
from campaigns.answers import permissions, reasons
from campaigns.answers.domain import rows
from campaigns.answers.domain.rows import Held
from campaigns.answers.events import AnswerAsked, AnswerExtended
from campaigns.answers.models import CoExecutor, Extension, OwedAnswer, OwedState, Transfer
from campaigns.answers.texts import MOST_DAYS, OWN_EXTENSION_DAYS, WHY_LEAST, WHY_MOST
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from campaigns.plan import days
from campaigns.plan.models import Campaign

AT_ONCE = 50


@dataclass(frozen=True)
class Asking:
    """Ideas for which a department is asked, until the end of a day; `beside` are departments that work on the answers with it."""

    idea_ids: Collection[int]
    office_id: int
    due_on: date
    beside: Collection[int] = ()


def ask(actor: Actor, campaign: Campaign, asking: Asking, now: datetime) -> list[OwedAnswer]:
    """The department owes answers to these ideas; those that have a department already, or are not public, are passed over.

    At most AT_ONCE of them. Raises NotAllowed, or Invalid where no idea, no such department or no such day is left.
    """
    permissions.require_owner(actor, campaign, now)
    today = days.local(now, campaign.time_zone).date()
    if not today <= asking.due_on <= today + timedelta(days=MOST_DAYS):
        raise Invalid(reasons.BAD_DAY)
    beside = sorted(set(asking.beside) - {asking.office_id})
    _require_offices({asking.office_id, *beside})
    ids = _free(campaign.id, asking.idea_ids)
    if not ids:
        raise Invalid(reasons.NO_IDEAS)
    owed = [
        OwedAnswer(
            campaign_id=campaign.id,
            idea_id=idea_id,
            office_id=asking.office_id,
            due_on=asking.due_on,
            due_at=days.end_of(asking.due_on, campaign.time_zone),
            first_due_on=asking.due_on,
            asked_at=now,
            asked_by=actor.id,
        )
        for idea_id in ids
    ]
    db.session.add_all(owed)
    db.session.flush()
    db.session.add_all(CoExecutor(owed_id=one.id, office_id=id, since=now) for one in owed for id in beside)
    db.session.flush()
    chain.log(
        "answers.asked",
        now=now,
        actor_id=actor.id,
        thing="campaign",
        thing_id=campaign.id,
        campaign_id=campaign.id,
        ideas=ids,
        office_id=asking.office_id,
        beside=beside,
        due_on=asking.due_on.isoformat(),
    )
    for one in owed:
        for office_id in (asking.office_id, *beside):
            events.announce(AnswerAsked(one.id, office_id))
    return owed


def _free(campaign_id: int, idea_ids: Collection[int]) -> list[int]:
    """Those of the ideas that are published in the campaign and for which nobody was asked yet, locked against being so at once."""
    taken = select(OwedAnswer.idea_id).where(OwedAnswer.idea_id.in_(sorted(idea_ids)))
    query = (
        select(Idea.id)
        .join(Idea.contribution)
        .where(Idea.id.in_(sorted(idea_ids)), Idea.campaign_id == campaign_id)
        .where(Contribution.state == State.PUBLISHED, Idea.id.not_in(taken))
        .order_by(Idea.id)
        .limit(AT_ONCE)
        .with_for_update(of=Contribution)
    )
    ids = list(db.session.scalars(query))
    # Whoever held these rows before may have asked meanwhile.
    asked = set(db.session.scalars(select(OwedAnswer.idea_id).where(OwedAnswer.idea_id.in_(ids))))
    return [id for id in ids if id not in asked]


def _require_offices(ids: Collection[int]) -> None:
    found = set(db.session.scalars(select(Office.id).where(Office.id.in_(sorted(ids)))))
    if found != set(ids):
        raise Invalid(reasons.NO_OFFICE)


def extend(actor: Actor, owed_id: int, to_on: date, reason: str, now: datetime) -> Extension:
    """The day is moved to a later one. A department may do so once, by OWN_EXTENSION_DAYS; the owner as often as needed.

    Raises Missing, NotAllowed, Conflict (nothing is owed any more) or Invalid.
    """
    held = rows.held(owed_id)
    _require_why(reason)
    owed, before = held.owed, held.owed.due_on
    is_owner = _require_works_on(actor, held, now)
    if not before < to_on <= before + timedelta(days=MOST_DAYS):
        raise Invalid(reasons.LATER_DAY)
    if not is_owner and (to_on > before + timedelta(days=OWN_EXTENSION_DAYS) or _was_extended(owed_id)):
        raise NotAllowed(reasons.ONCE)
    extension = Extension(owed_id=owed.id, from_on=before, to_on=to_on, reason=reason, made_at=now, made_by=actor.id)
    owed.due_on, owed.due_at = to_on, days.end_of(to_on, held.campaign.time_zone)
    db.session.add(extension)
    db.session.flush()
    _log("answer.extended", held, actor, now, from_on=before.isoformat(), to_on=to_on.isoformat())
    events.announce(AnswerExtended(extension.id, owed.idea_id, owed.campaign_id))
    return extension


def transfer(actor: Actor, owed_id: int, office_id: int, reason: str, now: datetime) -> Transfer:
    """Another department owes the answer, until the same day. What was drafted goes.

    Raises Missing, NotAllowed, Conflict (nothing is owed any more, or it is signed) or Invalid.
    """
    held = rows.held(owed_id)
    _require_why(reason)
    _require_works_on(actor, held, now)
    owed, before = held.owed, held.owed.office_id
    if office_id == before:
        raise Invalid(reasons.SAME_OFFICE)
    _require_offices({office_id})
    draft = rows.unreleased(owed_id)
    if draft is not None:
        states.withdraw(draft.contribution, now)
    passed = Transfer(owed_id=owed.id, from_id=before, to_id=office_id, reason=reason, made_at=now, made_by=actor.id)
    owed.office_id = office_id
    db.session.add(passed)
    db.session.execute(delete(CoExecutor).where(CoExecutor.owed_id == owed_id, CoExecutor.office_id == office_id))
    db.session.flush()
    _log("answer.transferred", held, actor, now, from_id=before, to_id=office_id)
    events.announce(AnswerAsked(owed.id, office_id))
    return passed


def set_beside(actor: Actor, owed_id: int, office_ids: Collection[int], now: datetime) -> None:
    """These departments work on the answer beside the one that owes it. Raises Missing, NotAllowed, Conflict or Invalid."""
    held = rows.held(owed_id)
    permissions.require_owner(actor, held.campaign, now)
    _require_owed(held)
    wanted = set(office_ids) - {held.owed.office_id}
    _require_offices(wanted)
    present = set(db.session.scalars(select(CoExecutor.office_id).where(CoExecutor.owed_id == owed_id)))
    gone, new = sorted(present - wanted), sorted(wanted - present)
    db.session.execute(delete(CoExecutor).where(CoExecutor.owed_id == owed_id, CoExecutor.office_id.in_(gone)))
    db.session.add_all(CoExecutor(owed_id=owed_id, office_id=id, since=now) for id in new)
    db.session.flush()
    if gone or new:
        _log("answer.beside", held, actor, now, gone=gone, new=new)
    for office_id in new:
        events.announce(AnswerAsked(owed_id, office_id))


def _was_extended(owed_id: int) -> bool:
    return db.session.scalar(select(Extension.id).where(Extension.owed_id == owed_id).limit(1)) is not None


def _require_works_on(actor: Actor, held: Held, now: datetime) -> bool:
    """Whether the actor is an owner; raises NotAllowed for those who are neither that nor of the department."""
    is_owner = permissions.owns(actor, held.campaign, now)
    if not is_owner and not permissions.speaks(actor, held.owed.office_id):
        raise NotAllowed(reasons.NOT_YOURS)
    _require_owed(held)
    signed = rows.unreleased(held.owed.id)
    if signed is not None and signed.contribution.state == State.SUBMITTED:
        raise Conflict(reasons.SIGNED)
    return is_owner


def _require_owed(held: Held) -> None:
    if held.owed.state != OwedState.OWED:
        raise Conflict(reasons.CLOSED if held.owed.state == OwedState.CLOSED else reasons.ANSWERED)


def _require_why(reason: str) -> None:
    if len(reason) < WHY_LEAST:
        raise Invalid(reasons.NO_WHY)
    if len(reason) > WHY_MOST:
        raise Invalid(reasons.TOO_LONG)


def _log(act: str, held: Held, actor: Actor, now: datetime, **details: object) -> None:
    chain.log(
        act,
        now=now,
        actor_id=actor.id,
        thing="idea",
        thing_id=held.owed.idea_id,
        campaign_id=held.owed.campaign_id,
        **details,
    )
