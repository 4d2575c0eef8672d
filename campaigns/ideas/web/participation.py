"""Who takes part, for the owner's page of a campaign."""

from collections.abc import Iterator
from datetime import date

from app.foundation import clock
from campaigns.ideas.queries.participation import Tally, places_of, tally
from campaigns.plan import days
from campaigns.plan.models import Campaign
from campaigns.plan.slots import OneDay, OnePlace, Participation

# So many of the latest days are drawn: four weeks show weekends and what came of a message to the papers.
DRAWN = 28


def campaign_participation(campaign: Campaign) -> Participation:
    """The latest days of the campaign's calendar until today, and all its territories, the silent ones, too;
    nothing before its first day.
    """
    drawn = _days(campaign)
    if not drawn:
        return Participation((), ())
    counted = tally(campaign.id, [days.start_of(day, campaign.time_zone) for day in drawn])
    by_day = [OneDay(day, *counted.of_day(number)) for number, day in enumerate(drawn, 1)]
    return Participation(by_day, list(_places(campaign, counted)))


def _days(campaign: Campaign) -> list[date]:
    today = days.first_day(clock.now(), campaign.time_zone)
    opens_at = campaign.timeline.opens_at or clock.now()
    closes_at = campaign.timeline.closes_at or clock.now()
    last = min(today, days.last_day(closes_at, campaign.time_zone))
    first = max(days.first_day(opens_at, campaign.time_zone), last - (DRAWN - 1) * days.ONE_DAY)
    return [first + number * days.ONE_DAY for number in range((last - first).days + 1)]


def _places(campaign: Campaign, counted: Tally) -> Iterator[OnePlace]:
    places = [OnePlace(name, *counted.of_place(id)) for id, name in places_of(campaign.territory_id)]
    yield from sorted(places, key=lambda place: (-place.ideas, -place.supports, -place.comments, place.name))
    unsaid = OnePlace("", *counted.of_place(None))
    if not unsaid.is_silent:
        yield unsaid
