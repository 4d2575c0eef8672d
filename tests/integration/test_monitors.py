"""What monitors, search engines and finders of faults are told, and what they are not."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.foundation import outbox
from app.foundation.unit_of_work import step
from app.operations import licences, sitemaps
from campaigns.contributions.models import State
from campaigns.plan.models import Audience
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.discussion import make_topic
from tests.factories.ideas import make_idea_in
from tests.factories.people import make_account
from tests.factories.services import make_service
from tests.factories.texts import put_news
from tests.factories.uploads import add_file
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
LOC = re.compile(r"<loc>http://localhost([^<]*)</loc>")
HIDDEN = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.WITHDRAWN, State.HIDDEN, State.REJECTED)


def numbers(text: str) -> dict[str, float]:
    found = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in found}


@pytest.mark.parametrize(
    ("networks", "token", "address", "said", "status"),
    [
        ((), "", "127.0.0.1", "", 404),
        ((), "", "10.1.2.3", "", 404),
        (("127.0.0.1/32",), "", "127.0.0.1", "", 200),
        (("127.0.0.1/32",), "", "::ffff:127.0.0.1", "", 200),
        (("127.0.0.1/32",), "secret", "127.0.0.1", "", 200),
        (("127.0.0.1/32",), "secret", "127.0.0.1", "Bearer wrong", 404),
        ((), "secret", "127.0.0.1", "", 404),
        ((), "secret", "10.1.2.3", "Bearer secret", 200),
        ((), "secret", "10.1.2.3", "bearer  secret", 200),
        ((), "secret", "10.1.2.3", "Bearer secreT", 404),
        ((), "secret", "10.1.2.3", "Basic secret", 404),
        ((), "", "10.1.2.3", "Bearer ", 404),
        (("10.0.0.0/8", "::1"), "", "10.1.2.3", "", 200),
        (("10.0.0.0/8", "::1"), "", "::1", "", 200),
        (("10.0.0.0/8",), "", "11.1.2.3", "", 404),
        (("10.0.0.0/8",), "", "127.0.0.1", "", 404),
        (("10.0.0.0/8",), "secret", "11.1.2.3", "Bearer secret", 200),
    ],
)
def test_numbers_are_for_those_whom_the_operator_named(
    app: Flask,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    networks: tuple[str, ...],
    token: str,
    address: str,
    said: str,
    status: int,
) -> None:
    settings = replace(app.extensions["veche.settings"], METRICS_NETWORKS=networks, METRICS_TOKEN=token)
    monkeypatch.setitem(app.extensions, "veche.settings", settings)
    headers = {"Authorization": said} if said else {}

    answer = client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("over", "headers", "status"),
    [
        ({}, {}, 200),
        ({}, {"X-Forwarded-For": "127.0.0.1"}, 404),
        # A proxy that adds no header and asks for the machine by its number, as they do where nothing else was set.
        ({"PUBLIC_URL": "https://ideas.example.org"}, {}, 404),
        ({"PUBLIC_URL": "https://ideas.example.org", "TRUSTED_PROXIES": 1}, {}, 200),
    ],
)
def test_who_comes_through_a_proxy_that_nobody_told_of_sees_no_numbers(
    app: Flask,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    over: dict[str, object],
    headers: dict[str, str],
    status: int,
) -> None:
    settings = replace(app.extensions["veche.settings"], METRICS_NETWORKS=("127.0.0.1/32",), **over)
    monkeypatch.setitem(app.extensions, "veche.settings", settings)

    answer = client.get("/metrics", headers=headers, base_url="http://127.0.0.1:8000")

    assert answer.status_code == status


def test_requests_and_jobs_are_counted_by_what_they_are_and_not_by_whom(
    app: Flask, client: FlaskClient, run_jobs: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(app.extensions["veche.settings"], METRICS_NETWORKS=("127.0.0.1/32",))
    monkeypatch.setitem(app.extensions, "veche.settings", settings)
    make_campaign("ugra")
    with step():
        outbox.ask("uploads.sweep")
    before = numbers(client.get("/metrics").text)
    run_jobs()
    for path in ("/campaigns/ugra/", "/campaigns/ugra/", "/campaigns/nowhere/", "/nowhere"):
        client.get(path, headers={"User-Agent": "somebody"})

    after = numbers(client.get("/metrics").text)

    grown = {name: value - before.get(name, 0) for name, value in after.items() if value != before.get(name, 0)}
    requests = {name: value for name, value in grown.items() if name.startswith("veche_requests_total")}
    assert requests == {
        'veche_requests_total{endpoint="plan.show_campaign",method="GET",status="200"}': 2,
        'veche_requests_total{endpoint="plan.show_campaign",method="GET",status="404"}': 1,
        'veche_requests_total{endpoint="none",method="GET",status="404"}': 1,
        'veche_requests_total{endpoint="operations.metrics",method="GET",status="200"}': 1,
    }
    assert grown["veche_request_seconds_count"] == 5
    assert grown['veche_jobs_total{job="uploads.sweep",outcome="done"}'] == 1
    assert (after['veche_up{part="database"}'], after["veche_outbox_given_up"]) == (1, 0)


def test_the_map_leads_to_what_everyone_may_see_and_nowhere_else(client: FlaskClient) -> None:
    author = make_account()
    campaign, service = make_campaign("ugra"), make_service("Электронный дневник")
    ideas = [make_idea(campaign, author, title=f"Идея {number}") for number in range(2)]
    for state in HIDDEN:
        make_idea_in(state, campaign, author)
    topic, news = make_topic(campaign, author), put_news(campaign)
    put_news(campaign, state=State.WITHDRAWN)
    for other in (make_campaign("invited", audience=Audience.INVITED), make_campaign("planned", launched=False)):
        make_idea(other, author)
        make_topic(other, author)
        put_news(other)

    parts = LOC.findall(client.get("/sitemap.xml").text)
    found = [path for part in parts for path in LOC.findall(client.get(part).text)]

    own = {"/campaigns/ugra/", f"/services/{service.id}", f"/campaigns/ugra/topics/{topic.id}", f"/news/{news.id}"}
    alone = {"/", "/campaigns/", "/services/", "/answers/", "/implementation/"}
    pages = {f"/pages/{name}" for name in ("how-it-works", "rules", "data-policy", "accessibility", "contacts")}
    assert sorted(found) == sorted(own | alone | pages | {f"/ideas/{idea.id}" for idea in ideas})
    assert {client.get(path).status_code for path in found} == {200}


def test_a_map_of_many_texts_has_parts_by_their_keys(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = make_campaign("ugra")
    ideas = [make_idea(campaign, title=f"Идея {number}") for number in range(5)]
    monkeypatch.setattr(sitemaps, "IN_A_PART", 2)

    parts = [path for path in LOC.findall(client.get("/sitemap.xml").text) if "/ideas-" in path]
    found = [LOC.findall(client.get(part).text) for part in parts]

    assert parts == [f"/sitemap/ideas-{number}.xml" for number in range(ideas[-1].id // 2 + 1)]
    assert [path for some in found for path in some] == [f"/ideas/{idea.id}" for idea in ideas]
    assert max(map(len, found)) == 2
    assert client.get("/sitemap/drafts-0.xml").status_code == 404


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("settings", "contacts"),
    [
        ({"SECURITY_CONTACT": "help@example.org"}, ["mailto:help@example.org", "http://localhost/pages/contacts"]),
        ({"SECURITY_CONTACT": "Сургут, ул. Мира, 5"}, ["http://localhost/pages/contacts"]),
        ({"SECURITY_CONTACT": "https://example.org/security"}, ["https://example.org/security"]),
        (
            {"SECURITY_CONTACT": "дыры@почта.рф"},
            ["mailto:дыры@почта.рф", "http://localhost/pages/contacts"],
        ),
    ],
)
def test_who_finds_a_hole_learns_where_to_write(
    app: Flask,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, str],
    contacts: list[str],
) -> None:
    monkeypatch.setitem(app.extensions, "veche.settings", replace(app.extensions["veche.settings"], **settings))

    answer = client.get("/.well-known/security.txt")

    told = [line.split(": ", 1) for line in answer.text.splitlines()]
    assert [value for name, value in told if name == "Contact"] == contacts
    assert [value for name, value in told if name == "Expires"] == ["2027-05-03T00:00:00Z"]
    assert [value for name, value in told if name == "Canonical"] == ["http://localhost/.well-known/security.txt"]
    assert (answer.content_type, client.get("/security.txt").location) == (
        "text/plain; charset=utf-8",
        "/.well-known/security.txt",
    )


def test_a_link_to_an_idea_is_shown_with_its_first_picture(client: FlaskClient) -> None:
    author = make_account()
    idea = make_idea(make_campaign("ugra"), author, title='Дневник "без" <сбоев>', problem="Не открывается.")
    file = add_file(idea, author)

    page = client.get(f"/ideas/{idea.id}").text

    found = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)"', page))
    assert found == {
        "type": "article",
        "site_name": "Veche",
        "url": f"http://localhost/ideas/{idea.id}",
        "title": "Дневник &#34;без&#34; &lt;сбоев&gt;",
        "description": "Не открывается.",
        "image": f"http://localhost/ideas/{idea.id}/files/{file.id}/photo.jpg",
    }
    assert client.get(found["image"].removeprefix("http://localhost"), buffered=True).status_code == 200


@pytest.mark.parametrize("path", ["/", "/campaigns/ugra/", "/campaigns/ugra/topics/{topic}"])
def test_links_to_the_site_to_projects_and_topics_are_shown_with_the_picture_of_the_platform(
    client: FlaskClient, path: str
) -> None:
    topic = make_topic(make_campaign("ugra"), make_account())

    page = client.get(path.format(topic=topic.id)).text

    (image,) = re.findall(r'property="og:image" content="http://localhost([^"]*)"', page)
    assert client.get(image, buffered=True).mimetype == "image/png"


@pytest.mark.parametrize(
    ("state", "over"),
    [*((state, {}) for state in HIDDEN if state != State.DRAFT), (State.PUBLISHED, {"audience": Audience.INVITED})],
)
def test_what_is_not_for_everyone_has_no_preview_even_for_its_author(
    visit: Visit, state: State, over: dict[str, Audience]
) -> None:
    author = make_account()
    idea = make_idea_in(state, make_campaign("ugra", **over), author)

    answer = visit(author).get(f"/ideas/{idea.id}")

    assert ("og:title" in answer.text, 'rel="canonical"' in answer.text) == (False, False)
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.any_database
@pytest.mark.parametrize("path", ["/account/sign-in", "/account/", "/moderation/", "/nowhere", "/account/register"])
def test_what_is_somebodys_own_is_nothing_to_be_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["X-Robots-Tag"] == "noindex"


@pytest.mark.any_database
def test_robots_learn_where_the_map_is(client: FlaskClient) -> None:
    text = client.get("/robots.txt").text

    assert text.endswith("\n\nSitemap: http://localhost/sitemap.xml\n")
    assert "Disallow: /admin/\n" in text


@pytest.mark.any_database
def test_the_page_of_licences_names_what_runs_here_and_not_what_tests_it(client: FlaskClient) -> None:
    page, texts = client.get("/licences/").text, client.get("/licences/texts.txt")

    names = {one.name.lower() for one in licences.packages()}
    assert {"flask", "sqlalchemy", "rq", "typst", "psycopg", "granian"} <= names
    assert names & {"pytest", "mypy", "ruff", "playwright", "veche"} == set()
    assert [one.name for one in licences.packages() if not one.licence] == []
    assert ("BSD-3-Clause" in page, "AGPL-3.0-or-later" in page) == (True, True)
    assert (texts.mimetype, "Redistribution and use in source and binary forms" in texts.text) == ("text/plain", True)


@pytest.mark.any_database
def test_the_footer_leads_to_the_source_and_the_licences(client: FlaskClient) -> None:
    page = client.get("/pages/rules").text

    assert 'href="https://github.com/veche-platform/veche" rel="external"' in page
    assert 'href="/licences/"' in page
