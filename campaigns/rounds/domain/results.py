"""What owners do with a frozen result: sign, publish, have it counted again."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import events, outbox
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.rounds import reasons
from campaigns.rounds.domain.rounds import locked
from campaigns.rounds.events import ResultPublished
from campaigns.rounds.models import Result, Round


def _held(result: Result, actor: Actor, act: Act, now: datetime) -> tuple[Result, Round]:
    round_ = locked(result.round_id)
    permissions.require(actor, act, db.session.get_one(Campaign, round_.campaign_id), now)
    query = select(Result).where(Result.id == result.id).with_for_update().execution_options(populate_existing=True)
    held = db.session.scalars(query).one()
    if held.counted_at is None:
        raise Conflict(reasons.BEING_COUNTED)
    if held.superseded_at is not None:
        raise Conflict(reasons.REPLACED)
    return held, round_


def _log(act: str, result: Result, round_: Round, actor: Actor, now: datetime, **details: Any) -> None:
    where: dict[str, Any] = {"thing": "result", "thing_id": result.id, "campaign_id": round_.campaign_id}
    chain.log(act, now=now, actor_id=actor.id, fingerprint=result.fingerprint, **where, **details)


def sign(result: Result, actor: Actor, now: datetime, *, recounted: str, open_checks: int = 0) -> None:
    """Signs a frozen result. `recounted` is the fingerprint of a recount made just now; it must equal the frozen one.

    `open_checks` is how many lines of the list were not in order when the owner signed all the same; it stays in the log.
    """
    held, round_ = _held(result, actor, Act.SIGN_OFF, now)
    if held.signed_at is not None:
        raise Conflict(reasons.SIGNED_ALREADY)
    if recounted != held.fingerprint:
        raise Conflict(reasons.DIFFERS)
    held.signed_at, held.signed_by = now, actor.id
    db.session.flush()
    _log("result.signed", held, round_, actor, now, open_checks=open_checks)


def publish(result: Result, actor: Actor, now: datetime) -> None:
    """Shows a signed result to everyone in the campaign's audience."""
    held, round_ = _held(result, actor, Act.PUBLISH_RESULT, now)
    if held.signed_at is None:
        raise Conflict(reasons.NOT_SIGNED)
    if held.published_at is not None:
        raise Conflict(reasons.PUBLISHED_ALREADY)
    held.published_at = now
    db.session.flush()
    _log("result.published", held, round_, actor, now)
    events.announce(ResultPublished(round_.campaign_id, round_.id, held.id))


def count_again(round_: Round, actor: Actor, now: datetime, reason: str) -> Result:
    """Asks for a new count of a closed round, for a reason that everyone can read. The frozen one stays, and stays current
    until the new one is frozen. Returns the new, unfinished result.
    """
    held = locked(round_.id)
    permissions.require(actor, Act.CLOSE_ROUND, db.session.get_one(Campaign, held.campaign_id), now)
    if held.closed_at is None:
        raise Conflict(reasons.STILL_OPEN)
    if not reason:
        raise Invalid(reasons.REASON_NEEDED)
    editions = db.session.execute(select(Result.edition, Result.counted_at).where(Result.round_id == held.id)).all()
    if not editions or any(edition.counted_at is None for edition in editions):
        raise Conflict(reasons.COUNTING_AGAIN)
    result = Result(round_id=held.id, edition=max(edition.edition for edition in editions) + 1, reason=reason)
    db.session.add(result)
    db.session.flush()
    _log("result.asked-again", result, held, actor, now, edition=result.edition)
    outbox.ask("rounds.tally", round_id=held.id)
    return result
