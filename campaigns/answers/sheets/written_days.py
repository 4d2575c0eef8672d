"""Days as people write them into cells that are texts."""

import re
from datetime import date

from babel.dates import get_month_names
from flask import current_app

# 2026-11-16, 16.11.2026, 16 November 2026, November 16, 2026; a year may be followed by its word.
MANNERS = tuple(
    re.compile(manner)
    for manner in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[T ].*)?",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\s*(?:г|р|года|року)?\.?",
        r"(?P<day>\d{1,2})\s+(?P<month>[^\W\d]+)\.?,?\s+(?P<year>\d{4})\s*(?:г|р|года|року)?\.?",
        r"(?P<month>[^\W\d]+)\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})",
    )
)
STROKES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
MONTHS = 12


def day_of(text: str) -> date | None:
    """The day that a text names beyond doubt, in any of our languages; None where there is doubt.

    Between strokes a day can be told from a month only where one of the numbers is no month, or both are the same.
    """
    for manner in MANNERS:
        if found := manner.fullmatch(text):
            return _day(found["year"], _month(found["month"]), found["day"])
    strokes = STROKES.fullmatch(text)
    return _between_strokes(*(int(number) for number in strokes.groups())) if strokes else None


def _between_strokes(first: int, second: int, year: int) -> date | None:
    if first > MONTHS or first == second:
        return _day(year, second, first)
    return _day(year, first, second) if second > MONTHS else None


def _day(year: str | int, month: int | None, day: str | int) -> date | None:
    try:
        return date(int(year), month or 0, int(day))
    except ValueError:
        return None


def _month(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    for language in current_app.extensions["veche.settings"].LANGUAGES:
        for form in ("format", "stand-alone"):
            for number, name in get_month_names("wide", form, language).items():
                if str(name).casefold() == word.casefold():
                    return int(number)
    return None
