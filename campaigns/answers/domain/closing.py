"""Closing without an answer: one of the campaign's owners says why, another confirms it. And putting a campaign into the archive."""

from datetime import datetime

from sqlalchemy import exists, select

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, NotAllowed, Reason
from campaigns.answers import permissions, reasons
from campaigns.answers.domain import rows
from campaigns.answers.domain.rows import Held
from campaigns.answers.events import ClosedUnanswered
from campaigns.answers.models import OwedAnswer, OwedState
from campaigns.answers.texts import WHY_LEAST, WHY_MOST
from campaigns.contributions.findings import CheckSettings
from campaigns.contributions.slots import findings_in
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Stage


def propose(actor: Actor, owed_id: int, reason: str, now: datetime) -> OwedAnswer:
    """An owner proposes that no answer will come, for a reason that everyone will read; until another confirms it, it is owed still.

    Raises Missing, NotAllowed, Invalid (the reason) or Conflict (nothing is owed, or a signed answer waits for its release).
    """
    held = _owed(actor, owed_id, now)
    if not WHY_LEAST <= len(reason) <= WHY_MOST:
        raise Invalid(reasons.NO_WHY if len(reason) < WHY_LEAST else reasons.TOO_LONG)
    if any(one.is_personal and one.holds for one in findings_in(reason, CheckSettings.of(held.campaign.checks))):
        raise Invalid(reasons.PERSONAL_REASON)
    held.owed.close_reason, held.owed.closed_by = reason, actor.id
    db.session.flush()
    _log("answer.closing", held, actor, now)
    return held.owed


def withdraw(actor: Actor, owed_id: int, now: datetime) -> None:
    """The proposal is taken back: the answer is owed as it was. Raises Missing, NotAllowed, Conflict."""
    held = _owed(actor, owed_id, now)
    if held.owed.closed_by is None:
        raise Conflict(reasons.NOT_PROPOSED)
    held.owed.close_reason, held.owed.closed_by = "", None
    db.session.flush()
    _log("answer.closing-withdrawn", held, actor, now)


def confirm(actor: Actor, owed_id: int, reason: str, now: datetime) -> OwedAnswer:
    """Another owner confirms what was proposed, for the `reason` they have read: no answer is owed any more, and it stays in the numbers.

    Raises Missing, NotAllowed, or Conflict (nothing is proposed, or another reason by now).
    """
    held = _owed(actor, owed_id, now)
    owed = held.owed
    if owed.closed_by is None:
        raise Conflict(reasons.NOT_PROPOSED)
    if owed.closed_by == actor.id:
        raise NotAllowed(reasons.SECOND_IS_ANOTHER)
    if owed.close_reason != reason:
        raise Conflict(reasons.ANOTHER_REASON)
    owed.close_confirmed_by, owed.closed_at, owed.state = actor.id, now, OwedState.CLOSED
    db.session.flush()
    _log("answer.closed", held, actor, now)
    events.announce(ClosedUnanswered(owed.id, owed.idea_id, owed.campaign_id))
    return owed


def _owed(actor: Actor, owed_id: int, now: datetime) -> Held:
    held = rows.held(owed_id)
    permissions.require_owner(actor, held.campaign, now)
    if held.owed.state != OwedState.OWED:
        raise Conflict(reasons.ANSWERED if held.owed.state == OwedState.ANSWERED else reasons.CLOSED)
    if held.owed.ready_at is not None:
        raise Conflict(reasons.READY)
    return held


def obstacle(campaign: Campaign, now: datetime) -> Reason | None:
    """Why the campaign cannot go into the archive now, or None where it can."""
    if campaign.archived_at is not None:
        return reasons.ARCHIVED
    if campaign.launched_at is None or campaign.timeline.stage_at(now) != Stage.FINISHED:
        return reasons.STILL_RUNS
    owed = exists().where(OwedAnswer.campaign_id == campaign.id, OwedAnswer.state == OwedState.OWED)
    return reasons.STILL_OWED if db.session.scalar(select(owed)) else None


def archive(actor: Actor, campaign_id: int, now: datetime) -> Campaign:
    """The campaign goes into the archive: nothing is owed, nothing goes on. All of it stays readable.

    Raises NotAllowed, or Conflict where a stage still runs, an answer is owed or it is there already. The database refuses it, too,
    while an answer is owed.
    """
    query = (
        select(Campaign).where(Campaign.id == campaign_id).with_for_update().execution_options(populate_existing=True)
    )
    campaign = db.session.scalars(query).one()
    permissions.require_owner(actor, campaign, now)
    still = obstacle(campaign, now)
    if still:
        raise Conflict(still)
    campaign.archived_at = now
    db.session.flush()
    chain.log(
        "campaign.archived",
        now=now,
        actor_id=actor.id,
        thing="campaign",
        thing_id=campaign.id,
        campaign_id=campaign.id,
    )
    return campaign


def _log(act: str, held: Held, actor: Actor, now: datetime) -> None:
    chain.log(
        act,
        now=now,
        actor_id=actor.id,
        thing="answer",
        thing_id=held.owed.id,
        campaign_id=held.campaign.id,
        idea_id=held.owed.idea_id,
        office_id=held.owed.office_id,
    )
