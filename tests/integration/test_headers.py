"""What every answer carries, and forms that come from another site."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.foundation.db import db
from campaigns.ideas.models import Support
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import make_account
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.any_database

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
SECURE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@pytest.mark.parametrize("path", ["/", "/account/sign-in", "/nowhere", "/healthz", "/robots.txt", "/moderation/"])
def test_every_answer_carries_the_policy(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert {name: answer.headers.get(name) for name in SECURE} == SECURE


def test_static_files_carry_it_too_and_are_kept_for_a_year(client: FlaskClient) -> None:
    page = client.get("/").text
    path = page.partition('<link rel="stylesheet" href="')[2].partition('"')[0]

    answer = client.get(path, buffered=True)

    assert {name: answer.headers.get(name) for name in SECURE} == SECURE
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("scheme", "sent"), [("https", "max-age=31536000"), ("http", None)])
def test_browsers_are_told_to_stay_with_tls_where_there_is_tls(
    client: FlaskClient, scheme: str, sent: str | None
) -> None:
    assert client.get("/", base_url=f"{scheme}://localhost").headers.get("Strict-Transport-Security") == sent


@pytest.mark.parametrize("path", ["/account/", "/nowhere", "/account/sign-in", "/account/register"])
def test_refusals_and_pages_with_forms_are_kept_by_nobody(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "http://localhost:8081"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({}, 303),
    ],
)
def test_a_form_of_another_site_is_not_taken(app: Flask, visit: Visit, headers: dict[str, str], status: int) -> None:
    path = f"/ideas/{make_idea(make_campaign()).id}"
    resident = visit(make_account())

    answer = resident.send(f"{path}/support", page=path, headers=headers)

    db.session.rollback()
    assert (answer.status_code, db.session.scalar(select(func.count()).select_from(Support))) == (
        status,
        int(status == 303),
    )


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_choices_of_display_without_a_token_are_guarded_too(client: FlaskClient, headers: dict[str, str]) -> None:
    foreign = client.post("/display", data={"size": "200"}, headers=headers)
    own = client.post("/display", data={"size": "200"})

    assert (foreign.status_code, "Set-Cookie" in foreign.headers) == (403, False)
    assert (own.status_code, "Set-Cookie" in own.headers) == (303, True)


def test_pages_of_another_site_may_link_to_us(client: FlaskClient) -> None:
    assert (
        client.get("/", headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://news.example"}).status_code == 200
    )
