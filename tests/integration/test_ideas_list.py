"""The list of ideas: fair, filtered, page by page, in the same number of statements however long it is."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.accounts.roles import Role
from app.foundation import clock as house_clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.models import State
from campaigns.ideas.models import RING, Idea
from campaigns.plan.models import Campaign
from tests.factories.campaigns import make_campaign, make_idea, make_track
from tests.factories.ideas import make_idea_in
from tests.factories.people import give_role, make_account, make_territory
from tests.support.clocks import MovingClock
from tests.support.people import Visitor
from tests.support.statements import counted

Visit = Callable[..., Visitor]
LIST = "/campaigns/ugra/ideas/"
CARD = re.compile(r'<h3><a href="/ideas/(\d+)">')
NEXT = re.compile(r'rel="next" href="([^"]+)"')
PREVIOUS = re.compile(r'rel="prev" href="([^"]+)"')


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


def some(campaign: Campaign, count: int, **over: object) -> list[Idea]:
    """Published ideas, each a minute younger than the one before, spread around the ring."""
    author = make_account()
    start = house_clock.now() - timedelta(days=1)
    return [
        make_idea(campaign, author, at=start + timedelta(minutes=n), ring=(n * 1_237_000_013) % RING, **over)
        for n in range(count)
    ]


def page(visitor: Visitor, path: str) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def ids_on(text: str) -> list[int]:
    return [int(id) for id in CARD.findall(text)]


def walk(visitor: Visitor, path: str, link: re.Pattern[str] = NEXT) -> list[list[int]]:
    """The ids on each page, following the link to the end."""
    pages = []
    while path:
        text = page(visitor, path)
        pages.append(ids_on(text))
        found = link.search(text)
        path = found[1].replace("&amp;", "&") if found else ""
    return pages


def flat(pages: list[list[int]]) -> list[int]:
    return [id for ids in pages for id in ids]


def test_on_any_day_every_idea_stands_on_exactly_one_page(campaign: Campaign, visit: Visit, clock: MovingClock) -> None:
    expected = sorted(idea.id for idea in some(campaign, 45))
    days = []

    for _ in range(5):
        days.append(walk(visit(), LIST))
        clock.move_by(days=1)

    assert [sorted(flat(pages)) for pages in days] == [expected] * 5
    assert [[len(ids) for ids in pages] for pages in days] == [[20, 20, 5]] * 5
    assert len({tuple(flat(pages)) for pages in days}) > 1


def test_who_reads_past_midnight_goes_on_in_the_order_of_the_day_they_began(
    campaign: Campaign, visit: Visit, clock: MovingClock
) -> None:
    some(campaign, 25)
    whole = flat(walk(visit(), LIST))

    first = page(visit(), LIST)
    clock.move_by(days=1)
    second = page(visit(), NEXT.findall(first)[0].replace("&amp;", "&"))

    assert ids_on(first) + ids_on(second) == whole


def test_the_day_of_a_list_is_that_of_its_campaign(campaign: Campaign, visit: Visit, clock: MovingClock) -> None:
    some(campaign, 3)
    clock.move_to(clock.now().replace(hour=18, minute=59))
    before = ids_on(page(visit(), f"{LIST}?day=2026-11-04"))
    after = ids_on(page(visit(), f"{LIST}?day=2026-11-05"))

    today = ids_on(page(visit(), LIST))
    clock.move_by(minutes=1)
    tomorrow = ids_on(page(visit(), LIST))

    assert (today, tomorrow) == (before, after)


@pytest.mark.parametrize("order", ["", "?sort=new", "?sort=support"])
def test_going_back_shows_the_pages_that_were_shown_before(campaign: Campaign, visit: Visit, order: str) -> None:
    some(campaign, 45)
    there = walk(visit(), LIST + order)

    last = LIST + order
    while found := NEXT.search(page(visit(), last)):
        last = found[1].replace("&amp;", "&")
    back = walk(visit(), last, PREVIOUS)

    assert back == there[::-1]


def test_newest_first(campaign: Campaign, visit: Visit) -> None:
    ideas = some(campaign, 25)

    assert flat(walk(visit(), f"{LIST}?sort=new")) == [idea.id for idea in reversed(ideas)]


def test_most_supported_first(campaign: Campaign, visit: Visit) -> None:
    ideas = some(campaign, 25)
    with step():
        for n, idea in enumerate(ideas):
            idea.supports = idea.support_total = n % 4

    listed = flat(walk(visit(), f"{LIST}?sort=support"))

    assert listed == [idea.id for idea in sorted(ideas, key=lambda idea: (-idea.support_total, -idea.id))]


def test_filters_stay_in_the_address_through_orders_and_pages(campaign: Campaign, visit: Visit) -> None:
    track, place = make_track(campaign), make_territory()
    wanted = some(campaign, 22, track_id=track.id, territory_id=place.id)
    some(campaign, 3, track_id=track.id)
    some(campaign, 3, territory_id=place.id)
    path = f"{LIST}?track={track.id}&territory={place.id}"

    text = page(visit(), path)

    assert sorted(flat(walk(visit(), path))) == sorted(idea.id for idea in wanted)
    assert f"sort=new&amp;track={track.id}&amp;territory={place.id}" in text
    assert "22 found" in text


def test_the_list_counts_what_each_filter_would_leave(campaign: Campaign, visit: Visit) -> None:
    health, school = make_track(campaign), make_track(campaign, "Школа", position=1)
    some(campaign, 3, track_id=health.id)
    some(campaign, 2, track_id=school.id)

    text = page(visit(), LIST)

    counts = re.findall(r'<a href="[^"]+"[^>]*>([^<]+?) <span class="count">(\d+)</span>', text)
    assert [(name, int(count)) for name, count in counts if name in {"All", "Здоровье", "Школа"}] == [
        ("All", 5),
        ("Здоровье", 3),
        ("Школа", 2),
    ]


def test_nobody_wrote_yet_and_nothing_fits_are_two_different_pages(campaign: Campaign, visit: Visit) -> None:
    nobody = page(visit(), LIST)
    some(campaign, 1)
    nothing = page(visit(), f"{LIST}?track=999")

    assert "There are no ideas here yet" in nobody
    assert "Nothing fits this choice" in nothing
    assert "Show everything" in nothing


@pytest.mark.parametrize(
    "query",
    [
        "after=%00",
        "after=WzFd",
        "before=W10",
        "day=yesterday",
        "day=99999999999999",
        "sort=",
        "sort=new&after=WzkyMjMzNzIwMzY4NTQ3NzU4MDcsMV0",
        "track=-1",
        "track=99999999999999999999",
        "territory=%F0%9F%98%80",
        "status=draft",
        "status=%00",
    ],
)
def test_a_broken_address_shows_a_list_all_the_same(campaign: Campaign, visit: Visit, query: str) -> None:
    some(campaign, 2)

    assert visit().get(f"{LIST}?{query}").status_code == 200


def test_a_visitor_sees_the_published_and_a_moderator_may_choose_every_state(campaign: Campaign, visit: Visit) -> None:
    author = make_account()
    by_state = {state: make_idea_in(state, campaign, author).id for state in State}
    moderator = visit(give_role(make_account(), Role.MODERATOR, campaign))

    def chosen(visitor: Visitor) -> dict[str, list[int]]:
        return {state: ids_on(page(visitor, f"{LIST}?status={state.value}")) for state in State if state != State.DRAFT}

    everyone = {State.PUBLISHED: [by_state[State.PUBLISHED]], State.JOINED: [by_state[State.JOINED]]}
    assert chosen(visit()) == {state: everyone.get(state, []) for state in State if state != State.DRAFT}
    assert chosen(moderator) == {state: [id] for state, id in by_state.items() if state != State.DRAFT}


@pytest.mark.parametrize("query", ["", "?sort=new", "?sort=support", "?track=1"])
def test_a_list_costs_as_many_statements_for_sixty_ideas_as_for_three(
    campaign: Campaign, visit: Visit, query: str
) -> None:
    make_track(campaign)
    costs = []

    for more in (3, 57):
        some(campaign, more, track_id=1)
        db.session.rollback()
        with counted() as sent:
            page(visit(), LIST + query)
        costs.append(len(sent))

    assert costs == [9, 9]


def test_a_guest_s_copy_of_the_list_is_good_until_something_changes(campaign: Campaign, visit: Visit) -> None:
    some(campaign, 2)
    guest = visit()
    first = guest.get(LIST)

    same = guest.get(LIST, headers={"If-None-Match": first.headers["ETag"]})
    some(campaign, 1)
    other = guest.get(LIST, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.headers["Cache-Control"], "Set-Cookie" in first.headers) == ("public, no-cache", False)
    assert (same.status_code, other.status_code) == (304, 200)
