"""The timeline of a campaign as a file for calendars (RFC 5545): a whole-day event for each of its windows.

The same plan gives the same bytes: the stamp is that of the last change, the sequence counts the changes of the timeline.
"""

from icalendar import Calendar, Event

from campaigns.plan import days, words
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Window
from campaigns.plan.queries.campaigns import Edition
from campaigns.plan.queries.texts import Worded


def calendar_of(campaign: Campaign, worded: Worded, edition: Edition, *, address: str, host: str, site: str) -> bytes:
    """The file, in the language of the context. `address` is the campaign's page, `host` makes its events one of a kind."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Veche//{site}//")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", str(worded.title))
    calendar.add("x-wr-timezone", campaign.time_zone)
    for window in campaign.timeline.windows:
        event = _event(window, campaign, worded, edition)
        event.add("uid", f"campaign-{campaign.id}-window-{window.id}@{host}")
        event.add("url", address)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(window: Window, campaign: Campaign, worded: Worded, edition: Edition) -> Event:
    event = Event()
    event.add("summary", f"{words.PHASES[window.kind]}: {worded.title}")
    event.add("description", "\n".join(filter(None, [str(words.PURPOSES[window.kind]), str(worded.question)])))
    event.add("dtstart", days.first_day(window.opens_at, campaign.time_zone))
    # The end of an event is exclusive, as that of a window is: the day after the last one.
    event.add("dtend", days.last_day(window.closes_at, campaign.time_zone) + days.ONE_DAY)
    event.add("dtstamp", edition.stamp)
    event.add("sequence", edition.changes)
    event.add("transp", "TRANSPARENT")
    return event
