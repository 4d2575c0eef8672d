"""Time zones to choose from, by the names that people know."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from flask_babel import get_locale
from flask_babel import gettext as _

from app.foundation.zones import offset_words
from campaigns.plan import words

CONTINENTS = ("Asia/", "Europe/", "America/", "Africa/", "Australia/", "Pacific/", "Atlantic/", "Indian/")


def offered(now: datetime, usual: str, chosen: str | None) -> Sequence[tuple[str, str, str]]:
    """Zones with their labels and the heading they stand under: those of the country of the `usual` zone come first.

    `chosen` is among them, whichever of its names it has.
    """
    country = get_global("zone_territories").get(usual)
    near = {usual, *(zone for zone in _present() if country and _country(zone) == country)}
    near |= {zone for zone in (chosen,) if zone in available_timezones() and zone not in _present()}
    far = _present() - near
    return [*_labelled(near, _("The usual ones"), now), *_labelled(far, _("All others"), now)]


def _country(zone: str) -> str | None:
    country: str | None = get_global("zone_territories").get(zone)
    return country


@cache
def _present() -> frozenset[str]:
    """The zones under the names they have now."""
    former = get_global("zone_aliases")
    return frozenset(
        zone for zone in available_timezones() if zone == "UTC" or (zone.startswith(CONTINENTS) and zone not in former)
    )


@cache
def _city(zone: str, language: str) -> str:
    return words.city_of(zone, Locale.parse(language))


def _labelled(zones: Iterable[str], heading: str, now: datetime) -> list[tuple[str, str, str]]:
    """Zones in the order of their cities."""
    language = str(get_locale() or "en")
    cities = sorted((_city(zone, language), zone) for zone in zones)
    return [(zone, _label(city, zone, now), heading) for city, zone in cities]


def _label(city: str, zone: str, now: datetime) -> str:
    offset = offset_words(now, zone)
    return offset if zone == "UTC" else f"{city} ({offset})"
