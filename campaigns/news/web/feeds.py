"""The feed of a project's news."""

from flask import Response
from flask_babel import gettext as _

from app.accounts.roles import GUEST
from app.foundation import feeds, letters, site
from app.foundation.feeds import Entry
from campaigns.news.queries import lists
from campaigns.news.queries.lists import NewsLine
from campaigns.plan.models import Campaign
from campaigns.plan.queries.campaigns import campaign_or_missing


def feed(slug: str) -> Response:
    """The news that was published last, as everyone reads it. Raises Missing where not everyone sees the project."""
    campaign = campaign_or_missing(slug, GUEST)
    title = _("News: %(title)s", title=campaign.title)
    entries = [_entry(one, campaign) for one in lists.fresh(GUEST, campaign.id, feeds.MOST)]
    own, page = letters.link("news.feed", slug=slug), letters.link("news.list_news", slug=slug)
    return feeds.feed(title, own, page, entries)


def _entry(one: NewsLine, campaign: Campaign) -> Entry:
    url, author = letters.link("news.show_news", news_id=one.id), campaign.organiser or site.name()
    return Entry(url, one.title, one.beginning, author, one.language, one.published_at, one.changed_at)
