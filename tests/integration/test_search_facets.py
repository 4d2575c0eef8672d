"""Narrowing a search: facets with counts, names in the query, periods, order, and ways back."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.foundation import clock
from app.foundation.unit_of_work import step
from campaigns.ideas.models import Outcome
from campaigns.plan.models import Audience
from search.domain import upkeep
from search.queries.wanted import Wanted
from tests.factories.campaigns import make_campaign, make_idea, make_track
from tests.factories.discussion import make_topic
from tests.factories.people import make_territory
from tests.factories.services import make_service
from tests.support.people import Visitor
from tests.support.statements import counted

Visit = Callable[..., Visitor]
CARD = re.compile(r"<h3><a [^>]*>(.*?)</a></h3>", re.DOTALL)
GROUP = re.compile(r'<p class="filter-label"[^>]*>(.*?)</p>(.*?)</div>', re.DOTALL)
OPTION = re.compile(
    r'<a href="([^"]*)"( aria-current="true")?>(.*?)(?: <span class="count">(\d+)</span>)?</a>', re.DOTALL
)
CHIP = re.compile(r'<li><a href="([^"]*)"><span>(.*?)</span>', re.DOTALL)


def look(client: FlaskClient, text: str = "", **arguments: str | int) -> str:
    answer = client.get("/search", query_string={"q": text, **arguments})
    assert answer.status_code == 200
    return html.unescape(answer.get_data(as_text=True))


def titles(page: str) -> list[str]:
    return [re.sub("</?mark>", "", title) for title in CARD.findall(page)]


def facets(page: str) -> dict[str, dict[str, int]]:
    """The values of each filter with their counts."""
    return {
        label: {name: int(count) for _url, _current, name, count in OPTION.findall(options) if count}
        for label, options in GROUP.findall(page)
    }


def addresses(page: str, label: str) -> dict[str, str]:
    (options,) = [options for name, options in GROUP.findall(page) if name == label]
    return {name: url for url, _current, name, _count in OPTION.findall(options)}


def chips(page: str) -> dict[str, str]:
    """What the search is narrowed by, each with the address without it."""
    picked = page.partition('class="picked"')[2].partition("</ul>")[0]
    return {re.sub("</?b>", "", words): url for url, words in CHIP.findall(picked)}


@pytest.fixture
def world(app: Flask) -> None:
    region = make_territory("Югра")
    town = make_territory("Сургут", level=1, parent_id=region.id)
    other = make_territory("Нягань", level=1, parent_id=region.id)
    doctor = make_service("Запись к врачу")
    make_service("Электронный дневник")
    ugra, library = make_campaign("ugra", title="Цифровая Югра"), make_campaign("library", title="Наша библиотека")
    health, school = make_track(ugra, "Здоровье"), make_track(ugra, "Школа")
    long_ago = clock.now() - timedelta(days=20)
    make_idea(ugra, title="Лист первый", track_id=health.id, territory_id=town.id, service_id=doctor.id)
    make_idea(ugra, title="Лист второй", track_id=health.id, territory_id=other.id, at=long_ago)
    make_idea(ugra, title="Лист третий", track_id=school.id, territory_id=region.id, outcome=Outcome.ACCEPTED)
    make_idea(library, title="Аркуш четвёртый: лист", language="uk")
    make_topic(library, title="Лист пятый")
    upkeep.rebuild()


def test_facets_tell_how_many_have_each_value_and_a_place_counts_what_lies_in_it(
    client: FlaskClient, world: None
) -> None:
    page = look(client, "лист")

    assert facets(page) == {
        "Kind of text": {"ideas": 4, "topics": 1},
        "Project": {"Цифровая Югра": 3, "Наша библиотека": 2},
        "Direction": {"Здоровье": 2, "Школа": 1},
        "What became of it": {"Accepted": 1, "Published": 4},
        "Place": {"Югра": 3, "Нягань": 1, "Сургут": 1},
        "Language": {"Русский": 4, "Українська": 1},
        "When it was published": {"in the last 7 days": 4, "in the last 30 days": 5, "in the last year": 5},
    }


def test_each_value_narrows_the_found_keeps_its_own_counts_and_can_be_taken_off(
    client: FlaskClient, world: None
) -> None:
    everywhere = look(client, "лист")
    here = client.get(addresses(everywhere, "Place")["Югра"])
    narrower = html.unescape(client.get(addresses(html.unescape(here.text), "Direction")["Здоровье"]).text)

    assert sorted(titles(narrower)) == ["Лист второй", "Лист первый"]
    assert facets(narrower)["Place"] == {"Югра": 2, "Нягань": 1, "Сургут": 1}
    assert facets(narrower)["Direction"] == {"Здоровье": 2, "Школа": 1}
    assert sorted(chips(narrower)) == ["Direction: Здоровье", "Place: Югра", "Take all off"][:2]
    without = html.unescape(client.get(chips(narrower)["Place: Югра"]).text)
    assert sorted(chips(without)) == ["Direction: Здоровье"]


def test_a_period_free_days_and_the_order_are_in_the_address(client: FlaskClient, world: None) -> None:
    today = clock.now().date()
    week = look(client, "лист", period="week", kind="idea")
    before = look(client, "лист", until=(today - timedelta(days=10)).isoformat())
    oldest = look(client, "лист", kind="idea", campaign="ugra", sort="oldest")
    newest = look(client, "лист", kind="idea", campaign="ugra", sort="newest")

    assert sorted(titles(week)) == ["Аркуш четвёртый: лист", "Лист первый", "Лист третий"]
    assert titles(before) == ["Лист второй"]
    assert len(chips(before)) == 1
    assert titles(oldest)[0] == titles(newest)[-1] == "Лист второй"


ASKED = [
    ("лист место:Сургут", ["Лист первый"], ["Place: Сургут"]),
    ("лист place:сургуте", ["Лист первый"], ["Place: Сургут"]),
    ("лист -место:Сургут проект:Югра", ["Лист второй", "Лист третий"], ["Place: not Сургут", "Project: Цифровая Югра"]),
    ("kind:topic", ["Лист пятый"], ["Kind of text: topics"]),
    ("вид:тема", ["Лист пятый"], ["Kind of text: topics"]),
    ("статус:принята", ["Лист третий"], ["What became of it: Accepted"]),
    ("status:accepted", ["Лист третий"], ["What became of it: Accepted"]),
    ("мова:українська", ["Аркуш четвёртый: лист"], ["Language: Українська"]),
    ("сервис:дневник", [], ["Service: Электронный дневник"]),
]


def test_names_in_the_query_narrow_it_and_the_page_says_what_it_understood(client: FlaskClient, world: None) -> None:
    pages = {text: look(client, text) for text, _found, _said in ASKED}

    assert [(text, sorted(titles(page)), sorted(chips(page))) for text, page in pages.items()] == ASKED


def test_a_name_in_the_query_can_be_taken_off(client: FlaskClient, world: None) -> None:
    page = look(client, 'лист место:"Сургут" kind:idea')

    parts = urlsplit(chips(page)["Place: Сургут"])
    assert parse_qs(parts.query) == {"q": ["лист kind:idea"]}


def test_a_name_that_nobody_knows_is_told_and_looked_for_as_words(client: FlaskClient, world: None) -> None:
    page = look(client, "место:Первый")

    assert "We know nothing that is called “Первый”" in page
    assert titles(page) == ["Лист первый"]


@pytest.mark.any_database
def test_arguments_that_make_no_sense_are_passed_over_and_repeated_nowhere(client: FlaskClient, world: None) -> None:
    page = look(
        client,
        "лист",
        kind="no",
        campaign="nowhere",
        track="x",
        service=10**30,
        territory=999,
        status="draft",
        language="../",
        period="day",
        since="2026-13-45",
        until="0001-01-01",
        sort="up",
        page="x",
        more="1",
    )

    main = page.partition("<main")[2].partition("</main>")[0]
    assert (len(titles(page)), chips(page), "territory=999" in main) == (5, {}, False)


def test_what_guests_may_not_see_is_not_counted_before_the_index_has_heard_of_it(
    client: FlaskClient, world: None
) -> None:
    closed = make_campaign(title="Канарейка")
    make_idea(closed, title="Лист закрытый", track_id=make_track(closed, "Канарейка").id)
    upkeep.rebuild()
    with step():
        closed.audience = Audience.INVITED

    page = look(client, "лист")

    assert facets(page)["Kind of text"] == {"ideas": 4, "topics": 1}
    assert (len(titles(page)), "Канарейка" in page) == (5, False)


@pytest.mark.any_database
def test_where_nothing_is_found_the_page_says_what_to_leave_out(client: FlaskClient, world: None) -> None:
    page = look(client, '"лист трамвай" -первый', kind="topic")

    asked = re.findall(r'<a href="(/search[^"]*)">(Search[^<]*)</a>', page)
    assert {words: parse_qs(urlsplit(url).query) for url, words in asked} == {
        "Search everywhere, without filters": {"q": ['"лист трамвай" -первый']},
        "Search without the words with a minus": {"q": ['"лист трамвай"'], "kind": ["topic"]},
        "Search for the same words without quotes": {"q": ["лист трамвай -первый"], "kind": ["topic"]},
    }


def test_directions_of_many_projects_are_offered_once_a_project_is_chosen(client: FlaskClient, world: None) -> None:
    for number in range(2):
        other = make_campaign(f"other-{number}")
        make_idea(other, title="Лист", track_id=make_track(other, "Здоровье").id)
    upkeep.rebuild()

    assert "Direction" not in facets(look(client, "лист"))
    assert facets(look(client, "лист", campaign="ugra"))["Direction"] == {"Здоровье": 2, "Школа": 1}


@pytest.mark.any_database
def test_a_page_is_light_whatever_is_asked(client: FlaskClient, world: None) -> None:
    campaign = make_campaign("many")
    for number in range(30):
        place, service = make_territory(f"Посёлок {number}"), make_service(f"Услуга {number}")
        make_idea(
            campaign,
            title=f"Лист {number} " + "ы" * 40,
            problem="Очередь в поликлинику занимают с ночи, а лист ожидания ведут на бумаге. " * 5,
            territory_id=place.id,
            service_id=service.id,
            track_id=make_track(campaign, f"Направление {number}").id,
        )
    upkeep.rebuild()

    asked = [{"q": text, "campaign": "many"} for text in ("лист", "лист " * 20, "лист " * 1000)]
    sizes = [len(client.get("/search", query_string=arguments).data) for arguments in asked]
    too_heavy = [size for size, most in zip(sizes, (40_000, 50_000, 60_000), strict=True) if size > most]
    assert too_heavy == []


def test_the_statements_of_a_search_are_as_many_whatever_it_finds(app: Flask, visit: Visit, world: None) -> None:
    asked = (
        "/search",
        "/search?q=лист",
        "/search?q=лист&territory=1&track=1",
        "/search?q=место:Сургут",
        "/search?q=трамвай",
    )
    guest = visit()
    spent = {}
    for path in asked:
        with counted() as sent:
            guest.get(path)
        spent[path] = len(sent)

    assert spent == dict(zip(asked, (3, 3, 5, 5, 3), strict=True))


@pytest.mark.any_database
def test_a_search_reads_its_own_address() -> None:
    arguments = {
        "q": "лист",
        "kind": "idea",
        "territory": "7",
        "period": "month",
        "since": "2026-01-02",
        "sort": "newest",
    }

    wanted = Wanted.of(arguments)

    assert wanted.arguments == arguments
    assert Wanted.of(wanted.arguments) == wanted


def test_a_slip_is_offered_to_be_mended_with_all_else_as_it_was(client: FlaskClient, world: None) -> None:
    campaign = make_campaign("roads")
    for number in range(2):
        make_idea(campaign, title=f"Ремонт дороги {number}", problem="На тротуаре ямы.")

    upkeep.rebuild()

    page = look(client, 'Тратуаре -трамвай "ремонт дороги"', kind="idea")
    nothing = look(client, "дорога")

    ((url, words),) = re.findall(r'Did you mean: <a href="([^"]*)">([^<]*)</a>', re.sub(r"</p>|<p[^>]*>", "", page))
    assert words == 'Тротуаре -трамвай "ремонт дороги"'
    assert parse_qs(urlsplit(url).query) == {"q": [words], "kind": ["idea"]}
    assert "Did you mean" not in nothing
