"""The files of a vote that was really held, checked by the command."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.plan.models import Campaign
from campaigns.rounds.ballots.models import BallotChannel
from campaigns.rounds.ledger.domain.notes import note
from campaigns.rounds.ledger.models import EntryKind
from campaigns.rounds.ledger.queries import opened, published
from tests.factories.rounds import freeze, publish
from tests.factories.votes import make_vote, put_ballot, seal


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


@pytest.mark.parametrize("receipt", ["linked", "unlinked"])
def test_a_vote_that_was_held_is_verified_by_anyone(
    app: Flask, runner: FlaskCliRunner, run_jobs: Callable[[], None], receipt: str
) -> None:
    with app.app_context():
        round_ = make_vote(receipt=receipt, ties="lot", result="raw")
        slug = db.session.get_one(Campaign, round_.campaign_id).slug
        ids = [option.idea_id for option in opened.of_round(round_.id)]
        ballots = [
            put_ballot(
                round_,
                f"{ids[place % 3]}:1,{ids[3 + place % 2]}:1",
                channel=BallotChannel.PAPER if place > 12 else BallotChannel.SITE,
            )
            for place in range(24)
        ]
        seal(round_)
        with step():
            note(EntryKind.HIDE, round_.id, idea_id=ids[0], reason="so", now=clock.now())
            note(EntryKind.JOIN, round_.id, idea_id=ids[1], into_id=ids[4], reason="so", now=clock.now())
            note(EntryKind.APART, round_.id, ballot_id=ballots[1].id, code="swarm", reason="so", now=clock.now())
        result_id = publish(freeze(round_)).id
        run_jobs()
        folder = published.folder(result_id)
        archive = folder / f"{slug}-1.zip"

    good = runner.invoke(args=["rounds", "verify", str(archive), "--json"])
    rewritten = json.loads((folder / "result.json").read_text("utf-8"))
    rewritten["raw"]["rows"][0]["votes"] += 1
    (folder / "result.json").write_text(json.dumps(rewritten), "utf-8")
    bad = runner.invoke(args=["rounds", "verify", str(folder), "--json"])

    said = json.loads(good.stdout)
    assert (said["problems"], good.exit_code) == ([], 0)
    assert (said["raw"]["voters"], said["cleaned"]["voters"]) == (24, 23)
    assert ([one["code"] for one in json.loads(bad.stdout)["problems"]], bad.exit_code) == (["result_row"], 1)


def test_what_is_not_there_or_no_check_mark_is_refused_with_a_sentence(runner: FlaskCliRunner, tmp_path: Path) -> None:
    nowhere = runner.invoke(args=["rounds", "verify", str(tmp_path / "nothing.zip")])
    no_mark = runner.invoke(args=["rounds", "verify", str(tmp_path), "--checkpoint", "a hundred"])
    empty = runner.invoke(args=["rounds", "verify", str(tmp_path)])

    assert (nowhere.exit_code, no_mark.exit_code, empty.exit_code) == (2, 2, 1)
    assert "result.json is missing" in empty.output
