"""Dates, numbers and texts as people read them. The only place where local time exists."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal
from flask import Flask, current_app
from flask_babel import get_locale
from lucide.jinja import lucide
from markupsafe import Markup, escape

from app.foundation import clock, hosts
from app.foundation.zones import offset_words

NBSP = "\u00a0"
# What the stylesheet says once for all icons, and the lines between their strokes.
PAINT = re.compile(
    r' fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
)
SPACES = re.compile(r"\n\s*")


def _zone(name: str | None) -> ZoneInfo:
    return ZoneInfo(name or current_app.extensions["veche.settings"].TIME_ZONE)


def _words(at: datetime, zone: str | None) -> str:
    local = at.astimezone(_zone(zone))
    this_year = local.year == clock.now().astimezone(_zone(zone)).year
    pattern = {"ru": "d MMMM", "uk": "d MMMM"}.get(str(get_locale()), "d MMMM")
    text = format_date(local, pattern if this_year else pattern + " y", locale=get_locale())
    return text.replace(" ", NBSP)


def day(at: datetime, zone: str | None = None) -> str:
    """16 November; with the year where it is another."""
    return _words(at, zone)


def date_words(on: date) -> str:
    """Monday, 16 November 2026: a day of the calendar, wherever it is."""
    return str(format_date(on, "EEEE, d MMMM y", locale=get_locale()))


def due_day(on: date) -> str:
    """16 November 2026: a day by which something is due."""
    return str(format_date(on, "d MMMM y", locale=get_locale())).replace(" ", NBSP)


def last_day(closes_at: datetime, zone: str | None = None) -> str:
    """The last day, inclusive, of a window that closes at an exclusive instant: people read «until the 16th» so."""
    return _words(closes_at - timedelta(minutes=1), zone)


def ends_a_day(closes_at: datetime, zone: str | None = None) -> bool:
    """Whether an exclusive instant is a midnight: then the last day says all, else the hour must be told."""
    local = closes_at.astimezone(_zone(zone))
    return (local.hour, local.minute) == (0, 0)


def day_and_time(at: datetime, zone: str | None = None) -> str:
    """16 November, 14:05 with the zone: for bells."""
    return f"{day_and_hour(at, zone)}{NBSP}({zone_name(at, zone)})"


def day_and_hour(at: datetime, zone: str | None = None) -> str:
    """16 November, 14:05: for what has been, where no bell depends on the zone."""
    local = at.astimezone(_zone(zone))
    return f"{_words(at, zone)}, {format_datetime(local, 'HH:mm', locale=get_locale())}"


def hour(at: datetime, zone: str | None = None) -> str:
    """14:05: for what ends within the hour."""
    return str(format_datetime(at.astimezone(_zone(zone)), "HH:mm", locale=get_locale()))


def zone_name(at: datetime, zone: str | None = None) -> str:
    """The zone as UTC+5, or as МСК+2 in Russian."""
    return offset_words(at, _zone(zone).key)


def machine(at: datetime) -> str:
    """For the datetime attribute."""
    return at.isoformat(timespec="seconds")


def ago(at: datetime) -> str:
    """How long ago, or in how long, in words."""
    return format_timedelta(at - clock.now(), add_direction=True, locale=get_locale())


def number(value: float) -> str:
    """1 234"""
    return format_decimal(value, locale=get_locale())


def paragraphs(text: str) -> Markup:
    """Plain text as paragraphs; single newlines stay line breaks."""
    parts = [part.strip("\n") for part in text.split("\n\n") if part.strip()]
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in part.split("\n"))) for part in parts
    )


@lru_cache(maxsize=500)
def icon(name: str, size: int = 20, label: str | None = None) -> Markup:
    """A lucide icon as inline SVG; hidden from screen readers unless it has a label."""
    seen_as = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    drawn = lucide(name, size=size, **seen_as, **{"class": "icon"})
    return Markup(SPACES.sub("", PAINT.sub("", drawn, count=1)))  # noqa: S704


def connect(app: Flask) -> None:
    """Gives the templates their filters."""
    app.jinja_env.filters.update(
        day=day,
        date_words=date_words,
        due_day=due_day,
        last_day=last_day,
        ends_a_day=ends_a_day,
        day_and_time=day_and_time,
        day_and_hour=day_and_hour,
        hour=hour,
        machine=machine,
        ago=ago,
        number=number,
        paragraphs=paragraphs,
        read_address=hosts.for_people,
    )
    app.jinja_env.globals["icon"] = icon
