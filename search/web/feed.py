"""A search as an Atom feed: for readers of news, the newest first, the same that the page shows to everyone."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import Response, render_template, request
from flask_babel import gettext as _

from app.foundation import feeds, letters, site
from app.foundation.errors import Missing
from search.engine import Sort, Unready
from search.queries.results import Line, find
from search.queries.wanted import Wanted

RETRY_SECONDS = 120


@dataclass(frozen=True)
class Entry:
    """A text of the feed. Its address is its lasting id."""

    title: str
    url: str
    summary: str
    author: str
    project: str
    language: str
    published_at: datetime
    updated_at: datetime


def feed() -> Response:
    """The newest texts that the search finds. 503 while the index is being built."""
    wanted = replace(Wanted.of(request.args), sort=Sort.NEWEST)
    if wanted.is_nothing:
        raise Missing
    try:
        found = find(wanted)
    except Unready:
        retry = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
        return Response(_("Search is being prepared anew"), 503, retry, mimetype="text/plain")
    entries = [_entry(line) for line in found.lines]
    text = render_template(
        "search/feed.xml",
        wanted=wanted,
        entries=entries,
        updated=max((entry.updated_at for entry in entries), default=feeds.EPOCH),
        own=letters.link("search.feed", **wanted.lasting),
        page=letters.link("search.page", **wanted.lasting),
    )
    return feeds.atom(text)


def _entry(line: Line) -> Entry:
    published = line.published_at or line.changed_at
    return Entry(
        line.about or line.hit.title,
        letters.link(line.endpoint, **line.values),
        line.hit.extract_html.striptags(),
        line.byline or site.a_resident(),
        line.campaign,
        line.language,
        published,
        max(published, line.changed_at),
    )
