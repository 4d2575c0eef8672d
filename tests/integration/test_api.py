"""The door for programs: who may do what by it, what tokens are good for, and how it refuses."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.accounts import consents
from app.accounts.models import Account
from app.accounts.personal import consenting
from app.api import calls, jobs
from app.api.models import ApiToken, KeptReply
from app.api.scopes import Scope
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.guards import door
from app.guards.counters import Limit
from app.site.models import SiteSettings, TextVersion
from campaigns.comments.models import Comment
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea, Support
from campaigns.rounds.ballots.models import Ballot
from search.domain import upkeep
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import make_account
from tests.factories.tokens import make_token
from tests.factories.worlds import World, make_world
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

# The verbs behind these pages are tried on both databases elsewhere.
pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]
AN_IDEA = {
    "title": "Лист ожидания к врачу",
    "problem": "Талоны к узким специалистам расходятся за минуты.",
    "proposal": "Сделать лист ожидания с уведомлением.",
}


class Program:
    """A program with a token, or without one."""

    def __init__(self, app: Flask, word: str | None = None, language: str = "en") -> None:
        self.client = app.test_client()
        self.headers = {"Accept-Language": language} | ({"Authorization": f"Bearer {word}"} if word else {})

    def ask(self, method: str, path: str, sent: Any = None, **headers: str) -> TestResponse:
        more = {} if sent is None else {"json": sent}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.open(f"/api/v1/{path}", method=method, headers=self.headers | named, **more)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.ask("GET", path, **headers)


def program(app: Flask, account: Account | None = None, *scopes: Scope) -> Program:
    return Program(app, make_token(account, *scopes) if account else None)


# `yes` is an answer, `who` a 401, `no` a 403, `-` a 404; `may` is everything but a refusal of the person: what is sent is too little.
READS = """
address                                   guest  resident  author  expert  moderator  moderator2  owner  owner2  official  observer  admin
campaigns                                 yes    yes       yes     yes     yes        yes         yes    yes     yes       yes       yes
campaigns/ugra                            yes    yes       yes     yes     yes        yes         yes    yes     yes       yes       yes
campaigns/planned                         -      -         -       -       yes        -           yes    -       -         yes       yes
campaigns/invited                         -      -         -       -       yes        -           yes    -       -         yes       yes
campaigns/ugra/choices                    yes    yes       yes     yes     yes        yes         yes    yes     yes       yes       yes
campaigns/planned/choices                 -      -         -       -       yes        -           yes    -       -         yes       yes
campaigns/ugra/topics                     yes    yes       yes     yes     yes        yes         yes    yes     yes       yes       yes
campaigns/invited/topics                  -      -         -       -       yes        -           yes    -       -         yes       yes
campaigns/ugra/topics/{topic}             yes    yes       yes     yes     yes        yes         yes    yes     yes       yes       yes
campaigns/ugra/topics/{topic_waiting}     -      -         yes     -       yes        -           yes    -       -         -         -
campaigns/invited/topics/{topic_invited}  -      -         -       -       yes        -           yes    -       -         yes       yes
campaigns/ugra/ideas                      yes    yes       yes     yes     yes        yes         yes    yes     yes       yes       yes
campaigns/planned/ideas                   -      -         -       -       yes        -           yes    -       -         yes       yes
ideas/{published}                         yes    yes       yes     yes     yes        yes         yes    yes     yes       yes       yes
ideas/{waiting}                           -      -         yes     -       yes        -           yes    -       -         -         -
ideas/{returned}                          -      -         yes     -       yes        -           yes    -       -         -         -
ideas/{hidden}                            -      -         yes     -       yes        -           yes    -       -         -         -
ideas/{draft}                             -      -         yes     -       -          -           -      -       -         -         -
ideas/{guests}                            -      -         -       -       -          -           -      -       -         -         -
ideas/{planned}                           -      -         yes     -       yes        -           yes    -       -         yes       yes
ideas/{invited}                           -      -         -       -       yes        -           yes    -       -         yes       yes
ideas/{published}/answer                  -      -         -       -       -          -           -      -       -         -         -
ideas/{hidden}/answer                     -      -         -       -       -          -           -      -       -         -         -
threads/{published}/comments              yes    yes       yes     yes     yes        yes         yes    yes     yes       yes       yes
threads/{waiting}/comments                -      -         -       -       -          -           -      -       -         -         -
threads/{invited}/comments                -      -         -       -       yes        -           yes    -       -         yes       yes
comments/{said}/answers                   yes    yes       yes     yes     yes        yes         yes    yes     yes       yes       yes
comments/{waiting_said}/answers           -      -         yes     -       yes        -           yes    -       -         -         -
comments/{hidden_said}/answers            -      -         yes     -       yes        -           yes    -       -         -         -
campaigns/voting/rounds                   yes    yes       yes     yes     yes        yes         yes    yes     yes       yes       yes
campaigns/planned/rounds                  -      -         -       -       yes        -           yes    -       -         yes       yes
campaigns/voting/rounds/1/ballot          yes    yes       yes     yes     yes        yes         yes    yes     yes       yes       yes
campaigns/counted/rounds/1/ballot         -      -         -       -       -          -           -      -       -         -         -
campaigns/counted/rounds/1/result         -      -         -       -       -          -           yes    -       -         -         yes
campaigns/voting/rounds/1/result          -      -         -       -       -          -           -      -       -         -         -
answers                                   yes    yes       yes     yes     yes        yes         yes    yes     yes       yes       yes
answers?campaign=planned                  -      -         -       -       yes        -           yes    -       -         yes       yes
search?q=идея                             yes    yes       yes     yes     yes        yes         yes    yes     yes       yes       yes
campaigns/ugra/moderation                 yes    yes       yes     yes     yes        yes         yes    yes     yes       yes       yes
campaigns/planned/moderation              -      -         -       -       yes        -           yes    -       -         yes       yes
campaigns/ugra/participation              who    no        no      no      no         no          yes    no      no        no        yes
campaigns/planned/participation           who    -         -       -       no         -           yes    -       -         no        yes
moderation/cases                          who    no        no      no      yes        yes         yes    yes     no        no        no
me                                        who    yes       yes     yes     yes        yes         yes    yes     yes       yes       yes
openapi.json                              yes    yes       yes     yes     yes        yes         yes    yes     yes       yes       yes
"""
WRITES = """
act                                    guest  resident  author  expert  moderator  moderator2  owner  owner2  official  observer  admin
POST campaigns/ugra/ideas              who    may       may     may     may        may         may    may     may       may       may
POST campaigns/planned/ideas           who    -         -       -       may        -           may    -       -         may       may
POST campaigns/invited/ideas           who    -         -       -       may        -           may    -       -         may       may
POST threads/{published}/comments      who    may       may     may     may        may         may    may     may       may       may
POST threads/{waiting}/comments        who    -         may     -       may        -           may    -       -         -         -
POST threads/{hidden}/comments         who    -         may     -       may        -           may    -       -         -         -
PUT ideas/{published}/support          who    may       no      may     may        may         may    may     may       may       may
DELETE ideas/{published}/support       who    may       no      may     may        may         may    may     may       may       may
PUT ideas/{waiting}/support            who    -         no      -       no         -           no     -       -         -         -
PUT ideas/{invited}/support            who    -         -       -       may        -           may    -       -         may       may
PUT ideas/{counted}/support            who    no        no      no      no         no          no     no      no        no        no
POST campaigns/voting/rounds/1/votes   who    may       may     may     may        may         may    may     may       may       may
POST campaigns/counted/rounds/1/votes  who    -         -       -       -          -           -      -       -         -         -
"""
SHORT = {"moderator2": "neighbour_moderator", "owner2": "neighbour_owner", "admin": "administrator"}
# Too little to be done: those who may are told what is missing.
TOO_LITTLE: dict[str, Any] = {
    "ideas": {"title": "Я", "problem": "Я", "proposal": "Я"},
    "comments": {"body": ""},
    "votes": {"marks": [{"idea": 999_999}]},
}
READ = {200: "yes", 401: "who", 403: "no", 404: "-"}
SENT = {200: "may", 201: "may", 409: "may", 422: "may", 401: "who", 403: "no", 404: "-"}


def ids_of(world: World) -> dict[str, int]:
    ideas = {name: idea.id for name, idea in world.ideas.items()}
    topics = {"topic": world.topics["open"].id, "topic_waiting": world.topics["waiting"].id}
    said = {f"{name}_said": comment.id for name, comment in world.comments.items()}
    more = {
        "guests": ideas["guests draft"],
        "said": world.comments["said"].id,
        "topic_invited": world.topics["invited"].id,
    }
    return {**ideas, **topics, **said, **more}


def lines_of(table: str) -> list[list[str]]:
    return [re.split(r"\s+(?=\S)", line.strip()) for line in table.strip().splitlines()]


def test_who_may_read_what(app: Flask, made_once: Callable[..., Any]) -> None:
    world = made_once(make_world)
    upkeep.rebuild()
    (_head, *names), *rows = lines_of(READS)
    ids = ids_of(world)
    programs = {name: program(app, world.people.get(SHORT.get(name, name))) for name in names}

    for address, *wanted in rows:
        found = [READ[programs[name].get(address.format(**ids)).status_code] for name in names]

        assert (address, found) == (address, wanted)


def test_who_may_do_what(app: Flask, made_once: Callable[..., Any]) -> None:
    world = made_once(make_world)
    (_head, *names), *rows = lines_of(WRITES)
    ids = ids_of(world)
    programs = {name: program(app, world.people.get(SHORT.get(name, name))) for name in names}

    for method, address, *wanted in rows:
        sent = TOO_LITTLE.get(address.rpartition("/")[2]) if method == "POST" else None
        found = [SENT[programs[name].ask(method, address.format(**ids), sent).status_code] for name in names]

        assert (method, address, found) == (method, address, wanted)


RIGHTS = """
act                              read submit comment support vote staff
GET campaigns                    yes  no     no      no      no   no
GET ideas/{idea}                 yes  no     no      no      no   no
GET me                           yes  no     no      no      no   no
GET moderation/cases             no   no     no      no      no   yes
POST campaigns/ugra/ideas        no   may    no      no      no   no
POST threads/{idea}/comments     no   no     may     no      no   no
PUT ideas/{idea}/support         no   no     no      may     no   no
DELETE ideas/{idea}/support      no   no     no      may     no   no
POST campaigns/voting/rounds/1/votes no no   no      no      may  no
"""


def test_a_token_is_good_for_what_its_person_chose_and_nothing_more(app: Flask, made_once: Callable[..., Any]) -> None:
    world = made_once(make_world)
    person = world.people["moderator"]
    (_head, *scopes), *rows = lines_of(RIGHTS)
    programs = [program(app, person, Scope(scope)) for scope in scopes]

    for method, address, *wanted in rows:
        sent = {} if method == "POST" else None
        path = address.format(idea=world.ideas["published"].id)
        statuses = [one.ask(method, path, sent).status_code for one in programs]

        assert (address, [({200: "yes"} if method == "GET" else SENT).get(s, "no") for s in statuses]) == (
            address,
            wanted,
        )


def test_without_the_right_of_staff_a_token_of_staff_sees_what_a_resident_sees(
    app: Flask, made_once: Callable[..., Any]
) -> None:
    world = made_once(make_world)
    hidden = f"ideas/{world.ideas['hidden'].id}"

    plain, staff = (
        program(app, world.people["owner"], *scopes).get(hidden).status_code
        for scopes in ((Scope.READ,), (Scope.READ, Scope.STAFF))
    )

    assert (plain, staff) == (404, 200)


def code_of(answer: TestResponse) -> tuple[int, str]:
    assert answer.content_type == "application/problem+json"
    problem = answer.get_json()
    assert (problem["status"], problem["type"]) == (answer.status_code, f"urn:veche:refusal:{problem['code']}")
    return answer.status_code, problem["code"]


def test_a_token_that_is_taken_back_while_it_is_used_is_good_for_nothing_from_that_moment(
    app: Flask, visit: Visit
) -> None:
    person = make_account()
    asked = program(app, person)
    token = db.session.scalars(select(ApiToken)).one()

    before = asked.get("me").status_code
    visit(person).send(f"/account/tokens/{token.id}/revoke", {}, page="/account/tokens/")
    after = asked.get("me")

    assert (before, code_of(after), after.headers["WWW-Authenticate"]) == (200, (401, "token.revoked"), "Bearer")


def test_tokens_end_with_their_time_with_a_new_password_and_with_their_person(app: Flask, clock: MovingClock) -> None:
    short, moved, left = (make_account() for _ in range(3))
    programs = [program(app, person) for person in (short, moved, left)]

    with step():
        db.session.get_one(Account, moved.id).session_epoch += 1
        db.session.get_one(Account, left.id).ended_at = present.now()
    ended = [code_of(one.get("me")) for one in programs[1:]]
    clock.move_by(days=30)

    assert ended == [(401, "token.revoked"), (401, "token.revoked")]
    assert code_of(programs[0].get("me")) == (401, "token.expired")


@pytest.mark.parametrize(
    "header",
    [
        *("Bearer", "Bearer ", "Bearer nonsense", f"Bearer veche_{'0' * 12}_{'0' * 48}", "Basic YTpi", "veche_1"),
        *(f"Bearer {'a' * 9000}", "Bearer ' OR 1=1 --", "Bearer \xd0\xb9"),
    ],
)
def test_words_that_are_no_tokens_open_nothing(app: Flask, header: str) -> None:
    make_token(make_account())

    answer = app.test_client().get("/api/v1/campaigns", headers={"Authorization": header})

    assert code_of(answer) == (401, "token.unknown")


def test_a_token_with_the_right_beginning_and_another_end_is_unknown(app: Flask) -> None:
    word = make_token(make_account())
    other = word[:-1] + ("0" if word[-1] != "0" else "1")

    assert code_of(Program(app, other).get("me")) == (401, "token.unknown")


def test_of_a_token_only_a_digest_is_kept_and_the_day_of_its_use(app: Flask, clock: MovingClock) -> None:
    person = make_account()
    word = make_token(person)
    clock.move_by(days=1)

    Program(app, word).get("me")
    Program(app, word).get("me")

    db.session.expire_all()
    token = db.session.scalars(select(ApiToken)).one()
    secret = word.rpartition("_")[2]
    assert (token.used_on, secret in str(vars(token)), token.prefix in word) == (present.now().date(), False, True)


def test_cookies_act_for_nobody(app: Flask, visit: Visit) -> None:
    person, campaign = make_account(), make_campaign("ugra")
    idea, browser = make_idea(campaign), visit(person).client

    mine = make_idea(campaign, person, State.DRAFT)
    read = browser.get(f"/api/v1/ideas/{mine.id}").status_code
    put = browser.put(f"/api/v1/ideas/{idea.id}/support")
    sent = browser.post("/api/v1/campaigns/ugra/ideas", json=AN_IDEA)

    assert (read, code_of(put), code_of(sent)) == (404, (401, "sign-in"), (401, "sign-in"))
    assert db.session.scalar(select(func.count()).select_from(Support)) == 0


@pytest.mark.parametrize("path", ["/api/v1/me", "//api/v1/me", "///api/v1/me"])
def test_no_cookie_gets_as_far_as_the_api_however_its_address_is_written(path: str) -> None:
    seen: list[dict[str, Any]] = []

    def answer(environ: dict[str, Any], _start: Any) -> list[bytes]:
        seen.append(dict(environ))
        return []

    calls.Cookieless(answer)({"PATH_INFO": path, "HTTP_COOKIE": "veche=somebody"}, lambda *_: None)

    assert [one for one in seen if "HTTP_COOKIE" in one] == []


def test_a_page_of_another_site_sends_nothing_even_with_a_token(app: Flask) -> None:
    idea = make_idea(make_campaign("ugra"))

    answer = program(app, make_account()).ask("PUT", f"ideas/{idea.id}/support", Origin="https://elsewhere.example")

    assert code_of(answer) == (403, "foreign-form")
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_other_sites_may_read_what_everyone_may_and_nothing_more(app: Flask) -> None:
    make_campaign("ugra")
    guest, person = program(app), program(app, make_account())
    origin = {"Origin": "https://elsewhere.example"}

    read = guest.get("campaigns", **origin)
    asked = guest.ask("OPTIONS", "campaigns/ugra/ideas", Access_Control_Request_Method="POST", **origin)
    missing = guest.get("campaigns/nowhere", **origin)
    known = person.get("campaigns", **origin)

    shared = "Access-Control-Allow-Origin"
    assert (read.headers[shared], missing.headers[shared], shared in known.headers) == ("*", "*", False)
    assert (asked.headers["Access-Control-Allow-Methods"], asked.headers["Access-Control-Allow-Headers"]) == (
        "GET, HEAD, OPTIONS",
        "Accept-Language, If-None-Match",
    )
    assert [one for one in (read, asked, known) if "Access-Control-Allow-Credentials" in one.headers] == []


def test_what_has_not_changed_is_not_sent_again(app: Flask) -> None:
    make_campaign("ugra")
    guest, person = program(app), program(app, make_account())

    first = guest.get("campaigns/ugra")
    again = guest.get("campaigns/ugra", If_None_Match=first.headers["ETag"])
    own = person.get("campaigns/ugra")

    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert (first.headers["Cache-Control"], own.headers["Cache-Control"]) == ("public, no-cache", "private, no-cache")
    assert {"Authorization", "Accept-Language"} <= set(first.vary)
    assert "Set-Cookie" not in first.headers


def test_the_same_key_is_answered_the_same_and_does_it_once(app: Flask, clock: MovingClock) -> None:
    make_campaign("ugra")
    asked = program(app, make_account())
    other = program(app, make_account())

    first, again = (asked.ask("POST", "campaigns/ugra/ideas", AN_IDEA, Idempotency_Key="a key") for _ in range(2))
    changed = asked.ask("POST", "campaigns/ugra/ideas", {**AN_IDEA, "title": "Другая"}, Idempotency_Key="a key")
    theirs = other.ask("POST", "campaigns/ugra/ideas", AN_IDEA, Idempotency_Key="a key")
    wrong = asked.ask("POST", "campaigns/ugra/ideas", AN_IDEA, Idempotency_Key="k" * 201)

    assert (first.status_code, first.json, first.headers["Location"]) == (201, again.json, again.headers["Location"])
    assert ("Idempotency-Replayed" in first.headers, again.headers["Idempotency-Replayed"]) == (False, "true")
    assert (code_of(changed), code_of(wrong)) == ((422, "idempotency-key.used"), (422, "idempotency-key"))
    assert (theirs.status_code, theirs.json["id"] != first.json["id"]) == (201, True)
    assert db.session.scalar(select(func.count()).select_from(Idea)) == 2

    clock.move_by(hours=25)
    jobs.forget_replies()
    assert db.session.scalar(select(func.count()).select_from(KeptReply)) == 0


def test_an_idea_that_comes_too_late_stays_a_draft_with_its_words(app: Flask, clock: MovingClock) -> None:
    make_campaign("ugra")
    person = make_account()
    asked = program(app, person)
    clock.move_by(days=11)

    answer = asked.ask("POST", "campaigns/ugra/ideas", AN_IDEA)

    idea = db.session.scalars(select(Idea)).one()
    assert (code_of(answer), answer.json["draft"]) == ((409, "phase.over"), f"http://localhost/ideas/{idea.id}/edit")
    assert (idea.title, db.session.get_one(Contribution, idea.id).state) == (AN_IDEA["title"], State.DRAFT)


def test_refusals_are_those_of_the_pages_in_the_language_that_was_asked_for(app: Flask, clock: MovingClock) -> None:
    person = make_account()
    campaign = make_campaign("ugra")
    own = make_idea(campaign, person)
    word = make_token(person)

    said = [Program(app, word, language).ask("PUT", f"ideas/{own.id}/support") for language in ("en", "ru")]

    assert [code_of(one) for one in said] == [(403, "not-own"), (403, "not-own")]
    assert [one.json["detail"] for one in said] == [
        "This is your own idea: others support it.",
        "Это ваша собственная идея: её поддерживают другие.",
    ]
    assert [one.headers["Content-Language"] for one in said] == ["en", "ru"]


def test_what_is_amiss_is_said_place_by_place(app: Flask) -> None:
    make_campaign("ugra")
    asked = program(app, make_account())

    kinds = asked.ask("POST", "campaigns/ugra/ideas", {**AN_IDEA, "title": 5, "more": 1, "problems": ["x"]})
    rules = asked.ask("POST", "campaigns/ugra/ideas", {**AN_IDEA, "title": "Я", "track": 999})

    assert [code_of(kinds), code_of(rules)] == [(422, "invalid"), (422, "invalid")]
    assert sorted(one["pointer"] for one in kinds.json["errors"]) == ["#/more", "#/problems/0", "#/title"]
    assert sorted(one["pointer"] for one in rules.json["errors"]) == ["#/title", "#/track"]


def test_personal_data_are_asked_about_once(app: Flask) -> None:
    make_campaign("ugra")
    asked = program(app, make_account())
    sent = {**AN_IDEA, "problem": "Звоните мне по номеру +7 912 345-67-89."}

    first = asked.ask("POST", "campaigns/ugra/ideas", sent)
    again = asked.ask("POST", "campaigns/ugra/ideas", {**sent, "seen": first.json["seen"]})

    assert (code_of(first), [one["words"] for one in first.json["warned"]]) == (
        (422, "personal-data"),
        ["+7 912 345-67-89"],
    )
    assert again.status_code == 201


BODIES = {
    "fifty megabytes": (b'{"body": "' + b"a" * 50_000_000 + b'"}', 413, "too-large"),
    "a quarter and more": (b'{"body": "' + b"a" * 300_000 + b'"}', 413, "too-large"),
    "deep": (b"[" * 100_000 + b"]" * 100_000, 400, "bad-json"),
    "not so deep": (b'{"body": ' + b"[" * 30 + b"]" * 30 + b"}", 400, "bad-json"),
    "NUL": (b'{"body": "a\\u0000b"}', 422, "invalid"),
    "half a letter": (b'{"body": "\\ud83d"}', 422, "invalid"),
    "no text": (b'{"body": "\xff\xfe"}', 400, "bad-json"),
    "twice": (b'{"body": "one", "body": "two"}', 400, "bad-json"),
    "no number": (b'{"body": "a", "parent": NaN}', 400, "bad-json"),
    "endless": (b'{"body": "a", "parent": 1e400}', 422, "invalid"),
    "a long number": (b'{"body": "a", "parent": ' + b"9" * 5000 + b"}", 400, "bad-json"),
    "half": (b'{"body": ', 400, "bad-json"),
    "nothing": (b"", 400, "bad-json"),
    "a list": (b"[]", 422, "invalid"),
    "null": (b"null", 422, "invalid"),
}


@pytest.mark.parametrize("name", BODIES)
def test_bodies_that_play_games_get_a_clear_answer(app: Flask, name: str) -> None:
    idea = make_idea(make_campaign("ugra"))
    body, *wanted = BODIES[name]
    word = make_token(make_account())

    answer = app.test_client().post(
        f"/api/v1/threads/{idea.id}/comments",
        data=body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {word}"},
    )

    assert [*code_of(answer)] == wanted
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 0


def test_what_is_no_json_is_not_taken(app: Flask) -> None:
    idea = make_idea(make_campaign("ugra"))
    word = make_token(make_account())

    answer = app.test_client().post(
        f"/api/v1/threads/{idea.id}/comments", data={"body": "Да"}, headers={"Authorization": f"Bearer {word}"}
    )

    assert code_of(answer) == (415, "not-json")


@pytest.mark.parametrize("order", ["new", "fair", "support", "discussed"])
def test_a_walk_by_cursors_meets_each_idea_once(app: Flask, order: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.api.views.ideas.A_PAGE", 2)
    campaign = make_campaign("ugra")
    every = {make_idea(campaign, title=f"Идея номер {number}").id for number in range(5)}
    guest = program(app)

    met, cursor = [], ""
    while cursor is not None:
        page = guest.get(f"campaigns/ugra/ideas?order={order}" + (f"&after={cursor}" if cursor else "")).json
        met += [one["id"] for one in page["items"]]
        cursor = page["next"]

    assert (len(met), set(met)) == (5, every)


def test_a_cursor_holds_for_its_own_list_alone(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.api.views.ideas.A_PAGE", 1)
    campaign = make_campaign("ugra")
    make_campaign("other")
    for number in range(2):
        make_idea(campaign, title=f"Идея номер {number}")
    guest = program(app)
    cursor = guest.get("campaigns/ugra/ideas?order=new").json["next"]

    elsewhere = ["campaigns/other/ideas?order=new", "campaigns/ugra/ideas?order=support", "campaigns/ugra/topics?x=1"]
    found = [code_of(guest.get(f"{path}&after={cursor}")) for path in elsewhere]
    forged = [
        code_of(guest.get(f"campaigns/ugra/ideas?after={word}")) for word in ("W10", "%00", "a" * 350, cursor[:-2])
    ]

    assert set(found + forged) == {(422, "cursor")}


def test_a_program_that_asks_very_much_waits_and_others_do_not(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "READS_OF_TOKEN", Limit("api-reads", 3, 60))
    one, other = program(app, make_account()), program(app, make_account())

    answers = [one.get("me") for _ in range(4)]

    assert [answer.status_code for answer in answers[:3]] == [200, 200, 200]
    assert (code_of(answers[3]), int(answers[3].headers["Retry-After"]) > 0) == ((429, "too-many-calls"), True)
    assert other.get("me").status_code == 200


def test_programs_with_a_token_leave_the_forms_of_their_network_to_people_and_those_without_do_not(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "FORMS_OF_NETWORK", Limit("forms-network", 2, 3600))
    make_campaign("ugra")
    asked, unknown = program(app, make_account()), Program(app, "veche_0123456789ab_" + "0" * 48)

    with_token = [asked.ask("POST", "campaigns/ugra/ideas", AN_IDEA).status_code for _ in range(4)]
    person = visit().send("/account/confirm", {"email": "anna@example.org"}, page="/account/confirm").status_code
    without = [code_of(one.ask("POST", "campaigns/ugra/ideas", AN_IDEA)) for one in (program(app), unknown, unknown)]
    reading = unknown.get("campaigns")

    assert (with_token, person) == ([201] * 4, 303)
    assert without == [(401, "sign-in"), *[(429, "too-many-from-network")] * 2]
    assert code_of(reading) == (401, "token.unknown")


def test_a_person_does_not_write_more_with_more_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "WRITES_OF_PERSON", Limit("api-writes-person", 3, 60))
    make_campaign("ugra")
    account = make_account()
    one, other = program(app, account), program(app, account)

    answers = [asked.ask("POST", "campaigns/ugra/ideas", {}).status_code for asked in (one, other, one, other)]

    assert answers == [422, 422, 422, 429]
    assert other.get("me").status_code == 200


def test_an_answer_with_the_code_of_a_vote_is_read_by_its_token_alone(
    app: Flask, made_once: Callable[..., Any]
) -> None:
    world = made_once(make_world)
    voter = world.people["resident"]
    asked, other = program(app, voter), program(app, voter)
    first, second = (option.idea_id for option in world.options[:2])
    votes, key = "campaigns/voting/rounds/1/votes", {"Idempotency_Key": "vote"}

    one = asked.ask("POST", votes, {"marks": [{"idea": first}]}, **key)
    by_another = other.ask("POST", votes, {"marks": [{"idea": first}]}, **key)
    again = asked.ask("POST", votes, {"marks": [{"idea": first}]}, **key)

    row = db.session.execute(select(KeptReply.__table__)).mappings().one()
    kept = " ".join(str(value) for value in row.values())
    guesses = {
        hashlib.sha256(
            f"POST /api/v1/{votes}?\n".encode() + json.dumps({"marks": [{"idea": idea}]}).encode()
        ).hexdigest()
        for idea in (first, second)
    }
    assert (again.json, code_of(by_another)) == (one.json, (422, "idempotency-key.used"))
    assert one.json["code"] not in kept
    assert guesses.isdisjoint(kept.split())


def test_a_vote_by_a_program_is_the_vote_of_its_person_and_the_last_one_counts(
    app: Flask, made_once: Callable[..., Any]
) -> None:
    world = made_once(make_world)
    asked = program(app, world.people["resident"])
    first, second = (option.idea_id for option in world.options[:2])
    votes = "campaigns/voting/rounds/1/votes"

    one = asked.ask("POST", votes, {"marks": [{"idea": first}]}, Idempotency_Key="vote")
    same = asked.ask("POST", votes, {"marks": [{"idea": first}]}, Idempotency_Key="vote")
    other = asked.ask("POST", votes, {"marks": [{"idea": second}]})
    wrong = [
        asked.ask("POST", votes, {"marks": marks})
        for marks in ([{"idea": first}, {"idea": first}], [{"idea": 999_999}], [{"idea": first, "value": 7}], [])
    ]

    ballot = db.session.scalars(
        select(Ballot).where(Ballot.account_id == world.people["resident"].id).execution_options(populate_existing=True)
    ).one()
    assert (one.json, one.json["number"], other.json["number"]) == (same.json, 1, 2)
    assert (ballot.marks, ballot.casts) == (f"{second}:1", 2)
    assert {answer.status_code for answer in wrong} == {422}


def test_methods_and_addresses_that_are_not_there_are_problems_too(app: Flask) -> None:
    guest = program(app)

    assert code_of(guest.ask("PATCH", "campaigns")) == (405, "method")
    assert code_of(guest.get("nothing/here")) == (404, "not-found")
    assert code_of(guest.get("ideas/99999999999999999999")) == (404, "not-found")
    assert code_of(guest.get("campaigns?stage=never")) == (422, "invalid")


def test_pages_stay_pages_beside_it(app: Flask, client: FlaskClient) -> None:
    assert client.get("/nothing-here").content_type == "text/html; charset=utf-8"


def test_a_token_is_made_on_its_page_and_shown_this_once(app: Flask, visit: Visit) -> None:
    person = make_account()
    browser, page = visit(person), "/account/tokens/"
    sent = {"name": "Отчёты", "scopes": ["read", "support"], "days": "90", "form": "this page"}

    wrong = browser.send(page, {"name": "", "days": "5", "scopes": ["everything"]}, page=page)
    made = browser.send(page, sent, page=page)
    again = browser.send(page, sent, page=page)
    word = re.search(r"veche_[0-9a-f]{12}_[0-9a-f]{48}", made.text)

    assert (wrong.status_code, made.status_code, again.status_code) == (422, 200, 409)
    assert word is not None
    assert (made.headers["Cache-Control"], word[0] in browser.get(page).text) == ("no-store", False)
    asked = Program(app, word[0]).get("me").json
    assert (asked["token"], asked["scopes"]) == ("Отчёты", ["read", "support"])
    assert asked["expires_at"] == (present.now() + timedelta(days=90)).isoformat()


def test_making_a_token_asks_once_more_who_it_is(app: Flask, visit: Visit, clock: MovingClock) -> None:
    browser, page = visit(make_account()), "/account/tokens/"
    clock.move_by(minutes=20)

    answer = browser.send(page, {"name": "Отчёты", "scopes": "read", "days": "7"}, page=page)

    assert (answer.status_code, answer.location.partition("?")[0]) == (307, "/account/again")
    assert db.session.scalars(select(ApiToken)).all() == []


def test_nobody_sees_or_takes_back_the_tokens_of_others(app: Flask, visit: Visit) -> None:
    person, other = make_account(), make_account()
    make_token(person)
    token = db.session.scalars(select(ApiToken)).one()
    browser = visit(other)

    answer = browser.send(f"/account/tokens/{token.id}/revoke", {}, page="/account/tokens/")

    db.session.expire_all()
    assert (answer.status_code, token.revoked_at, token.prefix in browser.get("/account/tokens/").text) == (
        404,
        None,
        False,
    )
    assert visit().get("/account/tokens/").status_code == 303


def test_the_documentation_names_every_address_and_only_those_and_every_right(app: Flask, client: FlaskClient) -> None:
    told = json.loads(client.get("/api/v1/openapi.json").data)
    documented = {
        (method.upper(), path) for path, item in told["paths"].items() for method in item if method != "parameters"
    }
    there = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert (told["openapi"], documented) == ("3.1.0", there)
    page = client.get("/api/").text
    assert [path for _method, path in documented if path not in page] == []
    assert ("<script" in page.partition("<main")[2], "https://" in page.partition("<main")[2].partition("<h2")[0]) == (
        False,
        False,
    )


def test_a_consent_whose_words_have_changed_stands_in_the_way_of_writing_by_a_program_too(
    app: Flask, clock: MovingClock
) -> None:
    account, idea = make_account(), make_idea(make_campaign())
    with step():
        consenting.agree(account, consents.PERSONAL_DATA, "en", present.now())
        words = {"language": "en", "title": "Consent", "body": "Other words.", "why": ""}
        db.session.add(TextVersion(name="consent", number=2, written_at=present.now(), **words))
        db.session.add(SiteSettings(id=1, version=1, chosen={}, changed_at=present.now()))
    clock.move_by(minutes=1)
    mine = program(app, account, Scope.READ, Scope.SUPPORT)

    read, refused = mine.get(f"ideas/{idea.id}"), mine.ask("PUT", f"ideas/{idea.id}/support")
    with step():
        consenting.agree(account, consents.PERSONAL_DATA, "en", present.now())
    supported = mine.ask("PUT", f"ideas/{idea.id}/support")

    assert (read.status_code, code_of(refused), supported.status_code) == (200, (403, "consent"), 200)
