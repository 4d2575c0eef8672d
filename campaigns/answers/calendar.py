"""The last days of answers as a file for calendars (RFC 5545): a whole-day event for each idea that waits."""

from collections.abc import Iterable
from datetime import UTC, datetime, time

from flask_babel import gettext as _
from icalendar import Calendar, Event

from app.foundation import letters
from campaigns.answers.queries.lists import Line
from campaigns.plan import days


def calendar_of(lines: Iterable[Line], *, host: str, site: str) -> bytes:
    """The file, in the language of the context. `host` makes its events one of a kind; the same rows give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Veche//{site}//")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Answers of departments"))
    for line in lines:
        calendar.add_component(_event(line, host))
    return bytes(calendar.to_ical())


def _event(line: Line, host: str) -> Event:
    event = Event()
    event.add("summary", _("Answer owed: %(title)s", title=line.title))
    event.add("description", f"{line.office}\n{line.campaign}")
    event.add("dtstart", line.due_on)
    event.add("dtend", line.due_on + days.ONE_DAY)
    # A later day makes a later stamp, so that a calendar takes the event for a newer one.
    event.add("dtstamp", datetime.combine(line.due_on, time(0), UTC))
    event.add("transp", "TRANSPARENT")
    event.add("uid", f"answer-{line.id}@{host}")
    event.add("url", letters.link("ideas.show_idea", idea_id=line.idea_id))
    return event
