"""Fixing a round's rule and closing it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import clock, events
from app.foundation.canonical import fingerprint
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid
from campaigns.plan import permissions
from campaigns.plan.models import Campaign, PlannedWindow
from campaigns.plan.phases import Act
from campaigns.rounds import reasons
from campaigns.rounds.events import RoundClosed
from campaigns.rounds.models import Round, Source
from campaigns.rounds.rules import supports

WINDOW_OVER = "the window was over"


def ensure_for(campaign: Campaign) -> list[Round]:
    """Gives each window of a launched campaign in which people support ideas its round, and returns the new ones.

    The rule is fixed here and goes with its fingerprint into the campaign's chain. Safe to call again.
    """
    db.session.flush()
    if campaign.launched_at is None:
        return []
    numbers = select(Round.window_id, Round.number).where(Round.campaign_id == campaign.id)
    known = dict(db.session.execute(numbers).all())
    windows = sorted(campaign.windows, key=lambda window: (window.opens_at, window.id))
    new = [window for window in windows if window.id not in known and supports.counts_supports(window.value)]
    first = max(known.values(), default=0) + 1
    return [_fix(campaign, window, number) for number, window in enumerate(new, first)]


def _fix(campaign: Campaign, window: PlannedWindow, number: int) -> Round:
    rule = supports.of_supports(campaign.winners, campaign.expert_picks)
    round_ = Round(
        campaign_id=campaign.id,
        number=number,
        window_id=window.id,
        source=Source.SUPPORTS,
        rule=rule,
        rule_fingerprint=fingerprint(rule),
    )
    db.session.add(round_)
    db.session.flush()
    chain.log(
        "rule.fixed",
        now=clock.now(),
        actor_id=None,
        thing="round",
        thing_id=round_.id,
        campaign_id=campaign.id,
        number=number,
        rule=rule,
        fingerprint=round_.rule_fingerprint,
    )
    return round_


def locked(round_id: int) -> Round:
    """The round with its row held for this write, and its window as it stands after the wait."""
    query = (
        select(Round).where(Round.id == round_id).with_for_update(of=Round).execution_options(populate_existing=True)
    )
    round_ = db.session.scalars(query).one()
    # Joined to the row that was waited for, the window would be as old as the beginning of the wait.
    db.session.refresh(round_.window)
    return round_


def close(round_: Round, actor: Actor, now: datetime, reason: str = "") -> None:
    """Closes the round, for good; whoever hears of it asks for its tally.

    Once its window is over by the database's clock no reason is needed; before that, `reason` is kept and shown.
    Raises NotAllowed, Conflict where it is closed already or has not opened, Invalid where the reason is missing.
    """
    held = locked(round_.id)
    permissions.require(actor, Act.CLOSE_ROUND, db.session.get_one(Campaign, held.campaign_id), now)
    at = clock.by_database()
    if held.closed_at is not None:
        raise Conflict(reasons.CLOSED_ALREADY)
    if at < held.window.opens_at:
        raise Conflict(reasons.NOT_OPENED)
    is_early = at < held.window.closes_at
    if is_early and not reason:
        raise Invalid(reasons.SAY_WHY)
    held.closed_at, held.closed_by = at, actor.id
    held.close_reason = reason if is_early else WINDOW_OVER
    db.session.flush()
    where: dict[str, Any] = {"thing": "round", "thing_id": held.id, "campaign_id": held.campaign_id}
    chain.log("round.closed", now=now, actor_id=actor.id, early=is_early, closed_at=at.isoformat(), **where)
    events.announce(RoundClosed(held.campaign_id, held.id))
