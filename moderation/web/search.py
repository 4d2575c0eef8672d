"""Search among everything that was sent, for those who moderate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel import UnknownLocaleError
from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.accounts.roles import Actor
from app.accounts.sessions import require_person
from app.foundation import site
from app.foundation.filters import Group, Option
from app.foundation.paging import LARGEST
from app.foundation.texts import clean_line
from campaigns.contributions.models import Kind, State
from campaigns.contributions.words import KINDS, LABELS, MANY, TONES
from campaigns.ideas.words import OUTCOMES, status_of
from campaigns.plan.words import language_name
from moderation.permissions import moderated_by, moderates_everywhere, require_some_queue
from moderation.queries.latest import latest_cases
from search.engine import Facet, Unready
from search.queries.staff import PAGE, Found, Line, find

LONGEST = 300
MOST_PAGES = 50
GROUPS: dict[Facet, Any] = {
    Facet.STATUS: _l("How it stands"),
    Facet.KIND: _l("Kind of text"),
    Facet.CAMPAIGN: _l("Project"),
    Facet.LANGUAGE: _l("Language"),
}
# What a text can be here: sent and not public, or public, or what became of it.
STATUSES: dict[str, Any] = {
    **{str(state): LABELS[state] for state in State if state != State.DRAFT},
    **{str(outcome): words for outcome, words in OUTCOMES.items()},
}


@dataclass(frozen=True)
class Asked:
    """What is looked for: words, and one value a facet."""

    text: str
    chosen: Mapping[Facet, str]

    def url(self, facet: Facet | None = None, value: str | None = None, page: int = 1) -> str:
        """The address of the search, with another value of a facet or with another page."""
        chosen = {**self.chosen, **({facet: value} if facet else {})}
        arguments: dict[str, Any] = {one.value: word for one, word in chosen.items() if word}
        return url_for("moderation.show_search", q=self.text or None, page=page if page > 1 else None, **arguments)


@dataclass(frozen=True)
class Card:
    """A text found. `case_id` is its latest case, None where it has had none; `is_open`: it waits for a decision."""

    kind: Any
    number: int | None
    title: Markup | str
    url: str
    excerpt: Markup
    language: str
    byline: str
    campaign: str
    sent_at: datetime | None
    status_label: Any
    status_tone: str
    case_id: int | None
    is_open: bool


def show_search() -> str:
    """What the words find in every state of a text, in the projects that the reader moderates."""
    actor = require_person()
    require_some_queue(actor)
    asked = _asked()
    number = min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
    found = _found(actor, asked, number)
    has_more = found is not None and found.total > number * PAGE and number < MOST_PAGES
    return render_template(
        "moderation/search.html",
        asked=asked,
        found=found,
        cards=_cards(found.lines) if found else [],
        groups=_groups(asked, found) if found else [],
        before=asked.url(page=number - 1) if number > 1 else None,
        after=asked.url(page=number + 1) if has_more else None,
    )


def _found(actor: Actor, asked: Asked, number: int) -> Found | None:
    """What is found; nothing at all where nothing is asked for, None where there is no index that can be read."""
    if not asked.text and not asked.chosen:
        return Found()
    within = None if moderates_everywhere(actor) else moderated_by(actor)
    try:
        return find(actor, within, asked.text, asked.chosen, offset=(number - 1) * PAGE)
    except Unready:
        return None


def _asked() -> Asked:
    """What the address asks for; what makes no sense is passed over."""
    known = {Facet.KIND: list(map(str, Kind)), Facet.STATUS: list(STATUSES)}
    chosen = {facet: word for facet, words in known.items() if (word := request.args.get(facet.value)) in words}
    campaign, language = request.args.get("campaign", type=int), request.args.get("language", "")
    if campaign is not None and 0 < campaign <= LARGEST:
        chosen[Facet.CAMPAIGN] = str(campaign)
    if language.isascii() and language.isalpha() and len(language) in {2, 3}:
        chosen[Facet.LANGUAGE] = language
    return Asked(clean_line(request.args.get("q", "")[:LONGEST]), chosen)


def _cards(lines: Sequence[Line]) -> list[Card]:
    cases = latest_cases([line.hit.id for line in lines])
    return [_card(line, *cases.get(line.hit.id, (None, False))) for line in lines]


def _card(line: Line, case_id: int | None, is_open: bool) -> Card:
    label, tone = status_of(line.state, line.outcome) or (LABELS[line.state], TONES[line.state])
    return Card(
        KINDS[line.kind],
        line.number,
        line.about if line.kind in {Kind.COMMENT, Kind.CONTEST, Kind.ANSWER} else line.hit.title_html,
        url_for(line.endpoint, **line.values),
        line.hit.extract_html,
        line.language,
        line.byline or site.a_resident(),
        line.campaign,
        line.sent_at,
        label,
        tone,
        case_id,
        is_open,
    )


def _groups(asked: Asked, found: Found) -> list[Group]:
    groups = [Group(label, _options(asked, found, facet)) for facet, label in GROUPS.items()]
    return [group for group in groups if group.options]


def _options(asked: Asked, found: Found, facet: Facet) -> list[Option]:
    """All, then the values with the most; nothing where there is no choice."""
    counts, chosen = dict(found.facets.get(facet, {})), asked.chosen.get(facet)
    if chosen and (facet != Facet.CAMPAIGN or chosen in found.campaigns):
        counts.setdefault(chosen, 0)
    if len(counts) < 2 and not chosen:
        return []
    values = sorted(counts, key=lambda value: (-counts[value], value))
    options = [Option(_name(found, facet, one), asked.url(facet, one), one == chosen, counts[one]) for one in values]
    return [Option(_("All"), asked.url(facet, None), chosen is None), *options]


def _name(found: Found, facet: Facet, value: str) -> Any:
    match facet:
        case Facet.KIND:
            return MANY[Kind(value)]
        case Facet.STATUS:
            return STATUSES[value]
        case Facet.CAMPAIGN:
            return found.campaigns[value]
        case _:
            return _language(value)


def _language(code: str) -> str:
    # A text that was brought from elsewhere may be said to be in any language.
    try:
        return language_name(code)
    except (UnknownLocaleError, ValueError):
        return code
