"""What stands in the cells of a file, read or refused with a reason."""

import re
from datetime import UTC, datetime, timedelta

DATES = ("%d.%m.%Y", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d/%m/%Y", "%Y/%m/%d")
_TIME_OF_DAY = re.compile(r"(?:0 days )?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?")


class Refused(Exception):
    """The row cannot be brought in; the text says why."""


def instant(text: str, now: datetime, time_of_day: str = "") -> datetime | None:
    """The instant of a cell, in UTC where it names no zone; None where it is empty.

    `time_of_day` is a cell of its own beside one that has only the day. Raises Refused.
    """
    text = text.strip()
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = _by_other_manners(text)
    if at.year < 1900:
        raise Refused(f"the date {text[:40]!r} is too far in the past")
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    if time_of_day.strip() and (at.hour, at.minute, at.second) == (0, 0, 0):
        at += _since_midnight(time_of_day.strip())
    if at > now:
        raise Refused(f"the date {text[:40]!r} is in the future")
    return at.astimezone(UTC)


def _by_other_manners(text: str) -> datetime:
    for manner in DATES:
        try:
            return datetime.strptime(text, manner)  # noqa: DTZ007
        except ValueError:
            continue
    raise Refused(f"the date {text[:40]!r} cannot be read; write it as 2026-11-16")


def _since_midnight(text: str) -> timedelta:
    found = _TIME_OF_DAY.fullmatch(text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (24, 0, 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        raise Refused(f"the time {text[:40]!r} cannot be read; write it as 14:05")
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)
