"""Pages of campaigns for everyone."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from app.accounts.roles import Actor
from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.paging import Page
from campaigns.plan import changes, permissions, words
from campaigns.plan.models import Campaign, TimelineChange
from campaigns.plan.phases import Act, Stage
from campaigns.plan.queries import campaigns, places
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.queries.texts import worded, worded_one
from campaigns.plan.slots import CAMPAIGN_FOLLOWED, CAMPAIGN_FRESH, Seen, numbers_of
from campaigns.plan.web import shown, tabs
from campaigns.plan.web.preview import preview_of

A_PAGE, A_SECTION = 20, 6


def list_campaigns() -> ResponseReturnValue:
    """All campaigns: a few of each stage, or one stage page by page."""
    actor, now = current_actor(), clock.now()
    chosen = next((stage for stage in Stage if stage.value == request.args.get("stage")), None)
    stages = [chosen] if chosen else [Stage.RUNNING, Stage.COMING, Stage.FINISHED]
    size, after = (A_PAGE, request.args.get("after")) if chosen else (A_SECTION, None)
    pages: dict[Stage, Page[Campaign]] = {s: campaigns.page_at(s, actor, now, after, size) for s in stages}
    cards = iter(shown.cards_of([campaign for page in pages.values() for campaign in page.rows], now))
    sections = [
        (stage, words.STAGES[stage], [next(cards) for _row in page.rows], page) for stage, page in pages.items()
    ]
    planned = [] if chosen else campaigns.planned(actor)
    texts = worded(planned, str(get_locale()))
    return render_template(
        "plan/list.html",
        sections=sections,
        chosen=chosen,
        planned=[(campaign, texts[campaign.id].title) for campaign in planned],
        may_create=permissions.refusal_on_platform(actor, Act.CREATE) is None,
    )


def show_campaign(slug: str) -> ResponseReturnValue:
    """A campaign: its question, what may be done now, its phases, the latest of its rooms. Owners may look at another day."""
    actor = current_actor()
    campaign = campaign_or_missing(slug, actor)
    preview = preview_of(campaign, actor)
    now, seen = preview.at if preview else clock.now(), Seen(campaign, actor)
    sections = tabs.tabs_of(campaign, actor)
    return render_template(
        "plan/campaign.html",
        campaign=campaign,
        worded=worded_one(campaign, str(get_locale())),
        preview=preview,
        territory=places.name_of(campaign.territory_id),
        tabs_row=tabs.row(sections, tabs.OVERVIEW),
        at_present=shown.what_now(campaign, now, sections),
        zone=words.zone_words(now, campaign.time_zone),
        phases=shown.phases_of(campaign, now),
        fresh=[fresh for fresh in CAMPAIGN_FRESH.fill(seen) if fresh],
        figures=[(figure.value, figure.label) for figure in numbers_of([campaign.id])[campaign.id][:3]],
        changes=_changes(campaigns.changes_of(campaign.id)),
        labels=words.PHASES,
        acts=words.ACTS,
        follows=any(CAMPAIGN_FOLLOWED.fill(seen)) if actor.id is not None else False,
        may_plan=_may(Act.PLAN, actor, campaign),
        may_see_log=_may(Act.SEE_LOG, actor, campaign),
    )


def _changes(rows: Sequence[TimelineChange]) -> list[tuple[TimelineChange, list[changes.Difference]]]:
    return [(row, changes.differences(row.before, row.after)) for row in rows]


def _may(act: Act, actor: Actor, campaign: Campaign) -> bool:
    return permissions.refusal(actor, act, campaign, clock.now()) is None
