"""The page of search."""

import html
import re
import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.foundation import clock
from app.foundation.unit_of_work import step
from campaigns.contributions.models import State
from campaigns.plan.models import Audience
from campaigns.plan.phases import PhaseKind
from search.domain import marks, upkeep
from search.queries import marks as what_is_marked
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.ideas import make_idea_in
from tests.factories.people import make_account, make_territory
from tests.support.people import Visitor
from tests.support.statements import counted

Visit = Callable[..., Visitor]
CARD = re.compile(r"<h3><a [^>]*>(.*?)</a></h3>", re.DOTALL)


def cards(response: TestResponse) -> list[str]:
    return CARD.findall(response.get_data(as_text=True))


def ask(client: FlaskClient, text: str, **fields: str | int) -> TestResponse:
    return client.get("/search", query_string={"q": text, **fields})


def test_an_idea_is_found_by_other_forms_of_its_words_with_these_marked(client: FlaskClient) -> None:
    make_idea(make_campaign(), title="Лист ожидания к врачу")
    upkeep.rebuild()

    response = ask(client, "листы ожиданий")

    assert response.status_code == 200
    assert cards(response) == ["<mark>Лист</mark> <mark>ожидания</mark> к врачу"]
    assert "1 idea found" in response.get_data(as_text=True)


def test_what_people_wrote_is_shown_as_text(client: FlaskClient) -> None:
    make_idea(make_campaign(), title="<script>alert('врач')</script>", problem="<img src=x onerror=врач()>")
    upkeep.rebuild()

    body = ask(client, "врач <script>").get_data(as_text=True)

    assert "alert(&#39;<mark>врач</mark>&#39;)" in body
    assert "&lt;img src=x onerror=<mark>врач</mark>()&gt;" in body
    assert [piece for piece in ("<script>alert", "<script>\n", "<img src=x") if piece in body] == []


def test_pages_are_for_everyone_and_may_be_kept(client: FlaskClient) -> None:
    make_idea(make_campaign(), title="Лист ожидания")
    upkeep.rebuild()

    first = ask(client, "лист")
    second = client.get("/search", query_string={"q": "лист"}, headers={"If-None-Match": first.headers["ETag"]})

    assert ("Set-Cookie" in first.headers, "csrf_token" in first.get_data(as_text=True)) == (False, False)
    assert (first.headers["Cache-Control"], second.status_code) == ("public, no-cache", 304)


def test_a_project_limits_the_search(client: FlaskClient) -> None:
    make_idea(make_campaign("one", title="Первый"), title="Лист один")
    make_idea(make_campaign("two", title="Второй"), title="Лист два")
    upkeep.rebuild()

    found = [cards(ask(client, "лист", campaign=slug)) for slug in ("one", "two", "nowhere")]

    assert found == [
        ["<mark>Лист</mark> один"],
        ["<mark>Лист</mark> два"],
        ["<mark>Лист</mark> два", "<mark>Лист</mark> один"],
    ]


def test_pages_follow_each_other_and_end(client: FlaskClient) -> None:
    campaign = make_campaign()
    for n in range(23):
        make_idea(campaign, title=f"Лист {n}")
    upkeep.rebuild()

    pages = [ask(client, "лист", page=number) for number in (1, 2, 3, 10**9, -5, "x")]

    assert [len(cards(page)) for page in pages] == [20, 3, 0, 0, 20, 20]
    assert sorted(cards(pages[0]) + cards(pages[1])) == sorted(f"<mark>Лист</mark> {n}" for n in range(23))


def test_before_a_query_the_page_says_where_to_search(client: FlaskClient) -> None:
    make_campaign(title="Цифровые сервисы")
    make_campaign(title="Закрытый клуб", audience=Audience.INVITED)
    make_campaign(title="Ещё не начат", launched=False)

    body = client.get("/search").get_data(as_text=True)

    assert [title for title in ("Цифровые сервисы", "Закрытый клуб", "Ещё не начат") if title in body] == [
        "Цифровые сервисы"
    ]


def test_what_nobody_proposed_yet_can_be_proposed_with_its_words(client: FlaskClient) -> None:
    make_campaign("open")
    make_campaign("over", windows=[(PhaseKind.IDEAS, -10, -5)])
    upkeep.rebuild()

    body = html.unescape(ask(client, 'трамвай "до моря"').get_data(as_text=True))

    addresses = [urlsplit(address) for address in re.findall(r'href="([^"]*/ideas/new[^>]*)"', body)]
    assert [(one.path, parse_qs(one.query)) for one in addresses] == [
        ("/campaigns/open/ideas/new", {"title": ['трамвай "до моря"']})
    ]


@pytest.mark.parametrize("text", ["", "лист"])
def test_without_an_index_the_site_works_and_nobody_keeps_the_page(client: FlaskClient, text: str) -> None:
    make_idea(make_campaign(), title="Лист ожидания")

    response = ask(client, text)

    prepared = "Search is being prepared anew" in response.get_data(as_text=True)
    assert (response.status_code, prepared) == (200, bool(text))
    assert response.headers["Cache-Control"] == ("no-store" if text else "public, no-cache")


def test_neither_texts_nor_counts_nor_projects_show_what_is_hidden(client: FlaskClient) -> None:
    campaign, author = make_campaign(), make_account()
    for state in set(State) - {State.PUBLISHED}:
        make_idea_in(state, campaign, author, title="Канарейка")
    closed = make_campaign(title="Канарейка", audience=Audience.INVITED)
    late = make_idea(closed, title="Канарейка")
    with step():
        closed.audience = Audience.EVERYONE
    upkeep.rebuild()
    with step():
        closed.audience = Audience.INVITED

    body = ask(client, "канарейка").get_data(as_text=True)

    assert ("Nothing was found" in body, f"/ideas/{late.id}" in body, body.count("Канарейка")) == (True, False, 0)


@pytest.mark.parametrize(
    "text",
    ["\x00", '"' * 5000, "***", "[a TO", "и в на", "😀", "\u202eврач", "й" * 10_000, "%ff", "-врач", "врач " * 2000],
)
def test_garbage_is_answered_like_any_query(client: FlaskClient, text: str) -> None:
    make_idea(make_campaign(), title="Лист ожидания к врачу")
    upkeep.rebuild()
    began = time.process_time()

    response = ask(client, text)

    assert response.status_code == 200
    assert time.process_time() - began < 2


def test_bytes_that_are_no_text_are_answered_too(client: FlaskClient) -> None:
    assert client.get("/search?q=%ff%fe%00&page=%00&campaign=%ff").status_code == 200


@pytest.mark.parametrize("size", [3, 30])
def test_a_page_of_results_costs_as_many_statements_whatever_its_size(app: Flask, visit: Visit, size: int) -> None:
    person = make_account(territory_id=make_territory().id)
    for place in range(3):
        campaign = make_campaign(f"place-{place}")
        for n in range(size):
            make_idea(campaign, person, title=f"Лист {n}")
    upkeep.rebuild()
    guest, resident = visit(), visit(person)
    with counted() as for_guest:
        guest.get("/search?q=лист")
    with counted() as for_resident:
        resident.get("/search?q=лист")

    assert (len(for_guest), len(for_resident)) == (3, 6)


@pytest.mark.parametrize("subtracted", [500, 0])
def test_a_text_that_changed_is_never_shown_as_it_was(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, subtracted: int
) -> None:
    monkeypatch.setattr(what_is_marked, "MOST_SUBTRACTED", subtracted)
    idea = make_idea(make_campaign(), title="Телефон 8 912 345-67-89")
    upkeep.rebuild()
    with step():
        idea.title = "Телефон скрыт"
        marks.mark([idea.id], clock.now())
    at_once = cards(ask(client, "телефон"))
    upkeep.drain()

    assert (at_once, cards(ask(client, "телефон"))) == ([], ["<mark>Телефон</mark> скрыт"])
