"""People keep searches and are told once a day what these find anew."""

import html
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications.domain import choices
from app.notifications.gathering import gather
from app.notifications.models import Letters, Notice, Subject
from campaigns.contributions.models import State
from campaigns.plan.models import Audience
from search.domain import upkeep
from search.saved import domain
from search.saved.jobs import tell_found
from search.saved.models import SavedSearch
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import make_account
from tests.factories.searches import make_search
from tests.support.clocks import MovingClock
from tests.support.letters import letters
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
RunJobs = Callable[[], None]
ZONE = ZoneInfo("Asia/Yekaterinburg")
NOON = datetime(2026, 11, 3, 12, tzinfo=ZONE)


def told(account_id: int) -> list[tuple[str, int]]:
    rows = db.session.scalars(select(Notice).where(Notice.account_id == account_id).order_by(Notice.id))
    return [(notice.fact, notice.details["texts"]) for notice in rows]


def kept() -> list[dict[str, str]]:
    return list(db.session.scalars(select(SavedSearch.asked).order_by(SavedSearch.id)))


def test_a_search_is_kept_once_listed_and_given_up(app: Flask, visit: Visit) -> None:
    make_campaign("ugra", title="Цифровая Югра")
    upkeep.rebuild()
    person = visit(make_account())
    fields = {"q": "лист", "kind": "idea", "campaign": "ugra", "sort": "newest", "page": "3"}
    here = "/search?q=лист&kind=idea&campaign=ugra"

    first = person.send("/account/searches", fields, page=here)
    person.send("/account/searches", {**fields, "sort": ""})
    page = html.unescape(person.get(here).text)
    listed = html.unescape(person.get("/account/searches").text)

    assert (first.status_code, kept()) == (303, [{"q": "лист", "kind": "idea", "campaign": "ugra"}])
    assert ("You keep this search" in page, "Tell me about new ones" in page) == (True, False)
    assert "лист · Kind of text: ideas · Project: Цифровая Югра" in listed

    search_id = db.session.scalar(select(SavedSearch.id))
    stranger = visit(make_account()).send(f"/account/searches/{search_id}/give-up")
    person.send(f"/account/searches/{search_id}/give-up")

    assert (stranger.status_code, kept()) == (404, [])


def test_a_guest_is_led_to_the_sign_in_and_back(app: Flask, visit: Visit) -> None:
    make_campaign()
    upkeep.rebuild()

    page = html.unescape(visit().get("/search?q=лист").text)

    assert "/account/sign-in?next=/search?q%3D" in page
    assert "csrf_token" not in page


def test_nobody_keeps_nothing_or_too_much(app: Flask, visit: Visit) -> None:
    account = make_account()
    for number in range(domain.MOST):
        make_search(account.id, q=f"лист {number}")
    person = visit(account)

    statuses = [
        person.send("/account/searches", {"q": text, "sort": "newest"}).status_code for text in ("", "ещё", "лист 7")
    ]

    assert (statuses, len(kept())) == ([422, 409, 303], domain.MOST)


def test_once_a_day_people_are_told_what_was_published_since(
    app: Flask, visit: Visit, clock: MovingClock, run_jobs: RunJobs
) -> None:
    clock.move_to(NOON)
    reader, quiet = make_account("reader@example.org").id, make_account().id
    campaign, closed = make_campaign(), make_campaign(audience=Audience.INVITED)
    make_idea(campaign, title="Лист старый", at=NOON - timedelta(hours=1))
    for person in (reader, quiet):
        make_search(person, q="листы", kind="idea")
    make_search(quiet, q="трамвай")
    make_idea(campaign, title="Лист новый", at=NOON + timedelta(hours=1))
    make_idea(campaign, title="Лист тайный", state=State.SUBMITTED, at=NOON + timedelta(hours=1))
    make_idea(closed, title="Лист закрытый", at=NOON + timedelta(hours=1))
    make_idea(campaign, title="Лист завтрашний", at=NOON + timedelta(hours=13))
    with step():
        choices.choose(quiet, Subject.SEARCHES, Letters.NEVER, present.now())
    upkeep.rebuild()

    clock.move_to(NOON + timedelta(hours=12, minutes=30))
    tell_found()
    too_early = told(reader)
    clock.move_to(NOON + timedelta(hours=14))
    tell_found()
    tell_found()
    first_day = told(reader)
    clock.move_to(NOON + timedelta(hours=21))
    gather()
    run_jobs()
    clock.move_to(NOON + timedelta(hours=38))
    tell_found()

    fact = f"search:{db.session.scalar(select(SavedSearch.id).where(SavedSearch.account_id == reader))}"
    assert (too_early, first_day) == ([], [(f"{fact}:2026-11-04", 1)])
    assert told(reader) == [(f"{fact}:2026-11-04", 1), (f"{fact}:2026-11-05", 1)]
    assert [count for _fact, count in told(quiet)] == [1, 1]
    (letter,) = letters()
    assert letter.to == "reader@example.org"
    assert "листы: 1 new" in letter.text
    assert "since=2026-11-03" in letter.text
    page = html.unescape(visit(db.session.get_one(Account, quiet)).get("/account/notices").text)
    assert "A search you keep has found something new" in page


def test_a_notice_of_a_search_that_was_given_up_leads_to_the_others(
    app: Flask, visit: Visit, clock: MovingClock
) -> None:
    clock.move_to(NOON)
    account = make_account()
    search = make_search(account.id, q="лист")
    make_idea(make_campaign(), title="Лист", at=NOON + timedelta(hours=1))
    upkeep.rebuild()
    clock.move_to(NOON + timedelta(hours=14))
    tell_found()

    person = visit(account)
    before = html.unescape(person.get("/account/notices").text)
    person.send(f"/account/searches/{search.id}/give-up")

    assert "/search?q=лист&since=2026-11-03&sort=newest" in before.replace("%D0%BB%D0%B8%D1%81%D1%82", "лист")
    assert 'href="/account/searches"><b>My searches' in person.get("/account/notices").text


@pytest.mark.parametrize("is_ready", [True, False])
def test_without_an_index_nobody_is_told_until_there_is_one(app: Flask, clock: MovingClock, is_ready: bool) -> None:
    clock.move_to(NOON)
    account = make_account()
    make_search(account.id, q="лист")
    make_idea(make_campaign(), title="Лист", at=NOON + timedelta(hours=1))
    clock.move_to(NOON + timedelta(hours=14))
    tell_found()
    before = told(account.id)
    if is_ready:
        upkeep.rebuild()
    tell_found()

    assert (before, len(told(account.id))) == ([], int(is_ready))
