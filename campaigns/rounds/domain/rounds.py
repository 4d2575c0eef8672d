"""Fixing a round's rule and closing it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import clock, events
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid
from campaigns.plan import permissions
from campaigns.plan.domain import timelines
from campaigns.plan.models import Campaign, PlannedWindow
from campaigns.plan.phases import Act, PhaseKind, Window
from campaigns.rounds import reasons
from campaigns.rounds.domain import published
from campaigns.rounds.events import RoundClosed
from campaigns.rounds.models import Round, Source
from campaigns.rounds.queries import plans
from campaigns.rounds.rules import supports

WINDOW_OVER = "the window was over"
A_MINUTE = timedelta(minutes=1)


def ensure_for(campaign: Campaign) -> list[Round]:
    """Gives each window of a launched campaign in which people support ideas or vote its round, and returns the new ones.

    The rule is fixed here, before the window opens, and goes with its fingerprint into the campaign's chain. Safe to call again.
    """
    db.session.flush()
    if campaign.launched_at is None:
        return []
    numbers = select(Round.window_id, Round.number).where(Round.campaign_id == campaign.id)
    known = dict(db.session.execute(numbers).all())
    windows = sorted(campaign.windows, key=lambda window: (window.opens_at, window.id))
    new = [window for window in windows if window.id not in known and source_of(window.value)]
    first = max(known.values(), default=0) + 1
    return [_begin(campaign, window, number) for number, window in enumerate(new, first)]


def source_of(window: Window) -> Source | None:
    """What is counted in a window, if anything is."""
    if window.kind == PhaseKind.VOTING and Act.VOTE in window.allows:
        return Source.BALLOTS
    return Source.SUPPORTS if supports.counts_supports(window) else None


def _begin(campaign: Campaign, window: PlannedWindow, number: int) -> Round:
    source = source_of(window.value) or Source.SUPPORTS
    of_supports = supports.of_supports(campaign.winners, campaign.expert_picks)
    rule = plans.rule_for(campaign) if source == Source.BALLOTS else of_supports
    round_ = Round(campaign_id=campaign.id, number=number, window_id=window.id, source=source, rule=rule)
    published.fix(round_, clock.now())
    return round_


def locked(round_id: int) -> Round:
    """The round with its row held for this write, and its window as it stands after the wait.

    Ballots wait, as they hold it shared; what only points to it does not, or who notes something in its journal and who holds it
    would wait for each other in a circle.
    """
    query = select(Round).where(Round.id == round_id).with_for_update(of=Round, key_share=True)
    round_ = db.session.scalars(query.execution_options(populate_existing=True)).one()
    # Joined to the row that was waited for, the window would be as old as the beginning of the wait.
    db.session.refresh(round_.window)
    return round_


def close(round_: Round, actor: Actor, now: datetime, reason: str = "") -> datetime:
    """Closes the round, for good, once its window is over by the database's clock; whoever hears of it asks for its tally.
    Before that the window is made to end at the next whole minute, for a `reason` that everyone reads as they do of any change
    of the dates, and the bell closes the round. Returns when it was closed, or when it will be.

    Raises NotAllowed, Conflict where it is closed already or has not opened, Invalid where the reason is missing.
    """
    # In the order in which a change of the dates takes them.
    db.session.execute(select(Campaign.id).where(Campaign.id == round_.campaign_id).with_for_update(key_share=True))
    held = locked(round_.id)
    campaign = db.session.get_one(Campaign, held.campaign_id)
    permissions.require(actor, Act.CLOSE_ROUND, campaign, now)
    at = clock.by_database()
    if held.closed_at is not None:
        raise Conflict(reasons.CLOSED_ALREADY)
    if at < held.window.opens_at:
        raise Conflict(reasons.NOT_OPENED)
    if at < held.window.closes_at:
        return _end_early(held, campaign, actor, at, reason)
    is_early = bool(held.close_reason)
    held.closed_at = at
    if not is_early:
        held.close_reason, held.closed_by = WINDOW_OVER, actor.id
    db.session.flush()
    where: dict[str, Any] = {"thing": "round", "thing_id": held.id, "campaign_id": held.campaign_id}
    told: dict[str, Any] = {"early": is_early, "closed_at": at.isoformat(), "source": held.source.value}
    chain.log("round.closed", now=now, actor_id=actor.id, **told, **where)
    events.announce(RoundClosed(held.campaign_id, held.id))
    return at


def _end_early(held: Round, campaign: Campaign, actor: Actor, at: datetime, reason: str) -> datetime:
    if held.close_reason:
        raise Conflict(reasons.CLOSING)
    if not reason:
        raise Invalid(reasons.SAY_WHY)
    window, ends = held.window, at.replace(second=0, microsecond=0) + A_MINUTE
    if ends < window.closes_at:
        windows = [replace(one, closes_at=ends) if one.id == window.id else one for one in campaign.timeline.windows]
        timelines.change(campaign, windows, reason, actor=actor, now=at)
    # The bell keeps these: the reason and the name belong to whoever asked.
    held.close_reason, held.closed_by = reason, actor.id
    db.session.flush()
    return held.window.closes_at
