"""A search as an Atom feed."""

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

from flask.testing import FlaskClient

from app.foundation import clock
from search.domain import upkeep
from tests.factories.campaigns import make_campaign, make_idea

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = re.compile(r'<link rel="alternate" type="application/atom\+xml" href="([^"]*)"')


def feed(client: FlaskClient, **arguments: str) -> ET.Element:
    answer = client.get("/search.atom", query_string=arguments)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    return ET.fromstring(answer.data)


def test_the_page_leads_to_a_feed_of_the_same_the_newest_first(client: FlaskClient) -> None:
    campaign, now = make_campaign(title="Сервисы & службы"), clock.now().replace(microsecond=0)
    older = make_idea(campaign, title="Фонтан <старый>\x0b & прочее", at=now - timedelta(days=2))
    newer = make_idea(campaign, title="Фонтан новый", at=now - timedelta(days=1))
    make_idea(campaign, title="Трамвай")
    upkeep.rebuild()
    page = client.get("/search?q=фонтан&kind=idea&sort=oldest").text
    (address,) = FEED.findall(page)

    first = client.get(address.replace("&amp;", "&"))
    again = client.get(address.replace("&amp;", "&"), headers={"If-None-Match": first.headers["ETag"]})
    found = ET.fromstring(first.data)

    entries = found.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Фонтан новый", "Фонтан <старый> & прочее"]
    assert [(entry.findtext(f"{ATOM}id") or "").partition("/ideas/")[2] for entry in entries] == [
        str(newer.id),
        str(older.id),
    ]
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == [
        (now - timedelta(days=days)).isoformat() for days in (1, 2)
    ]
    assert found.findtext(f"{ATOM}updated") == (now - timedelta(days=1)).isoformat()
    assert (again.status_code, "Set-Cookie" in first.headers) == (304, False)


def test_a_feed_of_nothing_is_a_feed_and_without_a_search_there_is_none(client: FlaskClient) -> None:
    make_idea(make_campaign(), title="Фонтан")
    upkeep.rebuild()

    assert (
        feed(client, q="трамвай \x00\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace")).findall(
            f"{ATOM}entry"
        )
        == []
    )
    assert client.get("/search.atom").status_code == 404


def test_while_the_index_is_built_readers_are_asked_to_come_back(client: FlaskClient) -> None:
    answer = client.get("/search.atom?q=фонтан")

    assert (answer.status_code, answer.headers["Retry-After"], answer.headers["Cache-Control"]) == (
        503,
        "120",
        "no-store",
    )
