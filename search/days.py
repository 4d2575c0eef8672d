"""Days as people write them in queries: 2026, 2026-11, 2026-11-04, 04.11.2026, and stretches with two dots."""

import re
from datetime import date, timedelta

_DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?", re.ASCII)
_DOTTED = re.compile(r"(?:(?:(?P<day>\d{1,2})\.)?(?P<month>\d{1,2})\.)(?P<year>\d{4})", re.ASCII)
Stretch = tuple[date | None, date | None]


def parse(text: str) -> Stretch | None:
    """The half-open stretch of days that the text names, open at an end where it is left out; None where it names none."""
    first, dots, last = text.strip().partition("..")
    if not dots:
        return _one(first)
    begins, ends = (_one(part) if part else (None, None) for part in (first, last))
    return (begins[0], ends[1]) if begins and ends and (first or last) else None


def _one(text: str) -> Stretch | None:
    found = _DAY.fullmatch(text) or _DOTTED.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(found[part] or 0) for part in ("year", "month", "day"))
    try:
        begins = date(year, month or 1, day or 1)
        return begins, _after(begins, bool(month), bool(day))
    # The thirty-first of February and the year 0 are no days; after the last day there is none.
    except (ValueError, OverflowError):
        return None


def _after(begins: date, has_month: bool, has_day: bool) -> date:
    if has_day:
        return begins + timedelta(days=1)
    if has_month:
        return date(begins.year + begins.month // 12, begins.month % 12 + 1, 1)
    return date(begins.year + 1, 1, 1)
