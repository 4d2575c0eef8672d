"""What was found, as the cards of the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.foundation import site
from campaigns.contributions.models import Kind
from campaigns.contributions.words import KINDS
from campaigns.ideas.words import status_of
from search.queries.results import Line
from search.ranking import MOST_WORDS, Term


@dataclass(frozen=True)
class Card:
    """A document found. Where `kind` is None it is an idea, as the macro `idea_card` wants it. `note` says why it was found."""

    kind: Any
    number: int | None
    title: Markup | str
    url: str
    excerpt: Markup
    byline: str
    track: str
    published_at: datetime | None
    supports: int | None
    comments: int | None
    status_label: Any
    status_tone: str
    note: str


def card_of(line: Line, words: Sequence[Term]) -> Card:
    """The card of a document."""
    label, tone = status_of(line.state, line.outcome) or (None, "neutral")
    return Card(
        None if line.kind == Kind.IDEA else KINDS[line.kind],
        line.number,
        line.about if line.kind in {Kind.COMMENT, Kind.CONTEST, Kind.ANSWER} else line.hit.title_html,
        url_for(line.endpoint, **line.values),
        line.hit.extract_html,
        line.byline or site.a_resident(),
        line.campaign,
        line.published_at,
        line.supports,
        None,
        label,
        tone,
        _note(line, words),
    )


def _note(line: Line, words: Sequence[Term]) -> str:
    """By which words it was found; nothing where it has them all, for they are marked."""
    without, close = lacking(line, words), line.hit.close
    if not without and not close:
        return ""
    parts = (
        _("Found by: %(words)s", words=", ".join(line.hit.matched)) if line.hit.matched else "",
        _("Only relatives of: %(words)s", words=", ".join(close)) if close else "",
        _("Without: %(words)s", words=", ".join(without)) if without else "",
    )
    return " · ".join(part for part in parts if part)


def lacking(line: Line, words: Sequence[Term]) -> list[str]:
    """The words of the search that the document has in no form. Of very many words not all count, so none is said to lack."""
    has = {*line.hit.matched, *line.hit.close}
    return [word.text for word in words if word.text not in has] if has and len(words) <= MOST_WORDS else []
