"""A past campaign is planned once more: its texts, directions, rules and dates, without its ideas and its people."""

from collections.abc import Iterable
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.domain import roles
from app.accounts.roles import SYSTEM, Actor, Place, Role
from app.audit import chain
from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import Missing, Reason
from campaigns.plan import days, permissions, slugs
from campaigns.plan.events import CampaignCopied
from campaigns.plan.models import Campaign, CampaignText, PlannedWindow, Track
from campaigns.plan.phases import Act, Timeline, Window
from campaigns.plan.queries import rules, texts
from campaigns.plan.queries.campaigns import in_hand, tracks_of

NOT_YOURS = Reason("plan.copy-source", _l("Choose one of the projects that you own."))
# What the owner has said about the campaign, in so many columns; all else begins anew.
SAID = (
    "title",
    "question",
    "purpose",
    "organiser",
    "language",
    "time_zone",
    "template",
    "audience",
    "territory_id",
    "levels",
    "ideas_checked_first",
    "voting_over_ideas",
    "winners",
    "expert_picks",
    "ideas_per_person",
    "least_age",
    "comments_checked_first",
)


def copy(source: Campaign, first_day: date, *, actor: Actor, now: datetime) -> Campaign:
    """The campaign planned once more, to begin on this day of its calendar. Who copies without being an administrator owns
    the copy. Raises NotAllowed, or Missing where the source is none that the actor may copy."""
    permissions.require(actor, Act.PLAN, source, now)
    if actor.is_administrator and source.launched_at is None and not _is_own(source, actor):
        raise Missing
    campaign = Campaign(
        slug=_free_slug(source.slug, first_day.year), created_at=now, **{name: getattr(source, name) for name in SAID}
    )
    campaign.windows = [PlannedWindow.of(window) for window in shifted(source.timeline, first_day, source.time_zone)]
    db.session.add(campaign)
    db.session.flush()
    db.session.add_all(_parts_of(source, campaign.id, actor, now))
    db.session.flush()
    chain.log(
        "campaign.copied",
        now=now,
        actor_id=actor.id,
        thing="campaign",
        thing_id=campaign.id,
        campaign_id=campaign.id,
        source_id=source.id,
    )
    events.announce(CampaignCopied(source.id, campaign.id))
    if actor.id is not None and not actor.is_administrator:
        roles.give(SYSTEM, actor.id, Role.OWNER, Place(campaign_id=campaign.id), now)
    return campaign


def choices(actor: Actor) -> list[Campaign]:
    """The campaigns that the actor may copy, launched ones first, newest first: their own, and for an administrator all that
    were launched."""
    found = [campaign for campaign in in_hand(actor) if campaign.launched_at or _is_own(campaign, actor)]
    return sorted(found, key=lambda campaign: campaign.launched_at is None)


def shifted(timeline: Timeline, first_day: date, zone: str) -> list[Window]:
    """The windows moved by whole days, so that the first of them opens on this day: times of day and switches stay."""
    if timeline.opens_at is None:
        return []
    by = first_day - days.first_day(timeline.opens_at, zone)
    moved = []
    for window in timeline.windows:
        opens_at, closes_at = (days.shifted(at, by, zone) for at in (window.opens_at, window.closes_at))
        if closes_at <= opens_at:
            # Only across an hour that the clocks of that day leave out.
            closes_at = opens_at + (window.closes_at - window.opens_at)
        moved.append(Window(window.kind, opens_at, closes_at, window.added, window.removed))
    return moved


def _parts_of(source: Campaign, campaign_id: int, actor: Actor, now: datetime) -> Iterable[object]:
    for track in tracks_of(source.id):
        yield Track(campaign_id=campaign_id, name=track.name, position=track.position)
    for text in texts.rows_of(source.id):
        yield CampaignText(
            campaign_id=campaign_id,
            language=text.language,
            title=text.title,
            question=text.question,
            purpose=text.purpose,
        )
    for body in rules.latest(rules.versions_of(source.id)).values():
        yield rules.first(campaign_id, body.language, body.body, made_by=actor.id, now=now)


def _free_slug(slug: str, year: int) -> str:
    start = slugs.base_of(slug)[:20]
    taken = db.session.scalars(select(Campaign.slug).where(Campaign.slug.startswith(start, autoescape=True)))
    return slugs.free(slug, year, set(taken))


def _is_own(campaign: Campaign, actor: Actor) -> bool:
    return campaign.id in actor.campaigns_as(Role.OWNER)
