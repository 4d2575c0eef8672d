"""The page of search: works for everyone, keeps nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from app.foundation import clock
from app.foundation.texts import clean_line
from campaigns.contributions.models import State
from campaigns.contributions.words import LABELS, TONES
from campaigns.ideas.texts import TITLE_MOST
from search.engine import Unready
from search.queries.places import Place, places
from search.queries.results import PAGE, Found, Line, find
from search.query import LONGEST

MOST_PAGES = 50


@dataclass(frozen=True)
class Card:
    """A document found, as the macro `idea_card` wants it."""

    number: int
    title: Markup
    url: str
    excerpt: Markup
    byline: str
    track: str
    published_at: datetime | None
    supports: int
    comments: int | None
    status_label: Any
    status_tone: str


@dataclass(frozen=True)
class Option:
    """A link of a filter."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Group:
    """A filter."""

    label: str
    options: list[Option]


def page() -> ResponseReturnValue:
    """What a query finds; before a query, where one can search."""
    text = clean_line(request.args.get("q", "")[:LONGEST])
    number = min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
    campaigns = places(clock.now())
    chosen = next((place for place in campaigns if place.slug == request.args.get("campaign")), None)
    found, is_ready = _found(text, chosen, number)
    response = make_response(
        render_template(
            "search/page.html",
            text=text,
            chosen=chosen,
            campaigns=campaigns,
            is_ready=is_ready,
            total=found.total,
            cards=[_card(line) for line in found.lines],
            groups=_groups(text, campaigns, chosen),
            everything=_url(text) if chosen else None,
            proposals=_proposals(text, campaigns, chosen),
            before=_url(text, chosen, number - 1) if number > 1 else None,
            after=_url(text, chosen, number + 1) if found.total > number * PAGE and number < MOST_PAGES else None,
        )
    )
    if not is_ready:
        response.headers["Cache-Control"] = "no-store"
    return response


def _found(text: str, chosen: Place | None, number: int) -> tuple[Found, bool]:
    if not text:
        return Found(0, ()), True
    try:
        return find(text, campaign_id=chosen.id if chosen else None, offset=(number - 1) * PAGE), True
    except Unready:
        return Found(0, ()), False


def _url(text: str, chosen: Place | None = None, number: int = 1) -> str:
    return url_for("search.page", q=text, campaign=chosen.slug if chosen else None, page=number if number > 1 else None)


def _card(line: Line) -> Card:
    is_usual = line.state == State.PUBLISHED
    return Card(
        line.number,
        line.hit.title_html,
        url_for("ideas.show_idea", idea_id=line.hit.id),
        line.hit.extract_html,
        line.byline or _("A participant"),
        line.campaign,
        line.published_at,
        line.supports,
        None,
        None if is_usual else LABELS[line.state],
        TONES[line.state],
    )


def _groups(text: str, campaigns: Sequence[Place], chosen: Place | None) -> list[Group]:
    if len(campaigns) < 2 and chosen is None:
        return []
    options = [Option(_("All projects"), _url(text), chosen is None)]
    options += [Option(place.title, _url(text, place), place == chosen) for place in campaigns]
    return [Group(_("Project"), options)]


def _proposals(text: str, campaigns: Sequence[Place], chosen: Place | None) -> list[tuple[str, str]]:
    """(project, address) of forms for a new idea that begin with the words nobody had written yet."""
    title = text[:TITLE_MOST]
    among = [chosen] if chosen else campaigns
    return [
        (place.title, url_for("ideas.new_idea", slug=place.slug, title=title)) for place in among if place.takes_ideas
    ]
