"""Numbers, days and cells in words, in the language that holds at the moment. The sentences stand with the sections they belong to."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.digests.models import Form
from app.digests.outline import Cell, Cited, ColumnKind, Link, Mark
from app.digests.periods import Unit
from campaigns.contributions.models import Channel
from campaigns.plan import days

Values = Mapping[str, Any]
# Sentences by the code of a finding, and by the code of what was left out.
Sentences = dict[str, Callable[[Values], str]]
LeftOut = dict[str, Callable[[int], str]]

UNITS: dict[Unit, Any] = {
    Unit.DAY: _l("Day"),
    Unit.WEEK: _l("Week from"),
    Unit.MONTH: _l("Month"),
    Unit.YEAR: _l("Year"),
}

FORMS: dict[Form, Any] = {
    Form.PDF: _l("To print and to sign (PDF)"),
    Form.DOCX: _l("To go on writing in (DOCX)"),
    Form.XLSX: _l("Its tables (XLSX)"),
    Form.HTML: _l("One page to keep (HTML)"),
    Form.JSON: _l("Its data (JSON)"),
    Form.MAIL: _l("A short letter to send on (EML)"),
}

CHANNELS: dict[Channel, Any] = {
    Channel.SITE: _l("on the site"),
    Channel.PAPER: _l("on paper"),
    Channel.MEETING: _l("at a meeting"),
    Channel.TOLD: _l("told to an assistant"),
    Channel.IMPORT: _l("from another system"),
}


def number(value: int | Decimal) -> str:
    """1 234"""
    return str(format_decimal(value, locale=get_locale()))


def day(at: date | datetime) -> str:
    """16 November 2026. The year is always there: a document is read in other years."""
    return str(format_date(at, "d MMMM y", locale=get_locale())).replace(" ", "\u00a0")


def moment(text: str) -> datetime:
    """An instant as bodies spell it."""
    return datetime.fromisoformat(text)


def instant(text: str, zone: str) -> str:
    """16 November 2026, 14:05 of an instant in ISO 8601, on the wall clock of the zone."""
    local = days.local(datetime.fromisoformat(text), zone)
    return f"{day(local)}, {format_datetime(local, 'HH:mm', locale=get_locale())}"


def first_day(opens_at: str, zone: str) -> str:
    """The day with which a window begins; with the hour where it does not begin with its day."""
    opens = moment(opens_at)
    return instant(opens_at, zone) if days.opening_time(opens, zone) else day(days.first_day(opens, zone))


def last_day(closes_at: str, zone: str) -> str:
    """The last day of a window, itself included; with the hour where it does not end with its day."""
    closes = moment(closes_at)
    return instant(closes_at, zone) if days.closing_time(closes, zone) else day(days.last_day(closes, zone))


def span(opens_at: str, closes_at: str, zone: str) -> str:
    """The first and the last day of a window, both included."""
    return f"{first_day(opens_at, zone)} – {last_day(closes_at, zone)}"


def span_of_days(first: date, last: date) -> str:
    """9 November 2026 – 15 November 2026."""
    return f"{day(first)} – {day(last)}"


def days_of(**between: str) -> str:
    """The same of two days as bodies spell them, under `from` and `to`."""
    return span_of_days(date.fromisoformat(between["from"]), date.fromisoformat(between["to"]))


def period(start: str, unit: Unit) -> str:
    """A unit of participation by its first day."""
    first = date.fromisoformat(start)
    patterns = {Unit.DAY: "d MMM", Unit.WEEK: "d MMM", Unit.MONTH: "LLLL y", Unit.YEAR: "y"}
    return str(format_date(first, patterns[unit], locale=get_locale()))


def duration(minutes: int) -> str:
    """How long, in the two largest fitting words: minutes, hours or days."""
    if minutes < 60:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes)  # type: ignore[no-any-return]
    hours = round(minutes / 60)
    if hours < 48:
        return ngettext("%(num)s hour", "%(num)s hours", hours)  # type: ignore[no-any-return]
    return ngettext("%(num)s day", "%(num)s days", round(hours / 24))  # type: ignore[no-any-return]


def short(text: str, most: int) -> str:
    """The text in one line, cut at a word where it is longer."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return f"{line[:most].rsplit(' ', 1)[0].rstrip(' ,.;:–-')}…"


def cell(value: Cell, kind: ColumnKind) -> str:
    """What stands in a cell, in words; a dash where there is nothing."""
    match value:
        case str() | None:
            words = value or "–"
        case Cited():
            words = f"{value.label} {value.title or _('no longer shown')}"
        case Link() | Mark():
            words = value.text
        case Decimal():
            words = str(format_decimal(value, format="0.0", locale=get_locale()))
        case int():
            words = f"{number(value)}\u00a0%" if kind == ColumnKind.PERCENT else number(value)
        case date():
            words = day(value)
    return words
