"""What a search is narrowed to: what its address chooses, and what its words ask for by name («place: Surgut»)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app

from search.engine import Facet
from search.queries import meanings, names
from search.queries.names import NAMED
from search.queries.wanted import DAYS, Wanted
from search.query import Ask, Asked, as_words, parse

Values = Mapping[Facet, frozenset[str]]


@dataclass(frozen=True)
class Understood:
    """What a named ask was taken for: the names of the values it means, as people read them."""

    ask: Ask
    names: tuple[str, ...]


@dataclass(frozen=True)
class Narrowing:
    """A query with its filters. `chosen` are the names of what the address chooses, `unknown` asks that were taken for words."""

    asked: Asked
    filters: Values = field(default_factory=dict)
    excluded: Values = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None
    chosen: Mapping[Facet, str] = field(default_factory=dict)
    understood: tuple[Understood, ...] = ()
    unknown: tuple[Ask, ...] = ()


def narrow(wanted: Wanted, now: datetime) -> Narrowing:
    """What the search looks for, and where. Without named asks and choices this costs no statement, with them a few."""
    asked = parse(wanted.text)
    meant = meanings.of(asked.asks)
    unknown = tuple(ask for ask in asked.asks if not meant[ask])
    values, chosen = _chosen(wanted)
    since, until = _times(wanted, asked, now)
    return Narrowing(
        as_words(asked, unknown),
        _both(_with_beneath(values), _with_beneath(_gathered(meant, is_unwanted=False))),
        _with_beneath(_gathered(meant, is_unwanted=True)),
        since,
        until,
        chosen,
        tuple(Understood(ask, tuple(found.values())) for ask, found in meant.items() if found),
        unknown,
    )


def _chosen(wanted: Wanted) -> tuple[Values, dict[Facet, str]]:
    """The values that the address chooses, as the index has them, and their names; what is not there narrows nothing."""
    plain = {facet: value for facet, value in wanted.chosen.items() if facet not in NAMED}
    values = {facet: frozenset({value}) for facet, value in plain.items()}
    called = {facet: meanings.name_of(facet, value) for facet, value in plain.items()}
    for facet, rows in names.chosen(wanted.chosen).items():
        values[facet] = frozenset(rows)
        called[facet] = next(iter(rows.values())).text
    return values, called


def _gathered(meant: Mapping[Ask, Mapping[str, str]], is_unwanted: bool) -> Values:
    """What the asks mean, a facet at a time: any of the values named for it."""
    gathered: dict[Facet, frozenset[str]] = {}
    for ask, found in meant.items():
        if found and ask.is_unwanted == is_unwanted:
            gathered[ask.facet] = gathered.get(ask.facet, frozenset()) | frozenset(found)
    return gathered


def _with_beneath(values: Values) -> Values:
    """A place means what lies in it, too."""
    places = values.get(Facet.TERRITORY)
    return {**values, Facet.TERRITORY: names.with_beneath(places)} if places else values


def _both(first: Values, second: Values) -> Values:
    """Values that pass the one as well as the other."""
    facets = [*first, *(facet for facet in second if facet not in first)]
    return {
        facet: first.get(facet, second.get(facet, frozenset())) & second.get(facet, first.get(facet, frozenset()))
        for facet in facets
    }


def _times(wanted: Wanted, asked: Asked, now: datetime) -> tuple[datetime | None, datetime | None]:
    """The half-open time that the days and the period of the address and the days of the query have in common."""
    beginnings = [_midnight(day) for day in (wanted.since, asked.since) if day]
    if wanted.period:
        beginnings.append(now - timedelta(days=DAYS[wanted.period]))
    until = wanted.until and wanted.until + timedelta(days=1)
    ends = [_midnight(day) for day in (until, asked.until) if day]
    return max(beginnings, default=None), min(ends, default=None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(current_app.extensions["veche.settings"].TIME_ZONE))
