"""The filters beside the found, and what is chosen above it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.foundation.filters import Group, Option
from campaigns.plan.words import day_words
from search.engine import Facet
from search.facets import DATE_NAMES, NAMES
from search.queries import meanings
from search.queries.documents import LOADERS
from search.queries.meanings import STATUSES
from search.queries.names import NAMED, Name
from search.queries.narrowing import Narrowing
from search.queries.results import Found
from search.queries.wanted import Period, Wanted
from search.query import Ask
from search.web import addresses

FEW_TRACKS = 8
NAMED_AT_ONCE = 3
LABELS: dict[Facet, Any] = {
    Facet.KIND: _l("Kind of text"),
    Facet.CAMPAIGN: _l("Project"),
    Facet.TRACK: _l("Direction"),
    Facet.STATUS: _l("What became of it"),
    Facet.TERRITORY: _l("Place"),
    Facet.SERVICE: _l("Service"),
    Facet.LANGUAGE: _l("Language"),
}
PERIODS: dict[Period, Any] = {
    Period.WEEK: _l("in the last 7 days"),
    Period.MONTH: _l("in the last 30 days"),
    Period.YEAR: _l("in the last year"),
}
# Kinds and states stand in the order of the house, all others by how much of them was found.
IN_ORDER: dict[Facet, list[str]] = {Facet.KIND: [str(kind) for kind in LOADERS], Facet.STATUS: list(STATUSES)}


@dataclass(frozen=True)
class Chip:
    """Something the search is narrowed by: what it is, and the address without it."""

    label: Any
    value: str
    url: str

    @property
    def words(self) -> str:
        """What it is, in a few words."""
        return f"{self.label}: {self.value}" if self.label else self.value


def groups(wanted: Wanted, found: Found) -> list[Group]:
    """The filters that divide the found, each with a way to take it off."""
    most = addresses.most_options(wanted)
    offered = [Group(LABELS[facet], _options(wanted, found, facet, most)) for facet in Facet]
    offered.append(Group(_("When it was published"), _periods(wanted, found)))
    return [group for group in offered if group.options and most > 1]


def _options(wanted: Wanted, found: Found, facet: Facet, most: int) -> list[Option]:
    """All, then the values that have the most; nothing where there is no choice, or too many of the like to choose among."""
    values = _values(found, facet)
    current = next((value for value in values if wanted.chosen.get(facet) == values[value].argument), None)
    if current is None and (len(values) < 2 or (facet == Facet.TRACK and _is_mixed(found, values))):
        return []
    ranked = sorted(values, key=lambda value: (value != current, -values[value].count))[:most]
    options = [
        Option(
            values[value].name,
            addresses.with_value(wanted, facet, values[value].argument),
            value == current,
            values[value].count,
        )
        for value in sorted(ranked, key=lambda value: _place(facet, values[value]))
    ]
    return [Option(_("All"), addresses.with_value(wanted, facet, None), current is None), *options]


@dataclass(frozen=True)
class Value:
    """A value of a facet among the found: how addresses and people call it, and how much has it."""

    argument: str
    name: str
    count: int


def _values(found: Found, facet: Facet) -> dict[str, Value]:
    counts, names = found.facets.get(facet, {}), found.names.get(facet, {})
    if facet == Facet.TERRITORY:
        counts = _with_places_around(counts, names)
    if facet not in NAMED:
        return {value: Value(value, meanings.name_of(facet, value), count) for value, count in counts.items()}
    return {
        value: Value(names[value].slug if facet == Facet.CAMPAIGN else value, names[value].text, count)
        for value, count in counts.items()
        if value in names
    }


def _with_places_around(counts: Mapping[str, int], names: Mapping[str, Name]) -> dict[str, int]:
    """What is in a place is in all places around it, too."""
    total: dict[str, int] = {}
    for value, count in counts.items():
        passed: set[str] = set()
        place: str | None = value
        while place is not None and place in names and place not in passed:
            passed.add(place)
            total[place] = total.get(place, 0) + count
            place = names[place].parent
    return total


def _is_mixed(found: Found, tracks: Mapping[str, Value]) -> bool:
    """Whether the directions are of several projects and too many, or called alike."""
    is_of_one = (
        len(found.facets.get(Facet.CAMPAIGN, {})) < 2 or len(found.narrowing.filters.get(Facet.CAMPAIGN, ())) == 1
    )
    called = {track.name for track in tracks.values()}
    return not is_of_one and (len(tracks) > FEW_TRACKS or len(called) < len(tracks))


def _place(facet: Facet, value: Value) -> tuple[int, str]:
    order = IN_ORDER.get(facet)
    return (order.index(value.argument) if order and value.argument in order else -value.count, value.name)


def _periods(wanted: Wanted, found: Found) -> list[Option]:
    counts = {period: found.periods.get(period, 0) for period in Period}
    divides = any(0 < count < max(found.total, *counts.values()) for count in counts.values())
    if not divides and wanted.period is None:
        return []
    options = [
        Option(name, addresses.with_period(wanted, period), period == wanted.period, counts[period])
        for period, name in PERIODS.items()
    ]
    return [Option(_("at any time"), addresses.with_period(wanted, None), wanted.period is None), *options]


def chips(wanted: Wanted, narrowing: Narrowing) -> list[Chip]:
    """All that the search is narrowed by, in its address and in its words."""
    return [*_chosen(wanted, narrowing), *_dates(wanted), *_asked(wanted, narrowing)]


def in_words(wanted: Wanted, narrowing: Narrowing) -> list[str]:
    """What its address chooses, as people read it."""
    return [chip.words for chip in (*_chosen(wanted, narrowing), *_dates(wanted))]


def _chosen(wanted: Wanted, narrowing: Narrowing) -> Iterator[Chip]:
    for facet, name in narrowing.chosen.items():
        yield Chip(LABELS[facet], name, addresses.with_value(wanted, facet, None))


def _dates(wanted: Wanted) -> Iterator[Chip]:
    if wanted.period:
        yield Chip("", str(PERIODS[wanted.period]), addresses.with_period(wanted, None))
    if wanted.since or wanted.until:
        without = addresses.of(replace(wanted, since=None, until=None))
        yield Chip(_("When it was published"), _stretch(wanted.since, wanted.until), without)


def _stretch(since: date | None, until: date | None) -> str:
    if since and until:
        return day_words(since) if since == until else f"{day_words(since)} – {day_words(until)}"
    if since:
        return str(_("since %(day)s", day=day_words(since)))
    return str(_("until %(day)s", day=day_words(until))) if until else ""


def _asked(wanted: Wanted, narrowing: Narrowing) -> Iterator[Chip]:
    for understood in narrowing.understood:
        named, ask = understood.names, understood.ask
        value = ", ".join(named[:NAMED_AT_ONCE]) + ("…" if len(named) > NAMED_AT_ONCE else "")
        if ask.is_unwanted:
            value = str(_("not %(what)s", what=value))
        yield Chip(LABELS[ask.facet], value, addresses.with_text(wanted, _without(ask, wanted.text)))
    if narrowing.asked.since or narrowing.asked.until:
        ends = narrowing.asked.until and narrowing.asked.until - timedelta(days=1)
        without = " ".join(_DATE.sub(" ", wanted.text).split())
        yield Chip(
            _("When it was published"),
            _stretch(narrowing.asked.since, ends),
            addresses.with_text(wanted, without),
        )


_DATE = re.compile(rf"(?i)(?<!\S)(?:{'|'.join(DATE_NAMES)}):[\d.-]+")


def _without(ask: Ask, text: str) -> str:
    """The words of the search without those of the ask."""
    names, value = "|".join(map(re.escape, NAMES[ask.facet])), re.escape(ask.value)
    said = rf"(?i)(?<!\S)-?(?:{names}):(?:[\"“”„«]\s*{value}\s*[\"“”»]|{value})(?!\S)"
    return " ".join(re.sub(said, " ", text).split())
