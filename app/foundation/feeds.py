"""Atom feeds (RFC 4287): the same entries give the same bytes, and readers who have them are told so by their ETag."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, render_template

# What a feed says of its change before it has an entry.
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST = 50
# XML 1.0 has no way to write these, escaped or not.
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """An entry. Its whole address is its lasting id, as well."""

    url: str
    title: str
    summary: str
    author: str
    language: str
    published_at: datetime
    updated_at: datetime


def feed(title: str, own: str, page: str, entries: Sequence[Entry]) -> Response:
    """A feed in the language of the context. `own` is its whole address, `page` that of the page with the same."""
    updated = max((entry.updated_at for entry in entries), default=EPOCH)
    text = render_template("feed.xml", title=title, own=own, page=page, entries=entries, updated=updated)
    return atom(text)


def atom(text: str) -> Response:
    """The text of a feed as an answer."""
    return Response(_UNFIT.sub("", text), mimetype="application/atom+xml")
