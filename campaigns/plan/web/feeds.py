"""The feed of projects: those that everyone may see, the newest first."""

from flask import Response
from flask_babel import gettext as _

from app.foundation import feeds, letters, site
from app.foundation.feeds import Entry
from campaigns.plan.queries.campaigns import Announced, announced


def feed() -> Response:
    """The projects that were announced last."""
    entries = [_entry(one) for one in announced(feeds.MOST)]
    own, page = letters.link("plan.feed"), letters.link("plan.list_campaigns")
    return feeds.feed(_("Projects"), own, page, entries)


def _entry(one: Announced) -> Entry:
    url = letters.link("plan.show_campaign", slug=one.slug)
    author = one.organiser or site.name()
    return Entry(url, one.title, one.question, author, one.language, one.launched_at, one.changed_at)
