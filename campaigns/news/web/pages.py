"""News for readers: the list of a campaign and one piece of news."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.roles import Actor
from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.differences import Stretch, differences
from campaigns.contributions.models import RESTRICTED, State, Version
from campaigns.contributions.words import LABELS, TONES
from campaigns.news.domain.news import MENDABLE
from campaigns.news.queries import lists, pages
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.web.tabs import tabs_row

TAB = "news"


@dataclass(frozen=True)
class Edit:
    """What an edit changed, word by word; None where the part stayed."""

    at: datetime
    title: Sequence[Stretch] | None
    body: Sequence[Stretch] | None


def list_news(slug: str) -> ResponseReturnValue:
    """The news of the campaign, the latest first; for those who write it also what is not public."""
    actor = current_actor()
    campaign = campaign_or_missing(slug, actor)
    page = lists.page_of(actor, campaign.id, request.args.get("after"))
    writes = may_write(actor, campaign)
    return render_template(
        "news/list.html",
        campaign=campaign,
        tabs_row=tabs_row(campaign, actor, TAB),
        page=page,
        may_write=writes and campaign.launched_at is not None,
        waiting=[(one, LABELS[one.state], TONES[one.state]) for one in lists.waiting(actor, campaign.id)]
        if writes
        else [],
        first_url=None if page.is_first else url_for("news.list_news", slug=slug),
        next_url=url_for("news.list_news", slug=slug, after=page.following) if page.following else None,
    )


def show_news(news_id: int) -> ResponseReturnValue:
    """A piece of news, with what was changed in it since."""
    actor = current_actor()
    read = pages.news_or_missing(actor, news_id)
    state = read.contribution.state
    is_own = actor.id is not None and actor.id == read.contribution.author_id
    return render_template(
        "news/show.html",
        read=read,
        item=read.item,
        campaign=read.campaign,
        tabs_row=tabs_row(read.campaign, actor, TAB),
        status=None if state == State.PUBLISHED else (LABELS[state], TONES[state]),
        edits=_edits(pages.history_of(news_id)),
        may_write=may_write(actor, read.campaign) and state in MENDABLE,
        may_see_why=state in RESTRICTED and is_own,
    )


def may_write(actor: Actor, campaign: Campaign) -> bool:
    """Whether the actor writes news of the campaign."""
    return permissions.refusal(actor, Act.POST_NEWS, campaign, clock.now()) is None


def _edits(versions: Sequence[Version]) -> list[Edit]:
    return [
        Edit(after.kept_at, _changed(before, after, "title"), _changed(before, after, "body"))
        for after, before in pairwise(versions)
    ]


def _changed(before: Version, after: Version, field: str) -> Sequence[Stretch] | None:
    old, new = str(before.fields.get(field, "")), str(after.fields.get(field, ""))
    return None if old == new else differences(old, new)
