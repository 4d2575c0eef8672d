"""What to do where nothing was found: ask for less, or propose what nobody has written yet."""

import re
from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from campaigns.ideas.texts import TITLE_MOST
from search.engine import Facet
from search.queries.narrowing import Narrowing
from search.queries.places import Place
from search.queries.wanted import Wanted
from search.web import addresses

_QUOTES = re.compile('["“”„«»]')
_UNWANTED = re.compile(r"(?<!\S)-(?:[\"“”„«][^\"“”„«»]*[\"“”»]|\S+)")


def ways(wanted: Wanted, narrowing: Narrowing) -> list[tuple[Any, str]]:
    """What can be taken off the search: in words, and the address without it."""
    offered: list[tuple[Any, str]] = []
    if wanted.is_narrowed and wanted.text:
        offered.append((_("Search everywhere, without filters"), addresses.of(wanted.words_alone())))
    if narrowing.asked.unwanted:
        offered.append(
            (_("Search without the words with a minus"), addresses.with_text(wanted, _squeezed(_UNWANTED, wanted)))
        )
    if narrowing.asked.phrases and _QUOTES.search(wanted.text):
        offered.append(
            (_("Search for the same words without quotes"), addresses.with_text(wanted, _squeezed(_QUOTES, wanted)))
        )
    return offered


def _squeezed(part: re.Pattern[str], wanted: Wanted) -> str:
    return " ".join(part.sub(" ", wanted.text).split())


def proposals(wanted: Wanted, campaigns: Sequence[Place]) -> list[tuple[str, str]]:
    """(project, address) of forms for a new idea that begin with the words nobody had written yet."""
    title, chosen = wanted.text[:TITLE_MOST], wanted.chosen.get(Facet.CAMPAIGN)
    among = [place for place in campaigns if chosen in {None, place.slug}]
    return [
        (place.title, url_for("ideas.new_idea", slug=place.slug, title=title or None))
        for place in among
        if place.takes_ideas
    ]
