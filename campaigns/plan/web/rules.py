"""The rules of a campaign for everyone: what the plan itself says, then the owner's own words with their history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from app.accounts.identity.levels import Level
from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.differences import Stretch, differences
from campaigns.plan import words
from campaigns.plan.levels import ASKED, asked_for
from campaigns.plan.models import Campaign, Rules
from campaigns.plan.phases import Act
from campaigns.plan.queries import rules
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.queries.texts import worded_one
from campaigns.plan.web import shown, tabs
from campaigns.plan.web.preview import preview_of


@dataclass(frozen=True)
class Own:
    """The owner's rules in one language: the version that holds, all of them from the newest, and, where one was asked for,
    that one with what it changed."""

    current: Rules
    versions: Sequence[Rules]
    looked_at: Rules | None
    changed: Sequence[Stretch]
    since: datetime
    lang: str
    tag: str


def show_rules(slug: str) -> ResponseReturnValue:
    """What may be done when, who checks, what an idea is not, and what the owner adds."""
    actor = current_actor()
    campaign = campaign_or_missing(slug, actor)
    preview = preview_of(campaign, actor)
    now, windows = preview.at if preview else clock.now(), campaign.timeline.windows
    return render_template(
        "plan/rules.html",
        campaign=campaign,
        worded=worded_one(campaign, str(get_locale())),
        preview=preview,
        tabs_row=tabs.tabs_row(campaign, actor, "rules"),
        zone=words.zone_words(now, campaign.time_zone),
        phases=list(zip(shown.phases_of(campaign, now), windows, strict=True)),
        purposes=words.PURPOSES,
        acts={window: [words.ACTS[act] for act in Act if act in window.allows] for window in windows},
        takes_ideas=any(Act.SUBMIT_IDEA in window.allows for window in windows),
        takes_comments=any(Act.COMMENT in window.allows for window in windows),
        levels=_levels(campaign),
        own=_own(campaign),
    )


def _levels(campaign: Campaign) -> list[tuple[Any, Any]]:
    """The acts for which an account is not enough, and what is."""
    asked = [(act, asked_for(act, campaign)) for act in ASKED]
    return [(words.ACTS[act], words.LEVELS[level]) for act, level in asked if level != Level.EMAIL]


def _own(campaign: Campaign) -> Own | None:
    kept = rules.versions_of(campaign.id)
    reader = str(get_locale())
    language = rules.language_for(campaign, kept, reader)
    if language is None:
        return None
    versions = [row for row in kept if row.language == language]
    asked = request.args.get("version")
    looked_at = next((row for row in versions if str(row.number) == asked), None)
    before = next((row.body for row in versions if looked_at and row.number == looked_at.number - 1), "")
    changed = differences(before, looked_at.body) if looked_at else []
    current = versions[-1]
    # What was written while the campaign was planned holds from the launch on.
    since = max(current.since, campaign.launched_at or current.since)
    tag = "" if language == reader else words.in_own_words(language)
    return Own(current, versions[::-1], looked_at, changed, since, language, tag)
