"""The recount of a vote: raw and cleaned, by channel, with what was hidden and joined; frozen as it was counted."""

import hashlib
import json
from typing import Any

import pytest
from flask import Flask

from app.accounts.roles import SYSTEM
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.territories.models import Territory
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.ballots.models import Ballot, BallotChannel
from campaigns.rounds.domain import results as verbs
from campaigns.rounds.ledger.domain.notes import note
from campaigns.rounds.ledger.models import EntryKind
from campaigns.rounds.models import ResultRow, Round
from campaigns.rounds.queries import results
from campaigns.rounds.queries.recount import recount
from tests.factories.campaigns import make_campaign
from tests.factories.rounds import close_round, freeze
from tests.factories.votes import make_vote, put_ballot


def put(round_: Round, *choices: str, channel: BallotChannel = BallotChannel.SITE) -> list[Ballot]:
    return [put_ballot(round_, marks, channel=channel) for marks in choices]


def noted(round_: Round, kind: EntryKind, **about: Any) -> None:
    with step():
        note(kind, round_.id, reason="Проверка", now=clock.now(), **about)


def votes(count: dict[str, Any]) -> dict[int, int]:
    return {row["id"]: row["votes"] for row in count["rows"]}


def test_all_ballots_and_those_not_set_apart_are_counted(app: Flask) -> None:
    round_ = make_vote()
    *_, last = put(round_, "1:1,2:1", "2:1", "2:1")
    noted(round_, EntryKind.APART, ballot_id=last.id, code="swarm")

    found = recount(round_)

    assert votes(found.details["raw"]) == {2: 3, 1: 1, 3: 0, 4: 0, 5: 0}
    assert votes(found.details["cleaned"]) == {2: 2, 1: 1, 3: 0, 4: 0, 5: 0}
    assert (found.details["raw"]["voters"], found.details["cleaned"]["voters"], found.ballots) == (3, 2, 3)
    assert [(place.entry.id, place.entry.votes, place.winner) for place in found.places[:3]] == [
        (2, 3, True),
        (1, 1, True),
        (3, 0, False),
    ]


def test_where_the_rule_says_so_the_cleaned_count_is_the_result(app: Flask) -> None:
    round_ = make_vote(
        result="cleaned", counting={"rule": "equal shares", "budget": 10, "completion": "none"}, costs=[5] * 5
    )
    one, *_ = put(round_, "1:1", "2:1", "2:1")
    noted(round_, EntryKind.APART, ballot_id=one.id, code="swarm")

    found = recount(round_)

    assert [place.entry.id for place in found.places if place.winner] == [2]
    assert [row["id"] for row in found.details["raw"]["rows"] if row["winner"]] == [2]
    assert found.ballots == 2


def test_a_ballot_that_a_person_counted_again_is_not_apart(app: Flask) -> None:
    round_ = make_vote()
    (ballot,) = put(round_, "1:1")
    noted(round_, EntryKind.APART, ballot_id=ballot.id, code="swarm")
    noted(round_, EntryKind.COUNTED, ballot_id=ballot.id)

    assert recount(round_).details["cleaned"]["voters"] == 1


def test_a_hidden_idea_drops_out_and_a_joined_one_counts_where_it_goes_on(app: Flask) -> None:
    round_ = make_vote()
    put(round_, "1:1,2:1", "2:1,3:1", "1:1,4:1", "4:1")
    noted(round_, EntryKind.JOIN, idea_id=1, into_id=2)
    noted(round_, EntryKind.HIDE, idea_id=4)

    found = recount(round_)

    assert votes(found.details["raw"]) == {2: 3, 3: 1, 5: 0}
    assert found.ballots == 4


def test_channels_with_few_voters_are_shown_together(app: Flask) -> None:
    round_ = make_vote()
    put(round_, *["1:1"] * 10)
    put(round_, *["2:1"] * 9, channel=BallotChannel.PAPER)
    put(round_, *["1:1"] * 3, channel=BallotChannel.MEETING)

    turnout, row = recount(round_).details["turnout"], recount(round_).details["raw"]["rows"][0]

    assert (turnout["voters"], turnout["casts"], turnout["channels"]) == (22, 22, {"site": 10, "paper+meeting": 12})
    assert (row["id"], row["channels"]) == (1, {"site": 10, "paper+meeting": 3})


def test_a_closed_vote_is_frozen_as_it_was_counted(app: Flask) -> None:
    round_ = make_vote(costs=[5, 5, 5, 5, 5])
    put(round_, "1:1,2:1", "2:1", "")

    result = freeze(round_)

    row = db.session.get_one(ResultRow, (result.id, 2))
    spelled = results.spelled(result, round_)
    assert (result.ballots, result.people, result.fingerprint) == (3, 3, recount(round_).fingerprint)
    assert (row.votes, row.on_site, row.elsewhere, row.against, row.score, row.cost) == (2, 2, 0, 0, "2", 5)
    assert (row.rank, row.winner) == (1, True)
    assert hashlib.sha256(spelled).hexdigest() == result.fingerprint
    assert result.details["ledger"]["size"] == 5


def test_what_was_set_apart_after_the_count_makes_the_recount_differ_only_once_it_is_sealed(app: Flask) -> None:
    round_ = make_vote()
    ballots = put(round_, "1:1", "2:1")
    fingerprint = freeze(round_).fingerprint

    noted(round_, EntryKind.APART, ballot_id=ballots[0].id, code="swarm")

    assert recount(round_).fingerprint == fingerprint


@pytest.mark.parametrize("ties", ["earliest", "lot"])
def test_the_lot_is_drawn_from_the_end_of_the_journal(app: Flask, ties: str) -> None:
    round_ = make_vote(ties=ties, winners=1)
    put(round_, "1:1,2:1,3:1")

    result = freeze(round_)

    (winner,) = [row["id"] for row in result.details["raw"]["rows"] if row["winner"]]
    drawn = min(
        (1, 2, 3), key=lambda id: hashlib.sha256(f"{result.details['ledger']['root']}:{id}".encode()).hexdigest()
    )
    assert winner == {"earliest": 1, "lot": drawn}[ties]


def test_a_count_that_is_made_again_draws_no_other_lot(app: Flask) -> None:
    round_ = make_vote(ties="lot", titles=[f"Идея {number}" for number in range(8)])
    (one,) = put(round_, "1:1,2:1,3:1")
    order = [row["id"] for row in freeze(round_).details["raw"]["rows"]]
    noted(round_, EntryKind.APART, ballot_id=one.id, code="swarm")

    with step():
        verbs.count_again(round_, SYSTEM, clock.now(), "Проверка")
    again = freeze(round_)

    assert again.edition == 2
    assert [row["id"] for row in again.details["raw"]["rows"]] == order


def test_a_quorum_that_is_not_met_lets_nobody_win(app: Flask) -> None:
    round_ = make_vote(quorum=3)
    put(round_, "1:1", "1:1")

    found = recount(close_round(round_))

    assert found.details["raw"]["quorum_met"] is False
    assert [place.winner for place in found.places] == [False] * 5


def test_places_with_few_voters_are_told_together_without_a_name(app: Flask) -> None:
    round_ = make_vote()
    with step():
        places = [Territory(name=name) for name in ("Сургут", "Нижневартовск", "Тундрино")]
        db.session.add_all(places)
        db.session.flush()
        ids = [place.id for place in places]
    for territory_id, voters in zip([*ids, None], [12, 11, 2, 8], strict=True):
        for _ in range(voters):
            put_ballot(round_, "1:1", territory_id=territory_id)

    territories = recount(round_).details["turnout"]["territories"]

    assert territories == [
        {"name": "Нижневартовск", "voters": 11},
        {"name": "Сургут", "voters": 12},
        {"name": "", "voters": 10},
    ]


def test_the_command_prints_a_vote_as_it_was_counted(app: Flask) -> None:
    round_ = make_vote(make_campaign("past", windows=[(PhaseKind.VOTING, -1 / 24, 10)]), titles=["А", "Б"], winners=1)
    put(round_, "1:1,2:1", "2:1", "")
    close_round(round_)

    done = app.test_cli_runner().invoke(args=["rounds", "tally", "past", "--json"])

    assert json.loads(done.stdout) == {
        "round": 1,
        "rule": round_.rule,
        "ballots": 3,
        "ideas": [
            {"id": 2, "source_id": None, "title": "Б", "votes": 2, "rank": 1, "winner": True},
            {"id": 1, "source_id": None, "title": "А", "votes": 1, "rank": 2, "winner": False},
        ],
    }
