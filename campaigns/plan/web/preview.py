"""A campaign as people will see it on another day: for its owners, and it changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from flask import request

from app.accounts.roles import Actor
from app.foundation import clock
from app.foundation.forms import EARLIEST, LATEST
from campaigns.plan import days, grid, permissions
from campaigns.plan.grid import Switch
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act

NOON = time(12)


@dataclass(frozen=True)
class Preview:
    """The day that is looked at, its noon, and who may do what then."""

    day: date
    at: datetime
    zone: str
    acts: Sequence[Switch]


def preview_of(campaign: Campaign, actor: Actor) -> Preview | None:
    """What the address asks for by `at`, where the actor plans the campaign; None where it asks for nothing, or another does."""
    asked = request.args.get("at")
    if asked is None or permissions.refusal(actor, Act.PLAN, campaign, clock.now()) is not None:
        return None
    day = _day(asked) or days.first_day(clock.now(), campaign.time_zone)
    at = days.start_of(day, campaign.time_zone, NOON)
    return Preview(day, at, campaign.time_zone, grid.at(campaign, at))


def _day(written: str) -> date | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None
