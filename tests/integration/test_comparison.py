"""The same ballots through every rule that fits: for the owner, before a vote or after it."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result as Done
from flask import Flask
from sqlalchemy import select

from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import NotAllowed
from app.foundation.unit_of_work import step
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.comparison.publishing import publish, published
from campaigns.rounds.models import Round
from tests.factories.campaigns import make_campaign
from tests.factories.people import give_role, make_account
from tests.factories.rounds import close_round, freeze, make_round
from tests.factories.rounds import publish as publish_result
from tests.factories.votes import make_vote, put_ballot
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
OPEN = [(PhaseKind.VOTING, -1 / 24, 10)]
BUDGET = {"ballot": {"kind": "budget", "budget": 100}, "winners": None}
GREEDY = {"rule": "greedy", "by": "votes", "over": "skip", "budget": 100}
PB = """META
key;value
description;Budget
num_projects;2
num_votes;3
budget;100
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;votes;name
a;60;2;Park
b;50;1;Road
VOTES
voter_id;vote
1;a
2;a
3;b
"""


def compare(app: Flask, *arguments: str) -> Done:
    return app.test_cli_runner().invoke(args=["rounds", "compare", *arguments])


def outcomes(done: Done) -> list[dict[str, Any]]:
    assert done.exit_code == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["outcomes"]
    return found


@pytest.fixture
def slug(app: Flask) -> str:
    """A closed vote with a budget: six want the first two, four the third, each costs half."""
    round_ = make_vote(
        make_campaign("past", windows=OPEN), titles=["А", "Б", "В"], costs=[50] * 3, counting=GREEDY, **BUDGET
    )
    for text in ["1:1,2:1"] * 6 + ["3:1"] * 4:
        put_ballot(round_, text)
    close_round(round_)
    return "past"


def test_each_rule_says_who_wins_and_who_is_represented(app: Flask, slug: str) -> None:
    found = outcomes(compare(app, slug, "--json"))

    assert [(one["counting"]["rule"], one["winners"]) for one in found] == [
        ("greedy", [1, 2]),
        ("greedy", [1, 2]),
        ("equal shares", [1, 3]),
        ("equal shares", [1, 3]),
        ("equal shares", [1, 2]),
        ("equal shares", [1]),
    ]
    assert [(one["represented_percent"], one["share_percent"], one["least_share_percent"]) for one in found[:3]] == [
        (60, 60, 0),
        (60, 60, 0),
        (100, 70, 50),
    ]
    assert found[2]["cost"] == 100


def test_lines_for_people_name_the_winners(app: Flask, slug: str) -> None:
    done = compare(app, slug)

    shares = (
        "60 % of voters got at least one of their choice, 60 % of a choice wins on average, 0 % for the worst tenth"
    )
    assert done.stdout.splitlines()[:5] == [
        "round 1: 10 ballots, 3 ideas",
        "",
        "greedy, votes, skip, 100",
        f"  2 win, together 100; {shares}",
        "  * А",
    ]


def test_made_ballots_take_the_place_of_those_cast(app: Flask, slug: str, tmp_path: Path) -> None:
    path = tmp_path / "ballots.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"marks":"3:1"}\n\n{"marks":"3:1","apart":false}\n'))

    found = outcomes(compare(app, slug, "--ballots", str(path), "--json"))

    assert [one["winners"][0] for one in found] == [3] * len(found)


def test_a_past_vote_comes_whole_from_a_file(app: Flask, tmp_path: Path) -> None:
    make_vote(make_campaign("next", windows=OPEN))
    path = tmp_path / "past.pb"
    path.write_text(PB)

    found = outcomes(compare(app, "next", "--ballots", str(path), "--json"))

    assert {tuple(one["winners"]) for one in found if one["counting"]["rule"] == "greedy"} == {(1,)}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('{"marks":"9:1"}', "line 2: 9 is not on this ballot"),
        ('{"marks":"3:1,1:1"}', "line 2: not a ballot"),
        ("3:1", "line 2: not a ballot"),
        ("[]", "line 2: not a ballot"),
    ],
)
def test_a_damaged_file_is_refused_with_the_line(
    app: Flask, slug: str, tmp_path: Path, line: str, sentence: str
) -> None:
    path = tmp_path / "ballots.jsonl"
    path.write_text('{"marks":"3:1"}\n' + line)

    done = compare(app, slug, "--ballots", str(path))

    assert done.exit_code == 1
    assert sentence in done.stderr


@pytest.mark.parametrize("command", ["compare", "tally"])
def test_hidden_counts_of_an_open_vote_are_not_told(app: Flask, command: str) -> None:
    put_ballot(make_vote(make_campaign("open", windows=OPEN), counts="hidden"), "1:1")

    done = app.test_cli_runner().invoke(args=["rounds", command, "open", "--json"])

    assert (done.exit_code, done.stdout) == (1, "")
    assert "nobody sees counts before the end" in done.stderr


def test_supports_have_nothing_to_compare(app: Flask) -> None:
    make_round(make_campaign("ugra"))

    done = compare(app, "ugra")

    assert done.exit_code == 1
    assert "counts supports" in done.stderr


def test_everyone_reads_a_comparison_once_it_is_published(app: Flask, slug: str, visit: Callable[..., Visitor]) -> None:
    before = visit().get("/campaigns/past/results/1/comparison.json").status_code

    found = outcomes(compare(app, slug, "--publish", "--json"))

    told = visit().get("/campaigns/past/results/1/comparison.json")
    assert (before, told.status_code) == (404, 200)
    assert json.loads(told.data) == {"ballots": 10, "outcomes": found}
    assert db.session.scalars(select(Entry.act).order_by(Entry.id.desc()).limit(1)).one() == "comparison.published"


def test_the_owner_sees_it_on_a_page_and_lets_everyone_read_it(app: Flask, slug: str, visit: Visit) -> None:
    round_ = db.session.scalars(select(Round)).one()
    owner = visit(give_role(make_account(), Role.OWNER, db.session.get_one(Campaign, round_.campaign_id)))
    publish_result(freeze(round_))
    page, other = "/campaigns/past/results/1/comparison", visit(make_account())

    before = (visit().get(page).status_code, owner.get(page).text, owner.get("/campaigns/past/results").text)
    refused = other.send(page, {}, page="/account/").status_code
    sent = owner.send(page, {}, page=page).status_code
    after = visit().get(page).text

    assert (before[0], refused, sent) == (404, 403, 303)
    assert ("Let everyone read it" in before[1], "method of equal shares" in before[1], page in before[2]) == (
        True,
    ) * 3
    assert ("Let everyone read it" in after, "10 of 10 people (100 %)" in after, "А; Б" in after) == (False, True, True)
    assert page in visit().get("/campaigns/past/results").text


def test_nobody_but_owners_publishes_a_comparison(app: Flask, slug: str) -> None:
    round_ = db.session.scalars(select(Round)).one()
    moderator = actor_of(give_role(make_account(), Role.MODERATOR, db.session.get_one(Campaign, round_.campaign_id)))

    with pytest.raises(NotAllowed), step():
        publish(round_, 10, [], moderator, clock.now())

    assert published(round_.id) is None
