"""Rounds from the shell: JSON alone on standard output, a sentence and a code where something cannot be."""

import json
from typing import Any

import pytest
from click.testing import Result as Done
from flask import Flask

from app.foundation.db import db
from campaigns.ideas.models import Idea
from campaigns.plan.phases import PhaseKind
from campaigns.rounds import cli
from campaigns.rounds.models import Round
from campaigns.rounds.queries import results
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.people import make_account
from tests.factories.rounds import bring_sheet, close_round, freeze, make_round, make_rounds
from tests.support.clocks import MovingClock


def flask(app: Flask, *arguments: str) -> Done:
    return app.test_cli_runner().invoke(args=["rounds", *arguments])


def tallied(app: Flask, *arguments: str) -> dict[str, Any]:
    done = flask(app, "tally", *arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.fixture
def round_(app: Flask) -> Round:
    """The round of «ugra»: an idea from a file with 5 sheet supports, one with 2 supports on the site."""
    campaign = make_campaign("ugra", winners=1)
    made = make_round(campaign)
    support(make_idea(campaign, title="Своя"), make_account(), make_account())
    bring_sheet(make_idea(campaign, title="Из файла", source_id="row-7"), 5)
    return made


def test_an_open_round_is_recounted_and_printed_and_nothing_is_kept(app: Flask, round_: Round) -> None:
    found = tallied(app, "ugra")

    assert found == {
        "round": 1,
        "rule": round_.rule,
        "ballots": 7,
        "ideas": [
            {"id": 2, "source_id": "row-7", "title": "Из файла", "votes": 5, "rank": 1, "winner": True},
            {"id": 1, "source_id": None, "title": "Своя", "votes": 2, "rank": 2, "winner": False},
        ],
    }
    assert results.finished(round_.id) == []


def test_a_closed_round_is_frozen(app: Flask, round_: Round) -> None:
    number = close_round(round_).id

    found = tallied(app, "ugra")

    result = results.current(number)
    assert result is not None
    assert (result.ballots, found["ballots"]) == (7, 7)


def test_close_says_when_an_open_round_ends_and_waits_for_it_where_it_is_asked_to(
    app: Flask, round_: Round, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = round_.id
    monkeypatch.setattr(cli, "sleep", lambda seconds: clock.move_by(seconds=seconds))

    done = flask(app, "close", "ugra", "--reason", "Все идеи собраны.", "--wait")

    closed = db.session.get_one(Round, number, populate_existing=True)
    assert (done.exit_code, done.stderr) == (0, "ugra: round 1 closes at 2026-11-04 12:01 UTC\n")
    assert done.stdout == "ugra: round 1 is closed; flask rounds tally ugra --round 1 counts it\n"
    assert (closed.close_reason, closed.closed_at) == ("Все идеи собраны.", clock.now())


def test_close_without_a_reason_says_that_the_operator_did_it(app: Flask, round_: Round) -> None:
    number = round_.id

    done = flask(app, "close", "ugra")

    found = db.session.get_one(Round, number, populate_existing=True)
    assert (done.exit_code, done.stdout) == (0, "ugra: round 1 closes at 2026-11-04 12:01 UTC\n")
    assert (found.close_reason, found.closed_at) == ("Подсчёт закрыл оператор платформы.", None)


def test_a_round_whose_window_is_over_is_closed_at_once(app: Flask, round_: Round, clock: MovingClock) -> None:
    number = round_.id
    clock.move_to(round_.window.closes_at)

    done = flask(app, "close", "ugra")

    assert done.stdout == "ugra: round 1 is closed; flask rounds tally ugra --round 1 counts it\n"
    assert db.session.get_one(Round, number, populate_existing=True).closed_at == clock.now()


def test_what_is_closed_is_not_closed_again(app: Flask, round_: Round) -> None:
    close_round(round_)

    done = flask(app, "close", "ugra")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "This round is closed already." in done.stderr


@pytest.mark.parametrize("command", ["close", "tally"])
def test_an_unknown_campaign_is_refused(app: Flask, command: str) -> None:
    done = flask(app, command, "nowhere")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "there is no campaign nowhere" in done.stderr


@pytest.mark.parametrize("command", ["close", "tally"])
def test_which_of_several_rounds_must_be_said(app: Flask, command: str) -> None:
    make_rounds(make_campaign("ugra", windows=[(PhaseKind.IDEAS, -10, 1), (PhaseKind.IDEAS, 2, 10)]))

    done = flask(app, command, "ugra")

    assert (done.exit_code, done.stdout) == (2, "")
    assert "ugra has 2 rounds: add --round N" in done.stderr


def test_one_of_several_rounds_is_counted_by_its_number(app: Flask) -> None:
    make_rounds(make_campaign("ugra", windows=[(PhaseKind.IDEAS, -10, 1), (PhaseKind.IDEAS, 2, 10)]))

    assert tallied(app, "ugra", "--round", "2")["round"] == 2


def test_a_round_that_is_not_there_is_refused(app: Flask, round_: Round) -> None:
    done = flask(app, "tally", "ugra", "--round", "3")

    assert done.exit_code == 1
    assert "ugra has no round 3" in done.stderr


def test_a_campaign_without_a_round_is_refused(app: Flask) -> None:
    make_campaign("talk", windows=[(PhaseKind.DISCUSSION, -10, 10)])

    done = flask(app, "tally", "talk")

    assert done.exit_code == 1
    assert "so no round" in done.stderr


def test_a_launched_campaign_that_has_no_round_yet_gets_it(app: Flask) -> None:
    make_campaign("brought")

    assert tallied(app, "brought")["round"] == 1


def test_a_recount_that_differs_from_the_frozen_result_is_told_and_not_kept(app: Flask, round_: Round) -> None:
    number, fingerprint = round_.id, freeze(round_).fingerprint
    bring_sheet(db.session.get_one(Idea, 1), 3)

    done = flask(app, "tally", "ugra", "--json")

    assert done.exit_code == 1
    assert json.loads(done.stdout)["ballots"] == 10
    assert "the frozen result of round 1 is another" in done.stderr
    assert [one.fingerprint for one in results.finished(number)] == [fingerprint]


def test_again_with_a_reason_freezes_a_new_edition(app: Flask, round_: Round) -> None:
    number, _ = round_.id, freeze(round_)
    bring_sheet(db.session.get_one(Idea, 1), 3)

    found = tallied(app, "ugra", "--again", "Нашли лист из клуба.")

    assert found["ballots"] == 10
    assert [(one.edition, one.ballots, one.reason) for one in results.finished(number)] == [
        (2, 10, "Нашли лист из клуба."),
        (1, 7, ""),
    ]


def test_again_without_a_reason_is_refused(app: Flask, round_: Round) -> None:
    freeze(round_)

    done = flask(app, "tally", "ugra", "--again", "  ")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "Say why it must be counted again" in done.stderr


def test_without_json_lines_for_people_are_printed(app: Flask, round_: Round) -> None:
    done = flask(app, "tally", "ugra")

    assert done.stdout.splitlines() == ["round 1: 7 votes for 2 ideas", "1\t*\t5\tИз файла", "2\t\t2\tСвоя"]
