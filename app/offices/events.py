"""What offices announce."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class CalendarChanged:
    """Days of the office's calendar are other ones now; `since` is the first of them."""

    since: date
