"""Campaigns."""

from typing import Any

from flask_babel import get_locale

from app.api import addresses, cursors
from app.api.calls import actor
from app.api.operations import reads
from app.api.shapes.campaigns import CampaignsAskedSchema, CampaignSchema, CampaignsSchema, ChoicesSchema
from app.foundation import clock
from campaigns.ideas.queries import choices
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Stage
from campaigns.plan.queries import campaigns
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.queries.texts import Worded, worded

A_PAGE = 50


@reads(CampaignsSchema, query=CampaignsAskedSchema)
def list_campaigns(asked: dict[str, Any]) -> Any:
    """Campaigns at a stage, the newest first."""
    of = ("campaigns", asked["stage"])
    key = cursors.given(asked.get("after"), *of)
    page = campaigns.page_at(Stage(asked["stage"]), actor(), clock.now(), key, A_PAGE)
    said = worded(page.rows, _language())
    return {"items": [_line(row, said[row.id]) for row in page.rows], "next": cursors.made(page.following, *of)}


@reads(CampaignSchema)
def show_campaign(slug: str) -> Any:
    """One campaign with its timeline."""
    campaign, now = campaign_or_missing(slug, actor()), clock.now()
    said = worded([campaign], _language())[campaign.id]
    return {
        **_line(campaign, said),
        "purpose": said.purpose.text,
        "time_zone": campaign.time_zone,
        "phases": [
            {"kind": one.kind.value, "opens_at": one.opens_at, "closes_at": one.closes_at, "is_open": one.is_open(now)}
            for one in campaign.timeline.windows
        ],
        "tracks": [{"id": track.id, "name": track.name} for track in campaigns.tracks_of(campaign.id)],
    }


@reads(ChoicesSchema)
def show_choices(slug: str) -> Any:
    """What an idea of the campaign may be about: directions, places, services, problems."""
    offered = choices.for_campaign(campaign_or_missing(slug, actor()).id)
    named = {
        "tracks": offered.tracks,
        "territories": offered.territories,
        "services": offered.services,
        "problems": offered.problems,
    }
    return {name: [{"id": id, "name": word} for id, word in some] for name, some in named.items()}


def _line(campaign: Campaign, said: Worded) -> dict[str, Any]:
    timeline = campaign.timeline
    return {
        "slug": campaign.slug,
        "title": said.title.text,
        "question": said.question.text,
        "language": said.title.lang,
        "organiser": campaign.organiser,
        "stage": timeline.stage_at(clock.now()).value,
        "audience": campaign.audience.value,
        "opens_at": timeline.opens_at,
        "closes_at": timeline.closes_at,
        "page": addresses.page("plan.show_campaign", slug=campaign.slug),
    }


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else ""
