"""What every door of the site refuses, and how: wrong methods, broken cookies, forms of others, addresses of nothing."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import Client

from app.accounts.models import RoleGrant
from app.accounts.roles import Role
from app.foundation.db import db
from app.web.bodies import Bodies
from tests.factories.people import give_role, make_account, make_office
from tests.factories.worlds import SECRET, World, make_world
from tests.integration.test_every_form import FORMS, PLACEHOLDER, usual
from tests.support.hostile import live_in
from tests.support.people import TOKEN, Visitor

Visit = Callable[..., Visitor]
TABLES = (
    "accounts",
    "members",
    "invitations",
    "expert_picks",
    "score_cards",
    "assessors",
    "assessments",
    "selections",
    "selection_rows",
    "role_grants",
    "territories",
    "offices",
    "calendar_days",
    "competences",
    "campaigns",
    "windows",
    "timeline_changes",
    "campaign_texts",
    "campaign_rules",
    "tracks",
    "services",
    "news",
    "contributions",
    "ideas",
    "idea_files",
    "report_pictures",
    "idea_entries",
    "co_authors",
    "uploads",
    "topics",
    "questions",
    "question_answers",
    "answer_counts",
    "conclusions",
    "problems",
    "threads",
    "comments",
    "stands",
    "reactions",
)
TABLES += (
    "supports",
    "api_tokens",
    "webhooks",
    "webhook_deliveries",
    "follows",
    "themes",
    "theme_ideas",
    "cases",
    "statements",
    "reports",
    "blocks",
    "rounds",
    "results",
    "notices",
    "notice_choices",
    "outbox",
    "paper_piles",
    "paper_slips",
    "code_sheets",
)


@pytest.fixture
def world(made_once: Callable[[Callable[[], World]], World]) -> World:
    return made_once(make_world)


def addresses(app: Flask, method: str) -> list[str]:
    """Every address but that of static files that takes the method, numbers and words filled in."""
    words = {"int": "1", None: "ugra"}
    rules = [
        rule.rule
        for rule in app.url_map.iter_rules()
        # Programs come by a door of their own: tests/integration/test_api.py.
        if method in (rule.methods or ()) and rule.endpoint != "static" and not rule.rule.startswith("/api/v1/")
    ]
    return sorted({PLACEHOLDER.sub(lambda part: words[part[1]], rule) for rule in rules})


def everything() -> list[list[tuple[Any, ...]]]:
    """All rows of the tables that people change."""
    db.session.rollback()
    return [sorted(map(tuple, db.session.execute(text(f"SELECT * FROM {table}"))), key=repr) for table in TABLES]


@pytest.mark.slow
@pytest.mark.any_database
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW", "CONNECT"])
def test_a_method_that_no_address_takes_is_a_page_that_says_so(app: Flask, world: World, method: str) -> None:
    client = app.test_client()

    answers = {path: client.open(path, method=method) for path in addresses(app, "GET") + addresses(app, "POST")}

    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 405} == {}
    assert all("Allow" in answer.headers for answer in answers.values())


@pytest.mark.slow
def test_what_is_only_read_takes_no_form_and_what_changes_takes_no_link(app: Flask, visit: Visit, world: World) -> None:
    visitor = visit(world.people["administrator"])
    token = visitor.token("/account/sign-in")
    read, changed = set(addresses(app, "GET")), set(addresses(app, "POST"))

    posted = {visitor.client.post(path, data={"csrf_token": token}).status_code for path in read - changed}
    got = {visitor.get(path).status_code for path in changed - read}

    assert posted == {405}
    assert got <= {404, 405}


@pytest.mark.slow
def test_head_answers_as_get_does_without_a_body(app: Flask, visit: Visit, world: World) -> None:
    visitor = visit(world.people["administrator"])

    differ = []
    for path in addresses(app, "GET"):
        got, head = visitor.get(path), visitor.client.head(path)
        if head.status_code != got.status_code or head.data or got.status_code >= 500:
            differ.append((path, got.status_code, head.status_code))

    assert differ == []


@pytest.mark.any_database
def test_options_tells_methods_and_nothing_else(app: Flask, client: FlaskClient, world: World) -> None:
    answers = [client.options(path) for path in addresses(app, "GET")]

    assert {(answer.status_code, answer.data) for answer in answers} == {(200, b"")}
    assert all("GET" in answer.headers["Allow"] for answer in answers)


WRITE = "/campaigns/ugra/ideas/new"
COOKIES = [
    "",
    ";;;",
    "=",
    "a" * 7000,
    "..",
    ".a.b",
    "%00",
    "é",
    "\x80\xff",
    '"',
    "\\",
    "eyJhIjoxfQ.x.y",
    "1|é",
    "1|" + "0" * 128,
]


@pytest.mark.slow
@pytest.mark.any_database
@pytest.mark.parametrize("name", ["veche", "display", "draft", "remember_token", ""])
def test_a_cookie_of_rubbish_is_no_cookie(app: Flask, world: World, name: str) -> None:
    client, paths = app.test_client(use_cookies=False), ("/", "/account/sign-in", WRITE, "/account/", "/search")

    statuses = {
        cookie: [client.get(path, headers={"Cookie": as_sent(name, cookie)}).status_code for path in paths]
        for cookie in COOKIES
    }

    assert statuses == {cookie: [200, 200, 200, 303, 200] for cookie in COOKIES}


def as_sent(name: str, cookie: str) -> str:
    return f"{name}={cookie}".encode().decode("latin-1")


@pytest.mark.slow
def test_a_form_without_its_token_changes_nothing(visit: Visit, world: World) -> None:
    before = everything()

    statuses = {}
    for endpoint, form in FORMS.items():
        if form.again or endpoint in MAKE_SOMETHING_TO_SEND:
            continue
        visitor, fields = visit(world.people.get(form.who)), usual(form, endpoint, world)
        for token in ({}, {"csrf_token": "forged"}, {"csrf_token": visit().token("/account/sign-in")}):
            statuses[endpoint] = visitor.client.post(form.where(world), data={**fields, **token}).status_code

    assert {endpoint: status for endpoint, status in statuses.items() if status != 400} == {
        "web.set_display": 303,
        # The signed word is what they ask for instead. Here it is that of nobody.
        **dict.fromkeys(BY_WORD, 200),
    }
    assert everything() == before


# What mail programs send for people, from elsewhere.
BY_WORD = {"notifications.stop_letters", "notifications.resume_letters", "outreach.stop_invitations"}

# Their addresses in the table make a row of their own before anything is sent.
MAKE_SOMETHING_TO_SEND = {
    "apart.ask",
    "administration.take_back",
    "accounts.remove_territory",
    "offices.remove_office",
    "apart.decide_look",
    "digests.take_picture_back",
    "assessment.save",
    "assessment.step_back",
    *(f"paper.{verb}" for verb in ("keep_entry", "settle_differences", "accept_pile", "accept_alone")),
    *(f"paper.{verb}" for verb in ("take_second", "give_back", "cancel_pile")),
    "accounts.reset",
    "factors.agree",
    "factors.stop_own",
    "comments.delete_comment",
    "rounds.lay_options",
    "rounds.save_vote",
    "ideas.discard_draft",
    "ideas.withdraw_idea",
    "news.withdraw_news",
    *(f"answers.{verb}" for verb in ("save_answer", "sign_answer", "sign_second", "take_back", "extend", "transfer")),
    *(f"answers.{verb}" for verb in ("release_answers", "confirm_sheet", "drop_sheet")),
    "answers.set_beside",
    *(f"answers.{verb}" for verb in ("propose_closing", "confirm_closing", "withdraw_closing", "archive")),
    *(f"implementation.{verb}" for verb in ("begin", "report", "add_milestone", "change_milestone", "reply")),
    *(f"implementation.{verb}" for verb in ("move_milestone", "remove_milestone", "send_contest")),
    "search.give_up_search",
    *(f"webhooks.{verb}" for verb in ("pause", "go_on", "try_out", "renew_secret", "remove", "send_again")),
    "moderation.decide_review",
    "joining.propose",
    *(f"themes.{verb}" for verb in ("bring_back", "reword", "join", "dissolve")),
    "moderation.join_case",
    "moderation.mask_case",
    "moderation.mend_text",
    "moderation.block_author",
    "moderation.block_person",
    "moderation.ask_block_review",
    "moderation.confirm_block",
    "moderation.decide_block",
    "moderation.end_block",
    "moderation.publish_case",
    "moderation.restrict_case",
    "moderation.send_review_of_report",
    "plan.accept_invitation",
}


@pytest.mark.any_database
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:81"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_of_another_site_changes_nothing_though_its_token_is_good(
    visit: Visit, world: World, headers: dict[str, str]
) -> None:
    before, statuses = everything(), set()

    for endpoint, form in FORMS.items():
        if endpoint in MAKE_SOMETHING_TO_SEND | BY_WORD:
            continue
        visitor = visit(world.people.get(form.who))
        token = visitor.token("/account/sign-in")
        fields = {**usual(form, endpoint, world), "csrf_token": token}
        statuses.add(visitor.client.post(form.where(world), data=fields, headers=headers).status_code)
        if endpoint.startswith("accounts.sign_out"):
            assert visitor.get("/account/").status_code == 200

    assert statuses == {403}
    assert everything() == before


def test_a_form_that_lay_too_long_is_offered_with_its_words_and_can_be_sent_again(visit: Visit, world: World) -> None:
    visitor = visit(world.people["resident"])
    words = {"title": "Лист ожидания", "problem": 'Талоны <b>расходятся</b> за минуты, "увы", и снова. ' * 3}
    words |= {"proposal": "Сделать лист ожидания с уведомлением.", "do": "save", "draft": "the-secret-of-this-form"}

    first = visitor.client.post("/campaigns/ugra/ideas/", data={**words, "csrf_token": "old"})
    page = first.get_data(as_text=True)
    again = visitor.client.post("/campaigns/ugra/ideas/", data={**words, "csrf_token": TOKEN.search(page)[1]})

    assert (first.status_code, again.status_code) == (400, 303)
    assert 'action="/campaigns/ugra/ideas/"' in page
    assert [f'name="{name}"' in page for name in words] == [True] * len(words)
    assert ("Талоны &lt;b&gt;расходятся&lt;/b&gt;" in page, live_in(page)) == (True, [])


@pytest.mark.any_database
def test_no_password_is_offered_again(visit: Visit, world: World) -> None:
    fields = {"email": "anna@example.org", "password": "тайное слово 7", "current_password": "другое тайное"}

    page = visit().client.post("/account/sign-in", data=fields).get_data(as_text=True)

    assert ("anna@example.org" in page, "тайное" in page) == (True, False)


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("send", "status", "code"),
    [
        (("GET", "/campaigns/nowhere/"), 404, "not-found"),
        (("GET", "/no/such/page"), 404, "not-found"),
        (("PUT", "/"), 405, "method"),
        (("POST", "/account/sign-in"), 400, "old-form"),
        (("POST", "/moderation/cases/1/claim"), 400, "old-form"),
        (("GET", "/moderation/"), 403, "role"),
        (("GET", "/admin/people/"), 403, "role"),
    ],
)
def test_programs_are_told_in_their_own_way(
    visit: Visit, world: World, send: tuple[str, str], status: int, code: str
) -> None:
    method, path = send

    answer = visit(world.people["resident"]).client.open(path, method=method, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert (answer.json["code"], answer.json["status"], bool(answer.json["detail"])) == (code, status, True)


@pytest.mark.any_database
def test_a_body_that_is_too_large_is_told_to_programs_too(visit: Visit, world: World) -> None:
    body = b"a=" + b"b" * (3 << 20)

    answer = visit().client.post("/account/sign-in", data=body, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json["code"]) == (413, "too-large")


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("at_once", "status", "words", "after"),
    [(1, 408, "did not arrive in time", None), (0, 503, "Wait a few seconds", "5")],
)
def test_a_body_that_does_not_arrive_is_told_in_words(
    app: Flask, at_once: int, status: int, words: str, after: str | None
) -> None:
    browser = Client(Bodies(app.wsgi_app, most=1000, at_once=at_once, seconds=0.5, in_line=0.01))
    half = {"wsgi.input": io.BytesIO(b"email=half"), "CONTENT_LENGTH": "500"}

    answer = browser.post("/account/sign-in", environ_overrides=half, headers={"Accept-Language": "en"})

    assert (answer.status_code, words in answer.text, answer.headers.get("Retry-After")) == (status, True, after)


NOTHING = ["0", "999", "9" * 18, "9" * 19]
# What is gone is gone: a form sent twice does not end where nothing is.
GONE_TWICE = {"/account/follows/<int:follow_id>/stop", "/campaigns/<slug>/themes/dismissed/<int:dismissed_id>"}


@pytest.mark.slow
@pytest.mark.parametrize("number", NOTHING)
def test_numbers_of_nothing_lead_nowhere(app: Flask, visit: Visit, world: World, number: str) -> None:
    somebody = give_role(give_role(make_account(), Role.ADMINISTRATOR), Role.MODERATOR)
    somebody = give_role(somebody, Role.OFFICIAL, office=make_office("Департамент всего"))
    somebody = give_role(somebody, Role.ASSISTANT)
    visitor = visit(give_role(somebody, Role.OWNER, world.campaigns["ugra"]))
    token = visitor.token("/account/sign-in")
    # Programs ask with tokens of their own (test_api).
    pages = (rule for rule in app.url_map.iter_rules() if not rule.rule.startswith("/api/"))
    rules = [rule for rule in pages if "int" in rule.rule]

    statuses = {}
    for rule in rules:
        path = PLACEHOLDER.sub(lambda part: number if part[1] == "int" else "ugra", rule.rule)
        send = visitor.client.post if "POST" in (rule.methods or ()) else visitor.client.get
        fields = {"csrf_token": token, "name": "Сургут и другие", "reason": "Так надо.", "edition": "1"}
        statuses[rule.rule] = send(path, data=fields).status_code

    # A number that no table can hold is in no address.
    elsewhere = GONE_TWICE if len(number) < len(NOTHING[-1]) else set()
    assert {rule: status for rule, status in statuses.items() if status != 404} == dict.fromkeys(elsewhere, 303)


@pytest.mark.parametrize("path", ["/campaigns/a%00b/", "/campaigns/%00/ideas/", "/pages/%00", "/account/reset/%00"])
def test_what_no_database_could_hold_is_an_address_of_nothing(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_role_is_taken_at_its_own_person_s_address_alone(visit: Visit, world: World) -> None:
    visitor, grant = visit(world.people["administrator"]), world.grant
    theirs, others = world.people["expert"].id, world.people["resident"].id
    number = grant.id

    at_another = visitor.send(f"/admin/people/{others}/roles/{number}/take")
    still = db.session.get_one(RoleGrant, number).ended_at
    at_theirs = visitor.send(f"/admin/people/{theirs}/roles/{number}/take")

    assert (at_another.status_code, still, at_theirs.status_code) == (404, None, 303)


@pytest.mark.parametrize("who", ["resident", "neighbour_moderator", "official", "administrator"])
def test_whether_a_text_exists_is_told_to_nobody_who_may_not_see_it(visit: Visit, world: World, who: str) -> None:
    visitor = visit(world.people[who])
    numbers = [world.ideas["waiting"].id, world.ideas["draft"].id, 999_999]

    statuses = [visitor.send(f"/moderation/contributions/{number}/review").status_code for number in numbers]

    assert statuses == [404, 404, 404]


# Who may keep a copy of what.


FOR_EVERYONE = ["/", "/campaigns/", "/campaigns/ugra/", "/campaigns/ugra/rules", "/campaigns/ugra/ideas/", "/search"]
FOR_EVERYONE += [
    "/campaigns/ugra/results",
    "/campaigns/ugra/moderation",
    "/digests/",
    "/services/",
    "/where-to-turn",
    "/campaigns/ugra/news/",
    "/pages/rules",
    "/account/consents/personal-data",
]
FOR_EVERYONE += ["/campaigns/ugra/topics/", "/campaigns/ugra/problems"]
FOR_EVERYONE += ["/campaigns/ugra/ideas/paper", "/campaigns/ugra/data", "/campaigns/feed.atom"]
FOR_EVERYONE += ["/campaigns/voting/vote/rule"]
FOR_EVERYONE += ["/campaigns/voting/vote", "/campaigns/voting/vote/ledger", "/campaigns/voting/vote/receipt"]
FOR_ONE = ["/account/sign-in", "/account/register", "/account/forgotten", "/campaigns/ugra/ideas/new"]
FOR_ONE += [f"/ideas/drafts/{SECRET}", f"/ideas/drafts/{SECRET}/kept"]


@pytest.mark.any_database
@pytest.mark.parametrize("path", FOR_EVERYONE)
def test_a_page_for_everyone_is_kept_by_anyone_but_never_that_of_a_person(
    visit: Visit, world: World, path: str
) -> None:
    guest = visit().get(path)
    person = visit(world.people["resident"]).get(path)

    assert (guest.headers["Cache-Control"], person.headers["Cache-Control"]) == (
        "public, no-cache",
        "private, no-store",
    )
    assert {"Cookie", "Accept-Language"} <= set(guest.vary)
    assert ("ETag" in guest.headers, "ETag" in person.headers) == (True, False)
    assert "Set-Cookie" not in guest.headers


def test_letters_are_kept_by_no_browser(client: FlaskClient, world: World, run_jobs: Callable[[], None]) -> None:
    client.post("/account/forgotten", data={"email": "resident@example.org", "csrf_token": _token_of(client)})
    run_jobs()

    letters = client.get("/dev/mail/")
    letter = client.get(re.findall(r'href="(/dev/mail/[^"]+)"', letters.text)[0])

    assert [page.status_code for page in (letters, letter)] == [200, 200]
    assert {page.headers["Cache-Control"] for page in (letters, letter)} == {"private, no-store"}


def _token_of(client: FlaskClient) -> str:
    found = TOKEN.search(client.get("/account/forgotten").text)
    assert found
    return found[1]


@pytest.mark.any_database
@pytest.mark.parametrize("path", FOR_ONE)
def test_a_page_with_a_form_or_a_secret_is_kept_by_nobody(visit: Visit, world: World, path: str) -> None:
    assert visit().get(path).headers["Cache-Control"] == "private, no-store"


@pytest.mark.slow
@pytest.mark.any_database
def test_no_page_of_a_person_is_ever_for_everyone(app: Flask, visit: Visit, world: World) -> None:
    for who in ("resident", "owner", "moderator", "administrator"):
        visitor = visit(world.people[who])

        kept = {path: visitor.get(path).headers["Cache-Control"] for path in addresses(app, "GET")}

        assert {path for path, policy in kept.items() if "no-store" not in policy} == set()


@pytest.mark.any_database
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Proto": "gopher"},
        {"Forwarded": "host=evil.example"},
        {"X-Original-URL": "/admin/people/"},
        {"X-HTTP-Method-Override": "DELETE"},
        {"X-Request-ID": "evil.example\\r\\nevil.example"},
        {"Accept-Language": "evil.example," * 500},
        {"Referer": "http://evil.example/"},
        {"User-Agent": "<script>evil.example</script>"},
    ],
)
def test_no_name_that_was_sent_in_a_header_gets_into_a_page(
    client: FlaskClient, world: World, headers: dict[str, str]
) -> None:
    answers = [
        client.get(path, headers=headers) for path in ("/", "/campaigns/ugra/", "/account/sign-in", "/no/such/page")
    ]

    known = [200, 200, 200, 404] if "Host" not in headers else [400] * 4
    assert [answer.status_code for answer in answers] == known
    assert [re.findall("evil", answer.get_data(as_text=True) + str(answer.headers)) for answer in answers] == [[]] * 4


@pytest.mark.any_database
@pytest.mark.parametrize("host", ["", "a b", "[", "[::1", "evil.example:port", "a" * 300, "é.example", "<script>"])
def test_a_host_that_is_none_breaks_nothing(client: FlaskClient, world: World, host: str) -> None:
    statuses = [client.get(path, headers={"Host": host}).status_code for path in ("/", "/dev/mail/", "/account/")]

    assert set(statuses) <= {200, 303, 400, 404}
