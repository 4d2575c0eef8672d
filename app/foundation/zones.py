"""Time zones as people say them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.core import get_global
from flask_babel import get_locale

MOSCOW = 3


def offset_words(at: datetime, zone: str) -> str:
    """How far the clocks of the zone stand from others: from Moscow's where Russia reads of its own zones, else from UTC."""
    from_moscow = str(get_locale()) == "ru" and get_global("zone_territories").get(zone) == "RU"
    offset = at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)
    hours = offset.total_seconds() / 3600 - (MOSCOW if from_moscow else 0)
    start = "МСК" if from_moscow else "UTC"
    return f"{start}{hours:+g}" if hours else start
