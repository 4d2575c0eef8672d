"""The page of search: works for everyone, keeps nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from app.foundation import clock
from app.foundation.texts import clean_line
from campaigns.contributions.models import Kind, State
from campaigns.contributions.words import KINDS, LABELS, MANY, TONES
from campaigns.ideas.texts import TITLE_MOST
from search.engine import Unready
from search.queries.documents import LOADERS
from search.queries.places import Place, places
from search.queries.results import PAGE, Found, Line, find
from search.query import LONGEST

MOST_PAGES = 50


@dataclass(frozen=True)
class Card:
    """A document found. Where `kind` is None it is an idea, as the macro `idea_card` wants it."""

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


@dataclass(frozen=True)
class Option:
    """A link of a filter."""

    label: Any
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class Group:
    """A filter."""

    label: str
    options: list[Option]


@dataclass(frozen=True)
class Chosen:
    """What the search is limited to."""

    place: Place | None = None
    kind: Kind | None = None

    @property
    def label(self) -> str:
        """What is chosen, in words; empty where nothing is."""
        kind = str(MANY[self.kind]) if self.kind else ""
        return " · ".join(part for part in (kind, self.place.title if self.place else "") if part)


EVERYTHING = Chosen()


def page() -> ResponseReturnValue:
    """What a query finds; before a query, where one can search."""
    text = clean_line(request.args.get("q", "")[:LONGEST])
    number = min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
    campaigns = places(clock.now())
    chosen = Chosen(
        next((place for place in campaigns if place.slug == request.args.get("campaign")), None),
        next((kind for kind in LOADERS if kind.value == request.args.get("kind")), None),
    )
    found, is_ready = _found(text, chosen, number)
    shown = {
        "heading": _heading(found, chosen),
        "cards": [_card(line) for line in found.lines],
        "groups": _groups(text, campaigns, chosen, found),
        "everything": _url(text) if chosen.label else None,
        "proposals": _proposals(text, campaigns, chosen.place),
        "before": _url(text, chosen, number - 1) if number > 1 else None,
        "after": _url(text, chosen, number + 1) if found.total > number * PAGE and number < MOST_PAGES else None,
    }
    response = make_response(
        render_template(
            "search/page.html",
            text=text,
            chosen=chosen,
            campaigns=campaigns,
            is_ready=is_ready,
            total=found.total,
            **shown,
        )
    )
    if not is_ready:
        response.headers["Cache-Control"] = "no-store"
    return response


def _found(text: str, chosen: Chosen, number: int) -> tuple[Found, bool]:
    if not text:
        return Found(0, ()), True
    try:
        offset = (number - 1) * PAGE
        return find(text, campaign_id=chosen.place.id if chosen.place else None, kind=chosen.kind, offset=offset), True
    except Unready:
        return Found(0, ()), False


def _url(text: str, chosen: Chosen = EVERYTHING, number: int = 1) -> str:
    return url_for(
        "search.page",
        q=text,
        campaign=chosen.place.slug if chosen.place else None,
        kind=chosen.kind.value if chosen.kind else None,
        page=number if number > 1 else None,
    )


def _heading(found: Found, chosen: Chosen) -> str:
    """How much was found, of which kind where it is all of one."""
    kinds = {chosen.kind} if chosen.kind else set(found.kinds)
    match next(iter(kinds)) if len(kinds) == 1 else None:
        case Kind.IDEA:
            heading = ngettext("%(num)s idea found", "%(num)s ideas found", found.total)
        case Kind.TOPIC:
            heading = ngettext("%(num)s topic found", "%(num)s topics found", found.total)
        case Kind.COMMENT:
            heading = ngettext("%(num)s comment found", "%(num)s comments found", found.total)
        case Kind.CONCLUSION:
            heading = ngettext("%(num)s conclusion found", "%(num)s conclusions found", found.total)
        case _:
            heading = ngettext("%(num)s text found", "%(num)s texts found", found.total)
    return str(heading)


def _card(line: Line) -> Card:
    is_usual = line.state == State.PUBLISHED
    return Card(
        None if line.kind == Kind.IDEA else KINDS[line.kind],
        line.number,
        line.about if line.kind == Kind.COMMENT else line.hit.title_html,
        url_for(line.endpoint, **line.values),
        line.hit.extract_html,
        line.byline or _("A participant"),
        line.campaign,
        line.published_at,
        line.supports,
        None,
        None if is_usual else LABELS[line.state],
        TONES[line.state],
    )


def _groups(text: str, campaigns: Sequence[Place], chosen: Chosen, found: Found) -> list[Group]:
    groups = []
    if len(found.kinds) > 1 or chosen.kind:
        kinds = [kind for kind in LOADERS if kind in found.kinds or kind == chosen.kind]
        options = [Option(_("everything"), _url(text, Chosen(chosen.place)), chosen.kind is None)]
        options += [
            Option(MANY[kind], _url(text, Chosen(chosen.place, kind)), kind == chosen.kind, found.kinds.get(kind, 0))
            for kind in kinds
        ]
        groups.append(Group(_("Kind of text"), options))
    if len(campaigns) > 1 or chosen.place:
        options = [Option(_("All projects"), _url(text, Chosen(None, chosen.kind)), chosen.place is None)]
        options += [
            Option(place.title, _url(text, Chosen(place, chosen.kind)), place == chosen.place) for place in campaigns
        ]
        groups.append(Group(_("Project"), options))
    return groups


def _proposals(text: str, campaigns: Sequence[Place], chosen: Place | None) -> list[tuple[str, str]]:
    """(project, address) of forms for a new idea that begin with the words nobody had written yet."""
    title = text[:TITLE_MOST]
    among = [chosen] if chosen else campaigns
    return [
        (place.title, url_for("ideas.new_idea", slug=place.slug, title=title)) for place in among if place.takes_ideas
    ]
