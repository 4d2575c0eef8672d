"""The letter of a working morning to those for whom texts wait: asked for by the schedule, sent by the worker."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.roles import SYSTEM, Role
from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation import timetable
from app.foundation.db import db
from app.foundation.timetable import Every
from app.foundation.unit_of_work import step
from app.offices import affiliations, calendar
from app.offices.calendar import Told
from campaigns.contributions.models import State
from campaigns.ideas.models import CoAuthor
from moderation.models import Decision, MorningLetter
from tests.factories.blocks import ask_for_review, make_block
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import make_case, make_review, restrict
from tests.factories.people import give_role, make_account, make_office
from tests.factories.services import make_service
from tests.support.clocks import MovingClock

MORNING = (Every("moderation.morning", timedelta(minutes=20)),)
# Thursday 5 November 2026, 8:10 in the site's zone (UTC+5).
EIGHT = datetime(2026, 11, 5, 3, 10, tzinfo=UTC)
Run = Callable[[], None]


@pytest.fixture
def turn(app: Flask, clock: MovingClock, run_jobs: Run) -> Callable[[datetime], dict[str, str]]:
    """The schedule has its turn at an instant and the worker does what is asked; gives the letters by address."""

    def run(at: datetime) -> dict[str, str]:
        clock.move_to(at)
        timetable.ask_for_due(MORNING)
        run_jobs()
        return letters(Path(app.extensions["veche.settings"].VECHE_INSTANCE))

    return run


def letters(instance: Path) -> dict[str, str]:
    found = (message_from_bytes(path.read_bytes(), policy=policy.default) for path in instance.glob("mail/morning-*"))
    return {str(one["To"]): f"{one['Subject']}\n{one.get_content()}" for one in found}


def test_each_is_told_once_what_waits_in_their_projects(app, turn, clock):
    ugra, perm = make_campaign("ugra", title="Сервисы Югры"), make_campaign("perm", title="Дворы Перми")
    quiet = make_campaign("quiet")
    for campaign, name in ((ugra, "ugra"), (quiet, "quiet"), (None, "all")):
        give_role(make_account(f"{name}@example.org", language="en"), Role.MODERATOR, campaign)
    give_role(make_account("owner@example.org", language="uk"), Role.OWNER, perm)
    give_role(make_account("not-needed@example.org"), Role.OWNER, ugra)
    make_case(make_idea(ugra, state=State.SUBMITTED), waiting_hours=48)
    make_case(make_idea(ugra, state=State.SUBMITTED))
    make_case(make_idea(perm, state=State.SUBMITTED))

    found = turn(EIGHT)

    assert sorted(found) == ["all@example.org", "owner@example.org", "ugra@example.org"]
    assert found["ugra@example.org"].startswith("2 texts wait for a check, 1 of them is overdue\n")
    assert "- Сервисы Югры: 2 texts, 1 overdue" in found["ugra@example.org"]
    assert ("Дворы Перми" in found["ugra@example.org"], "Дворы Перми" in found["all@example.org"]) == (False, True)
    assert [turn(EIGHT + timedelta(hours=hour)) for hour in (1, 2)] == [found, found]
    assert db.session.scalar(select(func.count()).select_from(MorningLetter)) == 5


@pytest.mark.parametrize("hour", [-1, 24 * 2, 24 * 4])
def test_nobody_is_written_to_before_eight_on_a_weekend_or_on_a_holiday(app, turn, hour):
    campaign = make_campaign()
    give_role(make_account("moderator@example.org"), Role.MODERATOR, campaign)
    make_case(make_idea(campaign, state=State.SUBMITTED))
    with step():
        calendar.keep(SYSTEM, [Told(date(2026, 11, 9), is_working=False)], present.now())

    assert turn(EIGHT + timedelta(hours=hour)) == {}


def test_nothing_is_written_where_only_one_s_own_text_waits_or_the_letter_is_unwanted(app, visit, turn):
    campaign = make_campaign()
    author, other = (make_account(f"{name}@example.org") for name in ("author", "other"))
    for person in (author, other):
        give_role(person, Role.MODERATOR, campaign)
    make_case(make_idea(campaign, author, State.SUBMITTED))

    browser = visit(other)
    usual = dict.fromkeys(("own", "replies", "ideas", "follows", "projects", "searches"), "daily")
    browser.send("/account/notices/letters", {**usual, "mornings": "never"}, page="/account/notices/letters")

    assert turn(EIGHT) == {}


def test_what_others_decide_is_not_counted(app, turn):
    campaign, office = make_campaign("ugra"), make_office("Департамент транспорта")
    people = ("decides", "connected", "writes-along", "decided-first", "official")
    _decides, connected, along, first, official = (
        give_role(make_account(f"{name}@example.org"), Role.MODERATOR, campaign) for name in people
    )
    give_role(official, Role.OFFICIAL, office=office)
    service = make_service("Расписание", office_id=office.id)
    about = make_idea(campaign, state=State.SUBMITTED, service_id=service.id)
    shared, judged = (make_idea(campaign, make_account(), State.SUBMITTED) for _ in range(2))
    with step():
        at = {"invited_at": present.now(), "accepted_at": present.now()}
        db.session.add(CoAuthor(idea_id=shared.id, account_id=along.id, secret="s", **at))
    restrict(judged, Decision.REJECT, first, ground="rude")
    with step():
        affiliations.say(actor_of(connected), office.id, present.now())
    for idea in (about, shared):
        make_case(idea)
    make_review(judged)

    found = {address.partition("@")[0]: int(text[0]) for address, text in turn(EIGHT).items()}

    assert found == {"decides": 3, "connected": 2, "writes-along": 2, "decided-first": 2, "official": 2}


def test_requests_to_look_at_a_block_are_told_to_those_who_may(app, turn):
    campaign, author = make_campaign(), make_account()
    maker, _other = (give_role(make_account(f"{name}@example.org"), Role.MODERATOR, campaign) for name in ("a", "b"))
    ask_for_review(author, make_block(maker, author, campaign))

    found = turn(EIGHT)

    assert list(found) == ["b@example.org"]
    assert found["b@example.org"].startswith("1 request to look at a block again\n")


def test_an_owner_who_decides_is_written_to_beside_the_moderators(app, turn):
    campaign = make_campaign()
    owner = give_role(make_account("owner@example.org"), Role.OWNER, campaign)
    give_role(make_account("moderator@example.org"), Role.MODERATOR, campaign)
    restrict(make_idea(campaign, state=State.SUBMITTED), Decision.REJECT, owner, ground="rude")
    make_case(make_idea(campaign, state=State.SUBMITTED))

    assert sorted(turn(EIGHT)) == ["moderator@example.org", "owner@example.org"]
