"""The timeline as a file for calendars, read back by a reader of such files."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from werkzeug.test import TestResponse

from app.accounts.roles import SYSTEM, Role
from app.foundation import clock as time
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.plan.domain import timelines
from campaigns.plan.models import Audience, Campaign
from campaigns.plan.phases import PhaseKind
from tests.factories.campaigns import make_campaign
from tests.factories.people import give_role, make_account
from tests.factories.plans import make_text
from tests.support.clocks import NOON, MovingClock
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
FILE = "/campaigns/ugra/calendar.ics"
DAY = timedelta(days=1)


def days_from_now(*parts: int) -> float:
    return (datetime(*parts, tzinfo=UTC) - NOON) / DAY  # type: ignore[misc,arg-type]


# From the first minute of 9 November to the last of 29 November in Yekaterinburg.
NOVEMBER = (PhaseKind.IDEAS, days_from_now(2026, 11, 8, 19, 0), days_from_now(2026, 11, 29, 19, 0))
DECEMBER = (PhaseKind.DECISION, days_from_now(2026, 11, 30, 5, 0), days_from_now(2026, 12, 18, 13, 0))


def read(answer: TestResponse) -> Calendar:
    assert answer.status_code == 200, answer.status
    return Calendar.from_ical(answer.data)


def change(campaign_id: int) -> None:
    with step():
        campaign = db.session.get_one(Campaign, campaign_id)
        first, *others = campaign.timeline.windows
        longer = replace(first, closes_at=first.closes_at + DAY)
        timelines.change(campaign, [longer, *others], "Свята.", actor=SYSTEM, now=time.now())


def test_each_stage_is_an_event_of_whole_days_with_the_last_one_included(app, visit: Visit):
    make_campaign("ugra", windows=[NOVEMBER, DECEMBER])

    events = read(visit().get(FILE)).walk("VEVENT")

    spans = [(event["DTSTART"].dt, event["DTEND"].dt, event["DTSTART"].params["VALUE"]) for event in events]
    assert spans == [
        (date(2026, 11, 9), date(2026, 11, 30), "DATE"),
        (date(2026, 11, 30), date(2026, 12, 19), "DATE"),
    ]


def test_an_event_says_the_stage_the_campaign_and_where_to_read_on(app, visit: Visit):
    make_campaign("ugra", title="Цифровые сервисы; в Югре, да", windows=[NOVEMBER])

    answer = visit().get(FILE)

    calendar = read(answer)
    (event,) = calendar.walk("VEVENT")
    assert str(event["SUMMARY"]) == "Ideas: Цифровые сервисы; в Югре, да"
    assert str(event["DESCRIPTION"]).endswith("\nЧто мешает пользоваться сервисами?")
    assert str(event["URL"]) == "http://localhost/campaigns/ugra/"
    assert (str(calendar["VERSION"]), str(calendar["METHOD"])) == ("2.0", "PUBLISH")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert max(len(line) for line in answer.data.split(b"\r\n")) <= 75


def test_the_same_plan_gives_the_same_bytes_whenever_it_is_asked_for(app, visit: Visit, clock: MovingClock):
    make_campaign("ugra", windows=[NOVEMBER])

    before = visit().get(FILE).data
    clock.move_by(days=3)

    assert visit().get(FILE).data == before


def test_a_change_moves_the_event_and_keeps_what_it_is_known_by(app, visit: Visit, clock: MovingClock):
    campaign = make_campaign("ugra", windows=[NOVEMBER])
    (before,) = read(visit().get(FILE)).walk("VEVENT")
    clock.move_by(days=1)

    change(campaign.id)

    (after,) = read(visit().get(FILE)).walk("VEVENT")
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert (after["UID"], after["DTEND"].dt - before["DTEND"].dt) == (before["UID"], DAY)
    assert (before["DTSTAMP"].dt, after["DTSTAMP"].dt) == (NOON - 15 * DAY, NOON + DAY)


@pytest.mark.parametrize(
    ("path", "title", "language"),
    [
        (FILE, "Цифровые сервисы", "en"),
        (f"{FILE}?lang=uk", "Цифрові сервіси", "uk"),
        (f"{FILE}?lang=ru", "Цифровые сервисы", "ru"),
        (f"{FILE}?lang=xx", "Цифровые сервисы", "en"),
    ],
)
def test_it_speaks_the_language_asked_for_or_that_of_the_reader(app, visit: Visit, path, title, language):
    make_text(make_campaign("ugra", title="Цифровые сервисы", windows=[NOVEMBER]), "uk", title="Цифрові сервіси")

    answer = visit().get(path)

    (event,) = read(answer).walk("VEVENT")
    assert (str(event["SUMMARY"]).split(": ")[1], answer.headers["Content-Language"]) == (title, language)


def test_a_copy_that_is_known_is_not_sent_again(app, visit: Visit):
    campaign = make_campaign("ugra", windows=[NOVEMBER])
    id = campaign.id
    first = visit().get(FILE)
    known = {"If-None-Match": first.headers["ETag"]}

    again = visit().get(FILE, headers=known)
    change(id)
    changed = visit().get(FILE, headers=known)

    assert first.headers["Cache-Control"] == "public, no-cache"
    assert (again.status_code, again.data, changed.status_code) == (304, b"", 200)


@pytest.mark.parametrize("over", [{"launched": False}, {"audience": Audience.INVITED}])
def test_a_campaign_that_is_not_for_one_has_no_calendar_for_them(app, visit: Visit, over):
    campaign = make_campaign("ugra", windows=[NOVEMBER], **over)
    owner = give_role(make_account(), Role.OWNER, campaign)

    answers = [visit(who).get(FILE).status_code for who in (None, make_account(), owner)]

    assert answers == [404, 404, 200]


def test_the_page_of_the_campaign_leads_to_it(app, visit: Visit):
    make_campaign("ugra")

    assert f'href="{FILE}"' in visit().get("/campaigns/ugra/").get_data(as_text=True)


def test_a_calendar_without_stages_is_a_calendar(app, visit: Visit):
    campaign = make_campaign("ugra", launched=False, windows=[])
    owner = visit(give_role(make_account(), Role.OWNER, campaign))

    assert read(owner.get(FILE)).walk("VEVENT") == []
