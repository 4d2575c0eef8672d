"""Votes of other places: every ballot comes in as it was cast, twice is once, and what goes out counts the same when it comes back."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.foundation import clock
from app.foundation.db import db
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from campaigns.rounds.ballots.models import Ballot, Cast, Option
from campaigns.rounds.exchange import bringing
from campaigns.rounds.exchange.pabulib import votes as elections
from campaigns.rounds.exchange.votes import Voter
from campaigns.rounds.ledger import spelling
from campaigns.rounds.ledger.models import EntryKind, RoundNote
from campaigns.rounds.models import Round
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.people import make_account
from tests.factories.rounds import bring_sheet, freeze, make_round, publish

ELECTIONS = Path(__file__).parents[1] / "elections"
STATEMENTS = """timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1600000000000,x,0,9,2,1,1,Buses at night
1600000001000,x,1,9,1,1,0,"=Lamps, everywhere"
1600000002000,x,2,8,1,0,-1,
"""
LOG = """timestamp,datetime,comment-id,voter-id,vote
1600000060000,x,1,7,1
1600000030000,x,0,7,1
1600000090000,x,0,7,-1
1600000095000,x,2,7,1
1600000040000,x,0,8,1
1600000041000,x,1,8,0
1600000050000,x,5,8,1
1600000050000,x,1,8,2
1600000050000,x,1,,1
never,x,1,8,1
"""
MATRIX = """participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2
7,0,0,3,2,1,-1,1,1
8,0,0,2,1,0,1,0,
"""


def invoke(app: Flask, *args: object) -> Any:
    return app.test_cli_runner().invoke(args=[str(arg) for arg in args])


def bring(app: Flask, source: Path, *options: str, form: str = "pabulib") -> dict[str, Any]:
    result = invoke(app, "campaigns", "import", source, "--format", form, "--json", "--published", *options)
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def counted(app: Flask, slug: str) -> dict[str, tuple[int, bool]]:
    """The votes of each idea and whether it wins, by title."""
    found = json.loads(invoke(app, "rounds", "tally", slug, "--json").stdout)
    return {idea["title"]: (idea["votes"], idea["winner"]) for idea in found["ideas"]}


def ballots() -> dict[str, Ballot]:
    return {str(ballot.source_id): ballot for ballot in db.session.scalars(select(Ballot))}


def marks_of(text: str) -> dict[str, int]:
    """A choice by the source ids of ideas."""
    sources = {str(idea.id): str(idea.source_id) for idea in db.session.scalars(select(Idea))}
    pairs = (mark.split(":") for mark in text.split(",") if mark)
    return {sources[idea_id]: int(value) for idea_id, value in pairs}


def publish_result(slug: str) -> Round:
    round_ = db.session.scalars(
        select(Round).join(Campaign, Campaign.id == Round.campaign_id).where(Campaign.slug == slug)
    ).one()
    publish(freeze(round_))
    return round_


def a_conversation(folder: Path, **files: str) -> Path:
    place = folder / "buses"
    place.mkdir(exist_ok=True)
    for name, content in {"comments": STATEMENTS, "votes": LOG, "participants-votes": MATRIX, **files}.items():
        (place / f"{name}.csv").write_text(content)
    (place / "summary.csv").write_text("topic,How do we travel?\n")
    return place


def test_an_election_comes_in_with_its_ideas_its_ballot_paper_and_every_ballot(app: Flask) -> None:
    counts = bring(app, ELECTIONS / "approval.pb", "--campaign", "yards")

    assert counts == {
        "campaign": "yards",
        "ideas": 4,
        "comments": 0,
        "ballots": 5,
        "refused": 0,
        "unchanged": 0,
        "refusals_file": None,
    }
    options = db.session.execute(
        select(Option.place, Option.title, Option.cost, Idea.source_id, Contribution.state, Contribution.published_at)
        .join(Idea, Idea.id == Option.idea_id)
        .join(Contribution, Contribution.id == Option.idea_id)
        .order_by(Option.place)
    ).all()
    assert [tuple(option[:4]) for option in options] == [
        (1, "Скамейки у причала", 600, "A1"),
        (2, "Фонари на лестнице", 500, "B2"),
        (3, "Навес на остановке", 400, "C3"),
        (4, "Скворечники", 100, "D4"),
    ]
    assert {option.state for option in options} == {State.PUBLISHED}
    assert [option.published_at for option in options] == sorted(option.published_at for option in options)
    assert {(source, str(ballot.channel)) for source, ballot in ballots().items()} == {
        ("1", "import"),
        ("2", "import"),
        ("3", "paper"),
        ("4", "import"),
        ("5", "import"),
    }
    assert marks_of(ballots()["2"].marks) == {"A1": 1, "B2": 1, "C3": 1}
    # The vote of the file is over: it can be closed at once.
    assert db.session.scalars(select(Campaign)).one().timeline.closes_at == datetime(2026, 3, 14, 19, tzinfo=UTC)
    assert invoke(app, "rounds", "close", "yards").exit_code == 0
    assert counted(app, "yards") == {
        "Скамейки у причала": (4, True),
        "Фонари на лестнице": (3, False),
        "Навес на остановке": (3, True),
        "Скворечники": (1, False),
    }


def test_each_cast_is_committed_to_under_a_pseudonym_that_is_not_of_the_file(app: Flask) -> None:
    bring(app, ELECTIONS / "cumulative.pb", "--campaign", "points")
    fingerprint = db.session.scalars(select(Round.rule_fingerprint)).one()

    rows = db.session.execute(select(Cast, Ballot).join(Ballot, Ballot.id == Cast.ballot_id)).all()

    assert len({ballot.pseudonym for _, ballot in rows} - {"v1", "v2", "v3", "v4"}) == 4
    for cast, ballot in rows:
        assert cast.commitment == spelling.commitment(fingerprint, ballot.pseudonym, cast.marks, str(cast.salt))
    assert marks_of(ballots()["v4"].marks) == {"x/1": 0, "x/2": 0, "x/3": 0}


def test_the_same_file_again_changes_nothing_and_a_changed_ballot_is_a_further_cast(app: Flask, tmp_path: Path) -> None:
    content = (ELECTIONS / "approval.pb").read_text()
    changed = tmp_path / "changed.pb"
    changed.write_text(content.replace("5;B2,C3;40;F;internet", "5;A1;40;F;internet\n6;D4;33;F;internet"))
    bring(app, ELECTIONS / "approval.pb", "--campaign", "yards")

    again = bring(app, ELECTIONS / "approval.pb", "--campaign", "yards")
    later = bring(app, changed, "--campaign", "yards")
    once_more = bring(app, changed, "--campaign", "yards")

    assert [(one["ideas"], one["ballots"], one["unchanged"]) for one in (again, later, once_more)] == [
        (0, 0, 9),
        (0, 2, 8),
        (0, 0, 10),
    ]
    history = db.session.scalars(
        select(Cast.marks).where(Cast.ballot_id == ballots()["5"].id).order_by(Cast.number)
    ).all()
    assert [marks_of(text) for text in history] == [{"B2": 1, "C3": 1}, {"A1": 1}]
    assert marks_of(ballots()["5"].marks) == {"A1": 1}


def test_spoilt_ballots_go_to_the_refusals_file_with_line_and_reason(app: Flask) -> None:
    counts = bring(app, ELECTIONS / "damaged-ballots.pb", "--campaign", "spoilt")

    with Path(counts["refusals_file"]).open(newline="") as file:
        rows = list(csv.reader(file))
    assert (counts["ballots"], counts["refused"]) == (3, 14)
    assert rows[:2] == [
        ["file", "row", "reason", "text"],
        ["damaged-ballots.pb", "20", "a vote for project '9', which is not in PROJECTS", "unknown;9;1"],
    ]


def test_of_a_broken_file_nothing_comes_in_and_all_its_faults_are_named(app: Flask) -> None:
    result = invoke(app, "campaigns", "import", ELECTIONS / "broken.pb", "--format", "pabulib")

    assert result.exit_code == 1
    assert "line 14: project 4 stands on line 13 already" in result.stderr
    assert db.session.scalar(select(func.count()).select_from(Campaign)) == 0


def test_a_dry_run_keeps_nothing(app: Flask) -> None:
    counts = bring(app, ELECTIONS / "approval.pb", "--dry-run")

    assert (counts["campaign"], counts["ideas"], counts["ballots"]) == ("approval", 4, 5)
    assert db.session.scalar(select(func.count()).select_from(Campaign)) == 0


def test_after_the_close_nothing_changes_and_another_vote_does_not_mix(app: Flask, tmp_path: Path) -> None:
    changed = tmp_path / "approval.pb"
    changed.write_text((ELECTIONS / "approval.pb").read_text().replace("5;B2,C3;", "5;A1;"))
    bring(app, ELECTIONS / "approval.pb", "--campaign", "yards")
    invoke(app, "rounds", "close", "yards")

    late = invoke(app, "campaigns", "import", changed, "--format", "pabulib", "--campaign", "yards")
    other = invoke(app, "campaigns", "import", ELECTIONS / "ordinal.pb", "--format", "pabulib", "--campaign", "yards")

    assert (late.exit_code, "ballots are new or changed" in late.stderr) == (1, True)
    assert (other.exit_code, "its vote is another one" in other.stderr) == (1, True)
    assert len(ballots()) == 5


def test_an_import_that_was_cut_off_is_seen_by_nobody_and_finished_by_the_next(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "A_STEP", 2)
    read = elections.read(
        ELECTIONS / "approval.pb", counting=None, zone=app.extensions["veche.settings"].TIME_ZONE, now=clock.now()
    )

    def cut_off() -> Iterator[Voter]:
        for number, voter in enumerate(read.vote.voters):
            if number == 3:
                raise KeyboardInterrupt
            yield voter

    with pytest.raises(KeyboardInterrupt):
        bringing.bring("yards", replace(read.vote, voters=cut_off()), is_public=True, now=clock.now())
    half = (len(ballots()), client.get("/campaigns/yards/").status_code)
    counts = bring(app, ELECTIONS / "approval.pb", "--campaign", "yards")

    assert half == (2, 404)
    assert (counts["ballots"], counts["unchanged"], len(ballots())) == (3, 6, 5)
    assert client.get("/campaigns/yards/").status_code == 200


def test_unpublished_ideas_wait_for_the_moderators(app: Flask) -> None:
    result = invoke(app, "campaigns", "import", ELECTIONS / "ordinal.pb", "--format", "pabulib")

    assert result.exit_code == 0, result.output
    assert set(db.session.scalars(select(Contribution.state))) == {State.SUBMITTED}


@pytest.mark.slow
def test_what_is_given_out_counts_the_same_when_it_comes_back(app: Flask, tmp_path: Path) -> None:
    names = ("approval", "choose-one", "cumulative", "ordinal", "scoring", "knapsack")
    for name in names:
        bring(app, ELECTIONS / f"{name}.pb")
        publish_result(name)
        invoke(app, "rounds", "export", name, "--output", tmp_path / f"{name}-again.pb")

    counts = {name: bring(app, tmp_path / f"{name}-again.pb") for name in names}

    assert {name: came["refused"] for name, came in counts.items()} == dict.fromkeys(names, 0)
    again = {name: counted(app, f"{name}-again") for name in names}
    assert again == {name: counted(app, name) for name in names}


def test_what_is_given_out_names_no_voter_and_has_no_order_of_time(app: Flask, tmp_path: Path) -> None:
    out = tmp_path / "out.pb"
    bring(app, ELECTIONS / "cumulative.pb", "--campaign", "points")
    publish_result("points")
    secrets = {ballot.pseudonym for ballot in ballots().values()} | {"v1", "v2", "v3", "v4"}

    invoke(app, "rounds", "export", "points", "--output", out)

    text = out.read_text()
    assert [secret for secret in secrets if secret in text] == []
    assert text.partition("VOTES\n")[2].splitlines() == [
        "voter_id;vote;points",
        "1;x/1,x/2,x/3;0,0,0",
        "2;x/1,x/3;5,4",
        "3;x/1,x/2;8,2",
        "4;x/2;10",
    ]


def test_nothing_is_given_out_before_the_result_is_published(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    bring(app, ELECTIONS / "approval.pb", "--campaign", "yards")
    round_ = db.session.scalars(select(Round)).one()
    result = freeze(round_)
    address = "/campaigns/yards/results/1.pb"

    before = client.get(address).status_code, invoke(app, "rounds", "export", "yards", "--output", tmp_path / "x.pb")
    publish(result)
    after = client.get(address)

    assert (before[0], before[1].exit_code) == (404, 1)
    assert (after.status_code, after.headers["Content-Disposition"]) == (200, 'attachment; filename="yards-1.pb"')
    assert after.text.startswith("META\nkey;value\ndescription;Дворы у Тихой реки\n")
    assert client.get("/campaigns/yards/results/1.polis.zip").status_code == 404


def test_supports_are_given_out_one_by_one(app: Flask, tmp_path: Path) -> None:
    campaign = make_campaign("health")
    ideas = [make_idea(campaign, title=title) for title in ("Лист ожидания", "Билеты")]
    person = make_account()
    for idea in ideas:
        support(idea, person)
    bring_sheet(ideas[0], 2)
    publish(freeze(make_round(campaign)))

    invoke(app, "rounds", "export", "health", "--output", tmp_path / "out.pb")

    first, second = (str(idea.id) for idea in ideas)
    lines = (tmp_path / "out.pb").read_text().partition("PROJECTS\n")[2].splitlines()
    assert lines == [
        "project_id;cost;votes;name;selected",
        f"{first};1;3;Лист ожидания;1",
        f"{second};1;1;Билеты;1",
        "VOTES",
        "voter_id;vote",
        f"1;{first}",
        f"2;{first}",
        f"3;{first}",
        f"4;{second}",
    ]


def test_a_conversation_comes_in_with_every_vote_that_was_changed(app: Flask, tmp_path: Path) -> None:
    counts = bring(app, a_conversation(tmp_path), form="polis")

    assert {name: counts[name] for name in ("campaign", "ideas", "ballots", "casts", "refused")} == {
        "campaign": "buses",
        "ideas": 3,
        "ballots": 2,
        "casts": 3,
        "refused": 4,
    }
    history = db.session.execute(
        select(Cast.marks, Cast.cast_at).where(Cast.ballot_id == ballots()["7"].id).order_by(Cast.number)
    ).all()
    assert [marks_of(cast.marks) for cast in history] == [{"0": 1, "1": 1}, {"0": -1, "1": 1, "2": 1}]
    assert [cast.cast_at.timestamp() for cast in history] == [1_600_000_060, 1_600_000_095]
    assert bring(app, a_conversation(tmp_path), form="polis")["ballots"] == 0


def test_a_statement_that_was_moderated_out_is_hidden_on_the_ballot_with_the_reason(app: Flask, tmp_path: Path) -> None:
    bring(app, a_conversation(tmp_path), form="polis")

    hidden = db.session.execute(
        select(RoundNote.kind, Idea.title, RoundNote.reason, Contribution.state)
        .join(Idea, Idea.id == RoundNote.idea_id)
        .join(Contribution, Contribution.id == Idea.id)
    ).all()

    assert [(row.kind, row.title, bool(row.reason), row.state) for row in hidden] == [
        (EntryKind.HIDE, "No. 2", True, State.SUBMITTED)
    ]
    invoke(app, "rounds", "close", "buses")
    assert counted(app, "buses") == {"Buses at night": (1, True), "=Lamps, everywhere": (1, True)}


def test_signs_follow_the_matrix_and_differences_are_told(app: Flask, tmp_path: Path) -> None:
    turned = LOG.replace(",1\n", ",+\n").replace(",-1\n", ",1\n").replace(",+\n", ",-1\n")
    source = a_conversation(
        tmp_path, votes=turned, **{"participants-votes": MATRIX.replace("8,0,0,2,1,0,1,0,", "8,0,0,2,1,0,1,1,")}
    )

    result = invoke(app, "campaigns", "import", source, "--format", "polis")

    assert result.exit_code == 0, result.output
    assert marks_of(ballots()["7"].marks) == {"0": -1, "1": 1, "2": 1}
    assert "signs the other way round" in result.stderr
    assert "participant 8 on statement 1: the log's last vote is 0, the matrix has 1" in result.stderr


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"votes": "timestamp,voter-id,vote\n1,1,1\n"}, "votes.csv line 1: there is no column comment-id"),
        ({"comments": "comment-id\n1\n"}, "comments.csv line 1: there is no column comment-body"),
        ({"votes": ""}, "votes.csv: the file is empty"),
        (
            {"participants-votes": "participant,0,1,2\n7,0,0,0\n8,0,1,\n"},
            "participants-votes.csv: the matrix of participants is not about the votes of the log",
        ),
    ],
)
def test_a_broken_conversation_says_why(app: Flask, tmp_path: Path, files: dict[str, str], words: str) -> None:
    result = invoke(app, "campaigns", "import", a_conversation(tmp_path, **files), "--format", "polis")

    assert (result.exit_code, words in result.stderr) == (1, True), result.stderr


def test_a_conversation_is_given_out_and_comes_back_from_a_zip(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    bring(app, a_conversation(tmp_path), form="polis")
    publish_result("buses")

    answer = client.get("/campaigns/buses/results/1.polis.zip")
    (tmp_path / "again.zip").write_bytes(answer.data)
    counts = bring(app, tmp_path / "again.zip", form="polis")

    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        matrix = packed.read("participants-votes.csv").decode().splitlines()
    assert [line.split(",")[3:] for line in matrix] == [
        ["n-votes", "n-agree", "n-disagree", "0", "1"],
        ["2", "1", "1", "-1", "1"],
        ["2", "1", "0", "1", "0"],
    ]
    assert (counts["ballots"], counts["refused"]) == (2, 0)
    votes = {title.removeprefix("'"): numbers for title, numbers in counted(app, "again").items()}
    assert votes == counted(app, "buses")


def test_a_folder_is_only_a_conversation(app: Flask, tmp_path: Path) -> None:
    folder = invoke(app, "campaigns", "import", tmp_path, "--format", "pabulib")
    mapped = invoke(app, "campaigns", "import", ELECTIONS / "ordinal.pb", "--format", "pabulib", "--map", "title=x")
    empty = invoke(app, "campaigns", "import", tmp_path, "--format", "polis")

    assert (folder.exit_code, mapped.exit_code, empty.exit_code) == (2, 2, 1)
    assert "there is no table comments.csv" in empty.stderr
