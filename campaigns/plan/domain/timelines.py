"""The timeline is set freely while a campaign is planned; once launched it is changed with a reason, and that stays readable."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Reason
from campaigns.plan import changes, permissions
from campaigns.plan.domain.campaigns import LAUNCHED
from campaigns.plan.events import TimelineChanged
from campaigns.plan.models import Campaign, PlannedWindow, TimelineChange
from campaigns.plan.phases import Act, Timeline, Window
from campaigns.plan.slots import TIMELINE_GUARD, Proposed

NOT_LAUNCHED = Reason("plan.not-launched", _l("The project is not launched yet: set its dates in the plan."))
NO_REASON = Reason("plan.reason", _l("Say why the dates change: everyone will read it."))


def plan(campaign: Campaign, windows: Sequence[Window], *, actor: Actor, now: datetime) -> None:
    """These windows for a campaign that is not launched; those with an id keep their row. Faults may stay until the launch,
    but for what no row can hold. Raises Conflict or Invalid."""
    permissions.require(actor, Act.PLAN, campaign, now)
    if campaign.launched_at is not None:
        raise Conflict(LAUNCHED)
    fault = changes.unkeepable(Timeline.of(windows))
    if fault:
        raise Invalid(fault)
    _apply(campaign, windows)


def change(
    campaign: Campaign, windows: Sequence[Window], reason: str, *, actor: Actor, now: datetime
) -> TimelineChange:
    """Another timeline for a launched campaign: kept with its reason for everyone to read, announced, and put on the chain.
    Raises NotAllowed, Invalid, or Conflict where a past window would change or a room above says no."""
    permissions.require(actor, Act.CHANGE_TIMELINE, campaign, now)
    _lock(campaign)
    refused = refusal(campaign, windows, now)
    if refused:
        raise refused
    if not reason:
        raise Invalid(NO_REASON)
    before = _kept(campaign.windows)
    _apply(campaign, windows)
    change = TimelineChange(
        campaign_id=campaign.id, changed_at=now, reason=reason, before=before, after=_kept(campaign.windows)
    )
    db.session.add(change)
    db.session.flush()
    chain.log(
        "timeline.changed",
        now=now,
        actor_id=actor.id,
        thing="campaign",
        thing_id=campaign.id,
        campaign_id=campaign.id,
        change_id=change.id,
        before=before,
        after=change.after,
    )
    events.announce(TimelineChanged(campaign.id, change.id))
    return change


def refusal(campaign: Campaign, windows: Sequence[Window], now: datetime) -> Conflict | Invalid | None:
    """Why the launched timeline may not become these windows, or None where it may."""
    if campaign.launched_at is None:
        return Conflict(NOT_LAUNCHED)
    before, after = campaign.timeline, Timeline.of(windows)
    wrong = changes.refusal(before, after, now, voting_over_ideas=campaign.voting_over_ideas)
    if wrong:
        return Invalid(wrong)
    proposed = Proposed(campaign.id, before, after, changes.touched(before, after))
    guarded = [reason for given in TIMELINE_GUARD.fill(proposed) for reason in given]
    return Conflict(guarded[0]) if guarded else None


def _lock(campaign: Campaign) -> None:
    # Two owners who change dates at once stand in line, so that "before" is what it was.
    # Rows that only point to the campaign are not held up.
    db.session.execute(select(Campaign.id).where(Campaign.id == campaign.id).with_for_update(key_share=True))
    db.session.refresh(campaign)


def _apply(campaign: Campaign, windows: Sequence[Window]) -> None:
    present = {window.id: window for window in campaign.windows}
    kept = []
    for window in windows:
        row = present.get(window.id) if window.id is not None else None
        if row is None:
            row = PlannedWindow()
        row.take(window)
        kept.append(row)
    campaign.windows = sorted(kept, key=lambda row: (row.opens_at, row.closes_at))
    db.session.flush()


def _kept(windows: Iterable[PlannedWindow]) -> list[Any]:
    return [changes.as_json(window.value) for window in windows]
