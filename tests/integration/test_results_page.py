"""The results page: the rule before, the count after, the owner's signature between, files that anyone can check."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Account
from app.accounts.roles import GUEST, Role
from app.foundation.db import db
from app.foundation.spreadsheets import harmless
from app.foundation.unit_of_work import step
from campaigns.contributions import states
from campaigns.contributions.models import Channel, Contribution, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Audience, Campaign
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.models import Result, Round
from campaigns.rounds.queries import results
from moderation.models import Case
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.people import give_role, make_account
from tests.factories.rounds import EARLY, bring_sheet, close_round, freeze, make_round, make_rounds, publish
from tests.support.clocks import MovingClock
from tests.support.people import Visitor
from tests.support.statements import counted

Visit = Callable[..., Visitor]


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra", winners=1)


@pytest.fixture
def owner(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.OWNER, campaign)


def counted_round(campaign: Campaign) -> Round:
    """Two ideas, one with two supports on the site and three on paper, one with four on the site."""
    round_ = make_round(campaign)
    people = [make_account() for _ in range(4)]
    first = make_idea(campaign, title="Лист ожидания к врачу")
    second = make_idea(campaign, title="Одно письмо в день")
    support(first, *people[:2])
    bring_sheet(first, 3)
    support(second, *people)
    return round_


def page(client: FlaskClient, path: str = "/campaigns/ugra/results") -> str:
    response = client.get(path, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_before_the_window_opens_the_rule_and_its_checksum_are_public(client: FlaskClient, app: Flask) -> None:
    round_ = make_round(make_campaign("ugra", winners=3, windows=[(PhaseKind.IDEAS, 2, 10)]))

    text = page(client)

    assert "The counts will be published here" in text
    assert "3 ideas are selected: those with the most support." in text
    assert round_.rule_fingerprint in text


def test_while_support_is_gathered_no_count_is_shown(client: FlaskClient, campaign: Campaign) -> None:
    counted_round(campaign)

    text = page(client)

    assert "Support is gathered until" in text
    assert "Лист ожидания к врачу" not in text


def test_after_the_close_everyone_reads_that_it_is_counted_and_why_it_closed_early(
    client: FlaskClient, campaign: Campaign
) -> None:
    close_round(counted_round(campaign))

    text = page(client)

    assert "Support is being counted" in text
    assert EARLY in text


def test_a_frozen_result_is_shown_to_owners_alone(
    client: FlaskClient, visit: Visit, campaign: Campaign, owner: Account
) -> None:
    freeze(counted_round(campaign))

    assert "Лист ожидания к врачу" not in page(client)
    assert "waits for your signature" not in page(client)
    assert "waits for your signature" in page(visit(owner).client)
    assert "Лист ожидания к врачу" in page(visit(owner).client)


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_files_of_a_result_that_is_not_published_do_not_exist(
    client: FlaskClient, campaign: Campaign, kind: str
) -> None:
    freeze(counted_round(campaign))

    assert client.get(f"/campaigns/ugra/results/1.{kind}").status_code == 404


def test_the_published_result_says_its_finding_first(client: FlaskClient, campaign: Campaign) -> None:
    result = publish(freeze(counted_round(campaign)))

    text = page(client)

    assert "“Лист ожидания к врачу” has the most support: 5 people" in text
    assert "Of 2 ideas 1 was selected." in text
    assert "2 on the site, 3 elsewhere" in text
    assert result.fingerprint in text


def test_a_result_without_any_support_says_so(client: FlaskClient, campaign: Campaign) -> None:
    make_idea(campaign)
    publish(freeze(make_round(campaign)))

    assert "No idea got any support." in page(client)


def test_a_result_without_ideas_says_so(client: FlaskClient, campaign: Campaign) -> None:
    publish(freeze(make_round(campaign)))

    assert "No idea took part." in page(client)


def test_pages_for_everyone_carry_no_token_and_no_cookie_and_may_be_kept(
    client: FlaskClient, campaign: Campaign
) -> None:
    publish(freeze(counted_round(campaign)))

    response = client.get("/campaigns/ugra/results")
    again = client.get("/campaigns/ugra/results", headers={"If-None-Match": response.headers["ETag"]})

    assert "csrf_token" not in response.get_data(as_text=True)
    assert "Set-Cookie" not in response.headers
    assert again.status_code == 304


def test_an_idea_hidden_later_keeps_its_numbers_and_loses_its_title(
    client: FlaskClient, campaign: Campaign, clock: MovingClock
) -> None:
    publish(freeze(counted_round(campaign)))
    first = db.session.get_one(Contribution, 1)
    with step():
        states.withdraw(first, clock.now())

    assert "Лист ожидания к врачу" not in page(client)
    assert "Idea No. 1, no longer shown" in page(client)
    assert "Лист ожидания к врачу" not in page(client, "/campaigns/ugra/results/1.csv")


def test_an_invited_campaign_shows_its_results_to_nobody_else(client: FlaskClient, app: Flask) -> None:
    hidden = make_campaign("council", audience=Audience.INVITED)
    publish(freeze(counted_round(hidden)))

    assert client.get("/campaigns/council/results").status_code == 404
    assert client.get("/campaigns/council/results/1.csv").status_code == 404


@pytest.mark.parametrize("path", ["?round=7", "?edition=7", "/7.csv", "/1.csv?edition=7"])
def test_what_does_not_exist_is_missing(client: FlaskClient, campaign: Campaign, path: str) -> None:
    publish(freeze(counted_round(campaign)))

    assert client.get(f"/campaigns/ugra/results{path}").status_code == 404


def test_a_campaign_without_rounds_says_that_nothing_is_counted(client: FlaskClient, app: Flask) -> None:
    make_campaign("talk", windows=[(PhaseKind.DISCUSSION, -10, 10)])

    assert "Nothing is counted in this project" in page(client, "/campaigns/talk/results")


def test_of_several_rounds_the_last_closed_one_is_shown_and_the_others_are_a_link_away(
    client: FlaskClient, app: Flask
) -> None:
    campaign = make_campaign("ugra", windows=[(PhaseKind.IDEAS, -10, 1), (PhaseKind.IDEAS, 2, 10)])
    first, _second = make_rounds(campaign)
    make_idea(campaign)
    publish(freeze(first))

    assert "No idea got any support." in page(client)
    assert "The counts will be published here" in page(client, "/campaigns/ugra/results?round=2")


def test_all_ideas_are_paged_by_key(client: FlaskClient, campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "PAGE", 2)
    for place in range(5):
        make_idea(campaign, title=f"Идея {place}")
    result = freeze(make_round(campaign))
    publish(result)

    titles, key = [], None
    while True:
        part = results.page(result.id, GUEST, key)
        titles += [row.title for row in part.rows]
        key = part.following
        if key is None:
            break

    assert titles == [f"Идея {place}" for place in range(5)]
    assert page(client, "/campaigns/ugra/results?after=broken").count("<tr>") == page(client).count("<tr>")


def test_the_json_file_has_the_checksum_that_the_page_shows(client: FlaskClient, campaign: Campaign) -> None:
    result = publish(freeze(counted_round(campaign)))

    response = client.get("/campaigns/ugra/results/1.json")

    assert hashlib.sha256(response.data).hexdigest() == result.fingerprint
    found = json.loads(response.data)
    assert [(row["number"], row["votes"], row["rank"], row["winner"]) for row in found["rows"]] == [
        (1, 5, 1, True),
        (2, 4, 2, False),
    ]
    assert found["rule"]["winners"] == 1


def test_the_csv_file_has_all_rows_and_no_formula(client: FlaskClient, campaign: Campaign) -> None:
    make_idea(campaign, title='=HYPERLINK("http://evil.example")')
    make_idea(campaign, title="Обычная идея")
    publish(freeze(make_round(campaign)))

    response = client.get("/campaigns/ugra/results/1.csv")

    rows = list(csv.DictReader(io.StringIO(response.get_data(as_text=True).removeprefix("\ufeff"))))
    assert [row["title"] for row in rows] == ['\'=HYPERLINK("http://evil.example")', "Обычная идея"]
    assert [(row["rank"], row["selected"]) for row in rows] == [("1", "no"), ("2", "no")]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_cells_that_begin_like_a_formula_are_marked(start: str) -> None:
    assert harmless(start + "1") == "'" + start + "1"


def test_the_page_costs_the_same_with_more_ideas(client: FlaskClient, app: Flask) -> None:
    sizes = {"small": 3, "large": 70}
    for slug, size in sizes.items():
        campaign = make_campaign(slug)
        for place in range(size):
            make_idea(campaign, title=f"Идея {place}")
        publish(freeze(make_round(campaign)))
    spent = []
    for slug in sizes:
        db.session.remove()
        with counted() as sent:
            page(client, f"/campaigns/{slug}/results")
        spent.append(len(sent))

    assert spent[0] == spent[1]
    assert spent[0] <= 13


def test_an_owner_closes_before_the_time_by_a_form_that_asks_why(
    visit: Visit, campaign: Campaign, owner: Account
) -> None:
    number, browser = make_round(campaign).id, visit(owner)
    path = "/campaigns/ugra/results/1/close"

    without = browser.send(path, {"reason": " "}, page=path)
    with_reason = browser.send(path, {"reason": EARLY}, page=path)

    assert (without.status_code, with_reason.status_code) == (422, 303)
    assert "Fill this in." in without.get_data(as_text=True)
    assert db.session.get_one(Round, number).close_reason == EARLY


def test_what_is_closed_meanwhile_is_a_conflict(visit: Visit, campaign: Campaign, owner: Account) -> None:
    round_, browser = make_round(campaign), visit(owner)
    path = "/campaigns/ugra/results/1/close"
    token = browser.token(path)
    close_round(round_)

    response = browser.client.post(path, data={"csrf_token": token, "reason": EARLY})

    assert response.status_code == 409


@pytest.mark.parametrize(
    ("method", "path"), [("get", "close"), ("get", "check"), ("post", "sign"), ("post", "publish")]
)
def test_doors_of_owners_are_shut_to_others(visit: Visit, campaign: Campaign, method: str, path: str) -> None:
    freeze(counted_round(campaign))
    browser = visit(give_role(make_account(), Role.MODERATOR, campaign))
    where = f"/campaigns/ugra/results/1/{path}"

    response = browser.get(where) if method == "get" else browser.send(where, {"edition": "1"}, page="/account/")

    assert response.status_code == 403


def test_an_owner_checks_signs_and_publishes(
    client: FlaskClient, visit: Visit, campaign: Campaign, owner: Account
) -> None:
    freeze(counted_round(campaign))
    browser, check, own = visit(owner), "/campaigns/ugra/results/1/check", "/campaigns/ugra/results"

    signed = browser.send("/campaigns/ugra/results/1/sign", {"edition": "1"}, page=check)
    before = page(client)
    published = browser.send("/campaigns/ugra/results/1/publish", {"edition": "1"}, page=own)

    assert (signed.status_code, published.status_code) == (303, 303)
    assert "Лист ожидания к врачу" not in before
    assert "“Лист ожидания к врачу” has the most support" in page(client)


def test_an_owner_looks_at_what_is_open_before_signing(
    visit: Visit, campaign: Campaign, owner: Account, clock: MovingClock
) -> None:
    result = freeze(counted_round(campaign))
    waiting = make_idea(campaign, state=State.SUBMITTED)
    with step():
        db.session.add(Case(contribution_id=waiting.id, campaign_id=campaign.id, opened_at=clock.now()))
    browser, check, sign = visit(owner), "/campaigns/ugra/results/1/check", "/campaigns/ugra/results/1/sign"

    blind = browser.send(sign, {"edition": "1"}, page=check)
    seeing = browser.send(sign, {"edition": "1", "seen": "y"}, page=check)

    assert (blind.status_code, seeing.status_code) == (422, 303)
    assert "1 text waits for a check." in blind.get_data(as_text=True)
    assert db.session.get_one(Result, result.id).signed_at is not None


def test_a_result_that_is_not_the_votes_any_more_is_counted_again_not_signed(
    visit: Visit, campaign: Campaign, owner: Account, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    round_ = counted_round(campaign)
    number = round_.id
    freeze(round_)
    with step():
        states.withdraw(db.session.get_one(Contribution, 2), clock.now())
    browser, check = visit(owner), "/campaigns/ugra/results/1/check"

    refused = browser.send("/campaigns/ugra/results/1/sign", {"edition": "1"}, page=check)
    asked = browser.send("/campaigns/ugra/results/1/again", {"reason": "Автор отозвал идею."}, page=check)
    run_jobs()
    stale = browser.send("/campaigns/ugra/results/1/sign", {"edition": "1"}, page=check)
    signed = browser.send("/campaigns/ugra/results/1/sign", {"edition": "2"}, page=check)

    assert [r.status_code for r in (refused, asked, stale, signed)] == [409, 303, 409, 303]
    assert [(one.edition, one.ballots) for one in results.finished(number)] == [(2, 5), (1, 9)]


def test_both_counts_stay_readable_once_published(
    client: FlaskClient, campaign: Campaign, run_jobs: Callable[[], None], visit: Visit, owner: Account
) -> None:
    number = counted_round(campaign).id
    publish(freeze(db.session.get_one(Round, number)))
    bring_sheet(db.session.get_one(Idea, 1), 4, Channel.MEETING)
    browser = visit(owner)
    browser.send("/campaigns/ugra/results/1/again", {"reason": "Нашли лист."}, page="/campaigns/ugra/results/1/check")
    run_jobs()
    result = results.current(number)
    assert result is not None
    publish(result)

    assert "5 people" in page(client, "/campaigns/ugra/results?edition=1")
    assert "A newer count has replaced this one" in page(client, "/campaigns/ugra/results?edition=1")
    assert "Нашли лист." in page(client)


def test_the_campaign_has_a_tab_and_an_outcome(client: FlaskClient, campaign: Campaign, clock: MovingClock) -> None:
    publish(freeze(counted_round(campaign)))
    clock.move_by(days=30)

    assert "/campaigns/ugra/results" in page(client, "/campaigns/ugra/")
    assert "Of 2 ideas 1 was selected." in page(client, "/campaigns/")


def test_the_day_of_the_close_is_told_in_the_zone_of_the_campaign(
    client: FlaskClient, campaign: Campaign, clock: MovingClock
) -> None:
    round_ = make_round(campaign)
    clock.move_to(clock.now().replace(hour=20) + timedelta(days=1))
    close_round(round_)

    assert "6\u00a0November, 01:00\u00a0(UTC+5)" in page(client)


def test_addresses_in_the_table_are_ours_whatever_name_the_site_was_asked_by(app: Flask, client: FlaskClient) -> None:
    campaign = make_campaign("ugra")
    publish(freeze(counted_round(campaign)))

    refused = client.get("/campaigns/ugra/results/1.csv", headers={"Host": "evil.example"})
    table = client.get("/campaigns/ugra/results/1.csv", headers={"Host": "evil.localhost"}).get_data(as_text=True)

    assert (refused.status_code, "evil" in refused.get_data(as_text=True)) == (400, False)
    assert ("http://localhost/ideas/" in table, "evil" in table) == (True, False)
