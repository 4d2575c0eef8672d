"""The pages of the rule and the ballot of a vote: an owner presses one button, everyone can read and check."""

import hashlib
import re
from collections.abc import Callable

import pytest
from flask import Flask

from app.accounts.models import Account
from app.accounts.roles import SYSTEM, Role
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.domain import plans
from campaigns.rounds.models import Round
from campaigns.rounds.queries import plans as reads
from campaigns.rounds.rules import defaults
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import give_role, make_account
from tests.factories.rounds import make_round
from tests.factories.votes import APPROVE, make_vote, put_ballot
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
USUAL = {
    "ballot": "approve",
    "most": "3",
    "winners": "3",
    "channels": ["site"],
    "counts": "hidden",
    "lowest": "1",
    "highest": "5",
    "points": "10",
    "places": "3",
    "counting": "",
    "over": "skip",
    "completion": "add-one and fill",
    "confidence": "0.95",
    "threshold": "1",
    "ties": "earliest",
    "options": "published",
    "roles": ["resident"],
    "apart": ["new-accounts", "swarm"],
    "result": "cleaned",
    "receipt": "unlinked",
}
BUDGET = {"kind": "budget", "budget": 2000}, {"rule": "greedy", "by": "votes", "over": "skip", "budget": 2000}


@pytest.fixture
def owner(app: Flask) -> Account:
    return make_account()


def planned(owner: Account) -> Campaign:
    campaign = make_campaign("votes", launched=False, windows=[(PhaseKind.VOTING, 5, 20)])
    give_role(owner, Role.OWNER, campaign)
    return campaign


def running(owner: Account, **over: object) -> Round:
    round_ = make_vote(make_campaign("votes", windows=[(PhaseKind.VOTING, -1 / 24, 10)]), **over)  # type: ignore[arg-type]
    give_role(owner, Role.OWNER, db.session.get_one(Campaign, round_.campaign_id))
    return round_


def send(visitor: Visitor, path: str, **fields: object) -> tuple[int, str]:
    answer = visitor.send(f"/campaigns/votes/plan/vote{path}", fields, page=f"/campaigns/votes/plan/vote{path}")
    return answer.status_code, answer.get_data(as_text=True)


def test_the_usual_rule_is_kept_with_one_press(owner: Account, visit: Visit) -> None:
    campaign = planned(owner)
    usual = defaults.for_campaign(campaign)
    page = visit(owner).get("/campaigns/votes/plan/vote").get_data(as_text=True)

    status, _ = send(visit(owner), "", **USUAL)

    assert "Choose up to 3 ideas." in page
    assert (status, reads.rule_set(campaign.id)) == (303, usual)


def test_a_preview_shows_the_rule_in_words_and_keeps_nothing(owner: Account, visit: Visit) -> None:
    campaign = planned(owner)

    status, page = send(visit(owner), "", **{**USUAL, "ballot": "for-against", "quorum": "70", "do": "preview"})

    assert (status, reads.rule_set(campaign.id)) == (200, None)
    assert "Votes against an idea are taken off the votes for it." in page
    assert "If fewer than 70 people vote, no idea wins." in page


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"ballot": "budget"}, "Say how much money there is: a whole number above zero."),
        ({"most": ""}, "Say how many ideas one person may choose"),
        ({"winners": "0"}, "Write a number from 1 to 1000."),
        ({"counting": "borda"}, "Votes of this kind cannot be counted so: choose another way to count."),
        ({"channels": []}, "Say where people can vote."),
        ({"roles": []}, "Say who may vote."),
        ({"paper_days": "3"}, "Days for entering paper make sense only where people vote on paper or at meetings."),
        ({"ballot": "score", "lowest": "5", "highest": "5"}, "The highest score must be above the lowest"),
    ],
)
def test_what_cannot_be_a_rule_is_said_beside_the_field(
    owner: Account, visit: Visit, over: dict[str, object], sentence: str
) -> None:
    campaign = planned(owner)

    status, page = send(visit(owner), "", **{**USUAL, **over})

    assert (status, reads.rule_set(campaign.id)) == (422, None)
    assert page.count(sentence) == 2


def test_details_become_parts_of_the_rule(owner: Account, visit: Visit) -> None:
    campaign = planned(owner)
    said = {"ballot": "budget", "budget": "1 500 000", "counting": "equal shares", "completion": "none", "apart": []}

    send(visit(owner), "", **{**USUAL, **said, "registered_before": "2026-11-01", "channels": ["site", "meeting"]})

    rule = reads.rule_set(campaign.id)
    assert rule is not None
    assert rule["counting"] == {"rule": "equal shares", "completion": "none", "budget": 1_500_000}
    assert (rule["ballot"], rule["winners"]) == ({"kind": "budget", "budget": 1_500_000}, None)
    assert (rule["apart"], rule["result"], rule["channels"]) == ([], "raw", ["site", "meeting"])
    assert rule["who"]["registered_before"] == "2026-10-31T19:00:00+00:00"


def test_a_published_rule_is_changed_with_a_reason_until_the_first_vote(owner: Account, visit: Visit) -> None:
    round_ = running(owner)
    number = round_.id

    without, page = send(visit(owner), "", **USUAL)
    changed, _ = send(visit(owner), "", **USUAL, reason="Так понятнее.")
    put_ballot(db.session.get_one(Round, number), "")
    fixed = visit(owner).get("/campaigns/votes/plan/vote").get_data(as_text=True)

    assert (without, changed, len(reads.versions_of(number))) == (422, 303, 2)
    assert "Say why the rule changes: everyone will read it." in page
    assert ("The rule does not change any more" in fixed, "Publish the new rule" in fixed) == (True, False)


def test_everyone_reads_the_rule_its_ballot_and_all_its_versions(owner: Account, visit: Visit, app: Flask) -> None:
    round_ = running(owner)
    with step():
        plans.change_rule(round_, {**APPROVE, "winners": 1}, "Денег мало.", actor=SYSTEM, now=clock.now())

    page = visit().get("/campaigns/votes/vote/rule").get_data(as_text=True)

    assert [word in page for word in ("1 idea wins.", "Денег мало.", "Билеты на катер", round_.rule_fingerprint)] == [
        True
    ] * 4
    assert "<del>Up to 2 ideas win.</del>" in page


@pytest.mark.parametrize("number", [1, 2])
def test_the_downloaded_rule_has_the_fingerprint_that_was_published(owner: Account, visit: Visit, number: int) -> None:
    round_ = running(owner)
    with step():
        plans.change_rule(round_, {**APPROVE, "winners": 1}, "Денег мало.", actor=SYSTEM, now=clock.now())

    file = visit().get(f"/campaigns/votes/vote/rule.json?version={number}").get_data()

    kept = {version.number: version.fingerprint for version in reads.versions_of(round_.id)}
    assert hashlib.sha256(file).hexdigest() == kept[number]


def test_costs_are_said_and_the_ballot_is_laid(owner: Account, visit: Visit) -> None:
    campaign = make_campaign("votes", windows=[(PhaseKind.VOTING, 5, 20)])
    give_role(owner, Role.OWNER, campaign)
    one, other = make_idea(campaign, title="Остановка").id, make_idea(campaign, title="Каток").id
    round_ = make_round(campaign)
    with step():
        plans.change_rule(round_, defaults.of_vote(*BUDGET), "Деньги.", actor=SYSTEM, now=clock.now())
    number = round_.id

    few, page = send(visit(owner), "/options", **{f"cost-{one}": "700"})
    dear, _ = send(visit(owner), "/options", **{f"cost-{one}": "700", f"cost-{other}": "2 001"})
    laid, _ = send(visit(owner), "/options", **{f"cost-{one}": "700", f"cost-{other}": "1 300"})

    assert (few, dear, laid) == (422, 422, 303)
    assert "Say what each idea costs: a whole number above zero." in page
    assert re.findall(r'value="([^"]*)"', page.partition(f'id="cost-{one}"')[2])[0] == "700"
    assert [(option.title, option.cost) for option in reads.laid(number)] == [("Остановка", 700), ("Каток", 1300)]


def test_an_owner_sees_that_ideas_have_changed_since_the_ballot_was_laid(owner: Account, visit: Visit) -> None:
    round_ = running(owner)
    make_idea(db.session.get_one(Campaign, round_.campaign_id), title="Новая идея")

    page = visit(owner).get("/campaigns/votes/plan/vote/options").get_data(as_text=True)

    assert ("The ideas have changed since the ballot was laid" in page, "Новая идея" in page) == (True, True)


def test_a_project_without_a_vote_says_where_one_is_planned(owner: Account, visit: Visit) -> None:
    give_role(owner, Role.OWNER, make_campaign("votes"))

    pages = [visit(owner).get(f"/campaigns/votes/plan/vote{end}").get_data(as_text=True) for end in ("", "/options")]

    assert ["Nobody votes in this project" in page for page in pages] == [True, True]
    assert visit().get("/campaigns/votes/vote/rule").status_code == 404
