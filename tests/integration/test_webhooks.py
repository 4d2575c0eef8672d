"""Webhooks: what is told to whom, how it is signed, tried again and given up; and who keeps them."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation import clock as present
from app.foundation import mail
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.webhooks import jobs, posting, signing
from app.webhooks.domain import sending
from app.webhooks.kinds import Event
from app.webhooks.models import Delivery, Outcome, Webhook
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Audience, Campaign
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import give_role, make_account
from tests.factories.webhooks import Heard, listening, make_webhook
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

# The verbs behind these pages are tried on both databases elsewhere.
pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]
RunJobs = Callable[[], None]
ELSEWHERE = "https://hooks.example.org/veche"


@pytest.fixture
def inside(app: Flask) -> Iterator[Flask]:
    """A copy whose operator lets webhooks go to addresses inside: for tests and development."""
    before = app.extensions["veche.settings"]
    app.extensions["veche.settings"] = replace(before, WEBHOOKS_INSIDE=True)
    yield app
    app.extensions["veche.settings"] = before


@pytest.fixture
def heard(inside: Flask) -> Iterator[Heard]:
    with listening() as program:
        yield program


def publish(idea: Idea, *, may_be_undone: bool = False) -> None:
    with step():
        common = db.session.get_one(Contribution, idea.id)
        states.publish(common, present.now(), may_be_undone=may_be_undone)


def deliveries() -> list[Delivery]:
    db.session.expire_all()
    return list(db.session.scalars(select(Delivery).order_by(Delivery.id)))


def webhooks() -> list[Webhook]:
    db.session.expire_all()
    return list(db.session.scalars(select(Webhook).order_by(Webhook.id)))


def test_a_program_is_told_of_an_idea_in_signed_words_that_name_no_words_of_people(
    heard: Heard, run_jobs: RunJobs
) -> None:
    campaign = make_campaign("ugra")
    webhook = make_webhook(heard.url, campaign=campaign)
    secret = signing.secret_of(webhook).removeprefix("whsec_")
    idea = make_idea(campaign, make_account(), State.SUBMITTED, title="Тайное слово заголовка")

    idea_id, number = idea.id, idea.number
    publish(idea)
    run_jobs()

    ((headers, body),) = heard.requests
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body.decode()}".encode()
    mac = hmac.new(base64.b64decode(secret), signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(mac).decode()}"
    assert int(headers["webhook-timestamp"]) == int(present.now().timestamp())
    assert json.loads(body) == {
        "type": "idea.published",
        "timestamp": present.now().isoformat(),
        "data": {
            "campaign": "ugra",
            "idea": idea_id,
            "number": number,
            "state": "published",
            "outcome": None,
            "language": "ru",
            "page": f"http://localhost/ideas/{idea_id}",
            "api": f"http://localhost/api/v1/ideas/{idea_id}",
        },
    }
    (kept,) = deliveries()
    assert (kept.state, kept.status, kept.attempts, kept.word) == (Outcome.DELIVERED, 204, 1, headers["webhook-id"])


def test_only_addresses_that_want_to_know_are_told_and_none_of_another_campaign(app: Flask) -> None:
    campaign, other = make_campaign("ugra"), make_campaign("other")
    wanted = make_webhook(ELSEWHERE, Event.IDEA_PUBLISHED, campaign=campaign)
    everywhere = make_webhook(ELSEWHERE, Event.IDEA_PUBLISHED)
    make_webhook(ELSEWHERE, Event.NEWS_PUBLISHED, campaign=campaign)
    make_webhook(ELSEWHERE, Event.IDEA_PUBLISHED, campaign=other)

    publish(make_idea(campaign, make_account(), State.SUBMITTED))

    assert [one.webhook_id for one in deliveries()] == [wanted.id, everywhere.id]


def test_what_is_hidden_before_it_is_sent_is_told_to_nobody(
    heard: Heard, run_jobs: RunJobs, clock: MovingClock
) -> None:
    campaign = make_campaign("ugra")
    make_webhook(heard.url, Event.IDEA_PUBLISHED, campaign=campaign)
    idea = make_idea(campaign, make_account(), State.SUBMITTED)

    publish(idea, may_be_undone=True)
    with step():
        states.withdraw(db.session.get_one(Contribution, idea.id), present.now())
    clock.move_by(minutes=2)
    run_jobs()

    assert heard.requests == []
    assert [(one.state, one.fault, one.payload) for one in deliveries()] == [(Outcome.DROPPED, "hidden", "")]


def test_what_only_invited_people_may_read_is_told_to_no_program(heard: Heard, run_jobs: RunJobs) -> None:
    campaign = make_campaign("closed", audience=Audience.INVITED)
    make_webhook(heard.url, campaign=campaign)

    publish(make_idea(campaign, make_account(), State.SUBMITTED))
    run_jobs()

    assert heard.requests == []


def test_an_idea_that_is_taken_back_is_told_by_its_number_alone(heard: Heard, run_jobs: RunJobs) -> None:
    campaign = make_campaign("ugra")
    make_webhook(heard.url, Event.IDEA_GONE, campaign=campaign)
    idea_id = make_idea(campaign, make_account()).id

    with step():
        states.withdraw(db.session.get_one(Contribution, idea_id), present.now())
    run_jobs()

    assert [json.loads(body)["data"] for _headers, body in heard.requests] == [{"idea": idea_id}]


def test_a_program_that_fails_is_tried_again_for_a_day_then_paused_and_its_keepers_told(
    heard: Heard, run_jobs: RunJobs, clock: MovingClock
) -> None:
    campaign = make_campaign("ugra")
    give_role(make_account("owner@example.org"), Role.OWNER, campaign)
    make_webhook(heard.url, Event.IDEA_PUBLISHED, campaign=campaign)
    heard.statuses = [500] * 20
    began = present.now()

    publish(make_idea(campaign, make_account(), State.SUBMITTED))
    times = []
    for _ in range(20):
        run_jobs()
        (delivery,) = deliveries()
        times.append(present.now() - began)
        if delivery.next_at is None:
            break
        clock.move_to(delivery.next_at)

    assert (delivery.state, delivery.attempts, delivery.status) == (Outcome.FAILED, 8, 500)
    assert timedelta(hours=23) < times[-1] <= timedelta(hours=24)
    assert len({headers["webhook-id"] for headers, _body in heard.requests}) == 1
    assert [one.paused_why for one in webhooks() if one.paused_at] == ["500"]
    letters = [path.read_text() for path in mail.folder().glob("*.eml")]
    assert ["owner@example.org" in letter for letter in letters] == [True]


def test_a_redirect_is_a_failure_and_is_not_followed(heard: Heard, run_jobs: RunJobs) -> None:
    campaign = make_campaign("ugra")
    make_webhook(heard.url, Event.IDEA_PUBLISHED, campaign=campaign)
    heard.statuses, heard.location = [302], heard.url.replace("/hooks", "/inside")

    publish(make_idea(campaign, make_account(), State.SUBMITTED))
    run_jobs()

    assert len(heard.requests) == 1
    assert [(one.state, one.status) for one in deliveries()] == [(Outcome.WAITING, 302)]


def test_one_that_says_it_is_gone_is_paused_at_once(heard: Heard, run_jobs: RunJobs) -> None:
    campaign = make_campaign("ugra")
    make_webhook(heard.url, Event.IDEA_PUBLISHED, campaign=campaign)
    heard.statuses = [410]

    publish(make_idea(campaign, make_account(), State.SUBMITTED))
    run_jobs()

    (webhook,) = webhooks()
    assert (webhook.paused_why, [one.state for one in deliveries()]) == ("410", [Outcome.FAILED])


def test_a_name_that_leads_inside_when_it_is_sent_gets_nothing(
    app: Flask, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = make_campaign("ugra")
    make_webhook(ELSEWHERE, Event.IDEA_PUBLISHED, campaign=campaign)
    looked_up: list[str] = []

    def leads_inside(host: str, port: int, **_about: object) -> list[tuple[object, ...]]:
        looked_up.append(host)
        return [(2, 1, 6, "", ("93.184.216.34", port)), (2, 1, 6, "", ("169.254.169.254", port))]

    monkeypatch.setattr("app.webhooks.addresses.socket.getaddrinfo", leads_inside)
    publish(make_idea(campaign, make_account(), State.SUBMITTED))
    run_jobs()

    (webhook,) = webhooks()
    assert looked_up == ["hooks.example.org"]
    assert [(one.state, one.fault) for one in deliveries()] == [(Outcome.FAILED, "internal")]
    assert webhook.paused_why == "internal"


def test_the_connection_goes_to_the_address_that_was_judged_whatever_the_name_leads_to_then(
    heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["127.0.0.1", "10.0.0.1"])
    port = int(heard.url.rsplit(":", 1)[1].split("/")[0])

    def another_each_time(_host: str, _port: int, **_about: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", (next(answers), port))]

    monkeypatch.setattr("app.webhooks.addresses.socket.getaddrinfo", another_each_time)
    answer = posting.post(f"http://rebind.example.org:{port}/hooks", b"{}", {})

    assert (answer.status, answer.fault) == (204, "")
    assert heard.requests[0][0]["host"] == f"rebind.example.org:{port}"
    assert next(answers) == "10.0.0.1"


def test_nothing_waits_for_a_paused_address_and_all_of_it_goes_when_it_goes_on(
    heard: Heard, run_jobs: RunJobs, visit: Visit, clock: MovingClock
) -> None:
    campaign = make_campaign("ugra")
    owner = visit(give_role(make_account(), Role.OWNER, campaign))
    webhook = make_webhook(heard.url, Event.IDEA_PUBLISHED, campaign=campaign)
    heard.statuses = [500]
    page = f"/webhooks/{webhook.id}"
    publish(make_idea(campaign, make_account(), State.SUBMITTED))
    run_jobs()

    owner.send(f"{page}/pause", {}, page=page)
    campaign = db.session.scalars(select(Campaign)).one()
    publish(make_idea(campaign, make_account(), State.SUBMITTED))
    clock.move_by(hours=1)
    run_jobs()
    before = len(heard.requests)
    owner.send(f"{page}/go-on", {}, page=page)
    run_jobs()

    assert (before, len(heard.requests)) == (1, 2)
    assert [one.state for one in deliveries()] == [Outcome.DELIVERED]


def test_a_delivery_is_sent_again_by_hand_under_its_own_id(heard: Heard, run_jobs: RunJobs, visit: Visit) -> None:
    campaign = make_campaign("ugra")
    owner = visit(give_role(make_account(), Role.OWNER, campaign))
    webhook = make_webhook(heard.url, campaign=campaign)
    page = f"/webhooks/{webhook.id}"
    owner.send(f"{page}/try", {}, page=page)
    run_jobs()
    (delivery,) = deliveries()
    word = delivery.word

    owner.send(f"/webhooks/deliveries/{delivery.id}/send", {}, page=page)
    run_jobs()

    assert [json.loads(body)["type"] for _headers, body in heard.requests] == ["ping", "ping"]
    assert {headers["webhook-id"] for headers, _body in heard.requests} == {word}
    assert "arrived" in owner.get(page).text


def test_an_address_inside_a_network_is_refused_when_it_is_added(app: Flask, visit: Visit) -> None:
    campaign = make_campaign("ugra")
    owner, page = visit(give_role(make_account(), Role.OWNER, campaign)), "/campaigns/ugra/plan/webhooks"
    sent = {"name": "Доска", "url": "https://169.254.169.254/latest/meta-data/", "events": "idea.published"}

    answer = owner.send(page, sent, page=page)

    assert (answer.status_code, "Webhooks go to public addresses only" in answer.text) == (422, True)
    assert db.session.scalars(select(Webhook)).all() == []


def test_numbers_that_are_no_numbers_lead_nowhere_either(app: Flask) -> None:
    # As the machine's own resolver reads them: 127.0.0.1 in one number, in eights and in sixteens.
    found = [posting.post(f"https://{host}/", b"{}", {}).fault for host in ("2130706433", "0177.0.0.1", "0x7f.1")]

    assert set(found) <= {"internal", "name", "address"}


def test_the_secret_is_shown_once_kept_nowhere_and_can_be_changed(app: Flask, visit: Visit) -> None:
    campaign = make_campaign("ugra")
    owner, page = visit(give_role(make_account(), Role.OWNER, campaign)), "/campaigns/ugra/plan/webhooks"
    sent = {"name": "Доска", "url": "https://сайт.example.org/hook?key=1#part", "events": ["idea.published", "ping"]}

    wrong = owner.send(page, sent, page=page)
    made = owner.send(page, {**sent, "events": "idea.published"}, page=page)
    webhook = db.session.scalars(select(Webhook)).one()
    secret = signing.secret_of(webhook)
    again = owner.send(f"/webhooks/{webhook.id}/secret", {}, page=f"/webhooks/{webhook.id}")
    db.session.refresh(webhook)

    assert (wrong.status_code, made.status_code, secret in made.text, made.headers["Cache-Control"]) == (
        422,
        200,
        True,
        "no-store",
    )
    assert webhook.url == "https://xn--80aswg.example.org/hook?key=1"
    assert (secret in owner.get(f"/webhooks/{webhook.id}").text, secret in again.text) == (False, False)
    assert signing.secret_of(webhook) in again.text


PAGES = """
address                     guest resident moderator owner neighbour_owner administrator
/admin/webhooks/            303   403      403       403   403             200
/campaigns/ugra/plan/webhooks 303 403      403       200   403             200
/webhooks/{campaign}        303   403      403       200   403             200
/webhooks/{platform}        303   403      403       403   403             200
/webhooks/9999              303   404      404       404   404             404
"""


def people_of(campaign: Campaign) -> dict[str, Account | None]:
    neighbour = make_campaign("other")
    return {
        "guest": None,
        "resident": make_account(),
        "moderator": give_role(make_account(), Role.MODERATOR, campaign),
        "owner": give_role(make_account(), Role.OWNER, campaign),
        "neighbour_owner": give_role(make_account(), Role.OWNER, neighbour),
        "administrator": give_role(make_account(), Role.ADMINISTRATOR),
    }


def test_who_may_keep_webhooks(app: Flask, visit: Visit) -> None:
    campaign = make_campaign("ugra")
    people = people_of(campaign)
    ids = {"campaign": make_webhook(ELSEWHERE, campaign=campaign).id, "platform": make_webhook(ELSEWHERE).id}
    head, *rows = [line.split() for line in PAGES.strip().splitlines()]

    for address, *wanted in rows:
        found = [str(visit(people[who]).get(address.format(**ids)).status_code) for who in head[1:]]

        assert (address, found) == (address, wanted)


def test_the_journal_forgets_after_a_month_what_does_not_wait(app: Flask, clock: MovingClock) -> None:
    campaign = make_campaign("ugra")
    make_webhook(ELSEWHERE, Event.IDEA_PUBLISHED, campaign=campaign)
    for _ in range(2):
        publish(make_idea(campaign, make_account(), State.SUBMITTED))
    with step():
        sending.end(deliveries()[0].id, posting.Answer(204), present.now())
    clock.move_by(days=31)

    jobs.purge()

    assert [one.state for one in deliveries()] == [Outcome.WAITING]
