"""Which job runs when. One table."""

from app.foundation.timetable import Every

SCHEDULE: tuple[Every, ...] = ()
