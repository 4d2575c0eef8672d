"""The feed of a project's ideas."""

from flask import Response
from flask_babel import gettext as _

from app.accounts.roles import GUEST
from app.foundation import feeds, letters, site
from app.foundation.feeds import Entry
from campaigns.ideas.queries import newest
from campaigns.ideas.queries.newest import NewIdea
from campaigns.plan.queries.campaigns import campaign_or_missing


def feed(slug: str) -> Response:
    """The ideas that were published last, as everyone reads them. Raises Missing where not everyone sees the project."""
    campaign = campaign_or_missing(slug, GUEST)
    title = _("Ideas: %(title)s", title=campaign.title)
    entries = [_entry(one) for one in newest.of_campaign(campaign.id, feeds.MOST)]
    own, page = letters.link("ideas.feed", slug=slug), letters.link("ideas.list_ideas", slug=slug)
    return feeds.feed(title, own, page, entries)


def _entry(one: NewIdea) -> Entry:
    url = letters.link("ideas.show_idea", idea_id=one.id)
    author = one.byline or site.a_resident()
    return Entry(url, one.title, one.beginning, author, one.language, one.published_at, one.changed_at)
