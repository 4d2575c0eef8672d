"""Campaigns are created from a template, edited while they are planned, and launched."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Reason
from campaigns.plan import days, permissions, sayings, slugs, templates
from campaigns.plan.events import CampaignLaunched
from campaigns.plan.models import Audience, Campaign, PlannedWindow, Template
from campaigns.plan.phases import Act, Window
from campaigns.plan.queries import launching

UNTITLED = Reason("plan.title", _l("Give the project a title."))
BAD_SLUG = Reason("plan.slug", _l("The address may hold small Latin letters, figures and hyphens, up to 60 of them."))
SLUG_TAKEN = Reason("plan.slug-taken", _l("Another project has this address already. Choose another one."))
BAD_ZONE = Reason("plan.zone", _l("There is no such time zone. Choose one of the list."))
BAD_WINNERS = Reason("plan.winners", _l("At least one idea must be selected."))
BELOW_ZERO = Reason("plan.below-zero", _l("A number of ideas cannot be below zero."))
LAUNCHED = Reason(
    "plan.launched",
    _l("The project is launched: its plan stays as people know it. You can still change the dates, with a reason."),
)


# What nobody can mend who brings a campaign in by a command: its team is given afterwards, and its vote may be under way.
LEFT_TO_PEOPLE = frozenset({sayings.ONE_REVIEWER.code, "vote.open"})


@dataclass(frozen=True)
class Outline:
    """What an owner says about a campaign apart from its dates."""

    title: str
    slug: str
    language: str
    time_zone: str
    question: str = ""
    purpose: str = ""
    organiser: str = ""
    territory_id: int | None = None
    audience: Audience = Audience.EVERYONE
    ideas_checked_first: bool = True
    voting_over_ideas: bool = False
    winners: int = 20
    expert_picks: int = 0
    ideas_per_person: int = 0
    least_age: int = 0
    comments_checked_first: bool = False


def create(
    template: Template,
    outline: Outline,
    *,
    actor: Actor,
    now: datetime,
    first_day: date | None = None,
    windows: Sequence[Window] | None = None,
) -> Campaign:
    """A new campaign that nobody but its owners sees yet, with the template's windows from `first_day` (by default tomorrow)
    or with the given ones. Raises NotAllowed, Invalid, or Conflict where the address is taken."""
    permissions.require_on_platform(actor, Act.CREATE)
    _check(outline, None)
    if windows is None:
        first_day = first_day or days.first_day(now, outline.time_zone) + days.ONE_DAY
        windows = templates.windows_of(template, first_day, outline.time_zone)
    campaign = Campaign(template=template, created_at=now, **asdict(outline))
    campaign.windows = [PlannedWindow.of(window) for window in windows]
    db.session.add(campaign)
    db.session.flush()
    chain.log(
        "campaign.created",
        now=now,
        actor_id=actor.id,
        thing="campaign",
        thing_id=campaign.id,
        campaign_id=campaign.id,
        template=template.value,
    )
    return campaign


def edit(campaign: Campaign, outline: Outline, *, actor: Actor, now: datetime) -> None:
    """Another outline for a campaign that is not launched. Where the zone changes, the days of its windows stay the same."""
    permissions.require(actor, Act.PLAN, campaign, now)
    if campaign.launched_at is not None:
        raise Conflict(LAUNCHED)
    _check(outline, campaign.id)
    for window in campaign.windows:
        window.opens_at = days.moved(window.opens_at, campaign.time_zone, outline.time_zone)
        window.closes_at = days.moved(window.closes_at, campaign.time_zone, outline.time_zone)
    for name, value in asdict(outline).items():
        setattr(campaign, name, value)
    db.session.flush()


def launch(campaign: Campaign, *, actor: Actor, now: datetime) -> None:
    """Makes the campaign public. Raises Conflict with the first sentence of the checks that stands in the way."""
    permissions.require(actor, Act.LAUNCH, campaign, now)
    if campaign.launched_at is not None:
        raise Conflict(LAUNCHED)
    blocking = launching.obstacles(campaign, now)
    if actor.is_system:
        blocking = [one for one in blocking if one.reason.code not in LEFT_TO_PEOPLE]
    if blocking:
        raise Conflict(blocking[0].reason)
    campaign.launched_at = now
    chain.log(
        "campaign.launched", now=now, actor_id=actor.id, thing="campaign", thing_id=campaign.id, campaign_id=campaign.id
    )
    events.announce(CampaignLaunched(campaign.id))


def _check(outline: Outline, campaign_id: int | None) -> None:
    if not outline.title:
        raise Invalid(UNTITLED)
    if not slugs.is_fit(outline.slug):
        raise Invalid(BAD_SLUG)
    if outline.time_zone not in available_timezones():
        raise Invalid(BAD_ZONE)
    if outline.winners < 1:
        raise Invalid(BAD_WINNERS)
    if min(outline.expert_picks, outline.ideas_per_person, outline.least_age) < 0:
        raise Invalid(BELOW_ZERO)
    holder = db.session.scalar(select(Campaign.id).where(Campaign.slug == outline.slug))
    if holder is not None and holder != campaign_id:
        raise Conflict(SLUG_TAKEN)
