"""The files of a published vote: anyone can recount it from them, and they tell of nobody how they voted."""

import gzip
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.roles import SYSTEM
from app.foundation import archives
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions import states
from campaigns.contributions.models import Contribution
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.ballots.domain import wording
from campaigns.rounds.ballots.models import Ballot, BallotChannel, Cast
from campaigns.rounds.domain import results as verbs
from campaigns.rounds.ledger import spelling
from campaigns.rounds.ledger.domain import files
from campaigns.rounds.ledger.domain.notes import note
from campaigns.rounds.ledger.models import EntryKind
from campaigns.rounds.ledger.queries import lines, opened, published
from campaigns.rounds.models import Round
from campaigns.rounds.verifier import verify
from tests.factories.campaigns import make_campaign
from tests.factories.people import make_account, make_territory
from tests.factories.rounds import close_round, freeze, publish
from tests.factories.votes import code_of, make_vote, put_ballot
from tests.support.clocks import MovingClock

VOTERS = 24
FILES = {
    "ballots.jsonl.gz",
    "checkpoints.json",
    "ledger.jsonl.gz",
    "options.json",
    "result.json",
    "rule.json",
    "ugra-1.zip",
    "verify.html",
    "verify.py",
}


def cast_votes(app: Flask, **rule: Any) -> Round:
    """Twenty-four people of one big and one small place vote, some on paper, one anew; one vote is set apart, one idea hidden."""
    vote = make_vote(make_campaign("ugra", windows=[(PhaseKind.VOTING, -1 / 24, 10)]), **rule)
    ids = [option.idea_id for option in opened.of_round(vote.id)]
    big, small = make_territory("Сургут"), make_territory("Когалым")
    ballots = [
        put_ballot(
            vote,
            f"{ids[place % 3]}:1",
            make_account(territory_id=(big if place > 2 else small).id),
            BallotChannel.PAPER if place == 7 else BallotChannel.SITE,
            territory_id=(big if place > 2 else small).id,
        )
        for place in range(VOTERS)
    ]
    again(vote, ballots[5], f"{ids[1]}:1")
    with step():
        note(EntryKind.APART, vote.id, ballot_id=ballots[9].id, code="swarm", reason="Один выбор.", now=present.now())
        note(EntryKind.HIDE, vote.id, idea_id=ids[4], reason="Чужие личные данные.", now=present.now())
    return vote


def again(vote: Round, ballot: Ballot, marks: str) -> None:
    """The voter votes anew, as the verb of casting would keep it."""
    salt = "11" * 16
    with step():
        held = db.session.get_one(Ballot, ballot.id)
        held.marks, held.casts = marks, 2
        db.session.add(
            Cast(
                ballot_id=held.id,
                round_id=vote.id,
                number=2,
                marks=marks,
                cast_at=present.now(),
                salt=salt,
                commitment=spelling.commitment(vote.rule_fingerprint, held.pseudonym, marks, salt),
            )
        )


def publish_vote(vote: Round, run_jobs: Callable[[], None]) -> int:
    """The id of the result, whose files are made."""
    result_id = publish(freeze(vote)).id
    run_jobs()
    return result_id


def fetch(client: FlaskClient, name: str) -> bytes:
    with client.get(f"/campaigns/ugra/results/1/{name}") as response:
        assert response.status_code == 200
        return response.data


def rows(body: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress(body).splitlines()]


def unpacked(client: FlaskClient, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(fetch(client, "ugra-1.zip"))) as packed:
        packed.extractall(folder)
    return folder


@pytest.fixture(params=["unlinked", "linked"])
def receipt(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_anyone_can_recount_a_vote_from_its_files_which_are_the_same_bytes_when_made_twice(
    app: Flask, client: FlaskClient, run_jobs: Callable[[], None], clock: MovingClock, tmp_path: Path, receipt: str
) -> None:
    result_id = publish_vote(cast_votes(app, receipt=receipt), run_jobs)
    code = code_of(db.session.scalars(select(Ballot).order_by(Ballot.id)).first())
    before = {name: fetch(client, name) for name in sorted(FILES)}
    salts = set(db.session.scalars(select(Cast.salt)))
    clock.move_by(seconds=3661)

    shutil.rmtree(published.folder(result_id))
    done = app.test_cli_runner().invoke(args=["rounds", "files", "ugra"])

    folder, kept = unpacked(client, tmp_path), published.of_result(result_id)
    opened_salts = {row.get("salt") for row in rows(before["ballots.jsonl.gz"])}
    assert verify.examine(folder, code, {}).report.problems == []
    assert {path.name for path in folder.iterdir()} == FILES - {"ugra-1.zip"}
    assert kept is not None
    assert set(kept.files) == FILES
    assert (done.exit_code, done.output) == (0, "ugra: the files of round 1 are made\n")
    assert {name: fetch(client, name) for name in sorted(FILES)} == before
    assert (salts, opened_salts) == ({None}, {None}) if receipt == "unlinked" else opened_salts < salts


def test_a_second_count_is_recounted_with_the_same_lots(
    app: Flask, client: FlaskClient, run_jobs: Callable[[], None], tmp_path: Path
) -> None:
    vote = cast_votes(app, ties="lot", titles=[f"Идея {place}" for place in range(12)])
    number, hidden = vote.id, opened.of_round(vote.id)[4].idea_id
    publish_vote(vote, run_jobs)
    with step():
        note(EntryKind.SHOW, number, idea_id=hidden, reason="Исправлена.", now=present.now())
        verbs.count_again(db.session.get_one(Round, number), SYSTEM, present.now(), "Идея снова видна.")

    publish_vote(db.session.get_one(Round, number), run_jobs)

    assert verify.examine(unpacked(client, tmp_path)).report.problems == []


def test_no_file_names_a_person_a_small_place_or_a_time_finer_than_the_hour(
    app: Flask, client: FlaskClient, run_jobs: Callable[[], None], receipt: str
) -> None:
    """And a control code leads to the line of a linked vote, and of no other."""
    vote = cast_votes(app, receipt=receipt)
    code = code_of(db.session.scalars(select(Ballot).order_by(Ballot.id)).first())
    title = opened.of_round(vote.id)[0].title
    publish_vote(vote, run_jobs)

    text = "\n".join(
        (gzip.decompress(body) if name.endswith(".gz") else body).decode()
        for name in ("ballots.jsonl.gz", "ledger.jsonl.gz", "checkpoints.json", "result.json")
        for body in (fetch(client, name),)
    )
    turnout = json.loads(fetch(client, "result.json"))["turnout"]

    page = client.get(f"/campaigns/ugra/vote/receipt?code={code}", headers={"Accept-Language": "en"}).text

    assert (title in page, "Your vote stands in the journal" in page) == (receipt == "linked", True)
    assert re.findall(r"account|territory_id|cast_at|@|T\d\d:\d\d", text) == []
    assert "Когалым" not in text
    assert turnout["channels"] == {"site+paper": VOTERS}
    assert {row["channel"] for row in rows(fetch(client, "ballots.jsonl.gz"))} == set(turnout["channels"])
    if receipt == "unlinked":
        leads_from_no_entry_to_a_choice(client)


def leads_from_no_entry_to_a_choice(client: FlaskClient) -> None:
    ballots, entries = (gzip.decompress(fetch(client, f"{name}.jsonl.gz")).decode() for name in ("ballots", "ledger"))
    texts = ballots.splitlines()
    assert texts == sorted(texts)
    assert {tuple(json.loads(line)) for line in texts} == {("apart", "channel", "marks")}
    assert {tuple(json.loads(line)) for line in entries.splitlines() if '"ballot"' in line} == {
        ("at", "commitment", "kind", "voter")
    }
    assert not any(pseudonym in ballots for pseudonym in db.session.scalars(select(Ballot.pseudonym)))


def test_no_pseudonym_of_one_vote_stands_in_another(app: Flask) -> None:
    campaign = make_campaign("ugra", windows=[(PhaseKind.VOTING, -1 / 24, 10)])
    voter = make_account()

    pseudonyms = [put_ballot(make_vote(one), "", voter).pseudonym for one in (campaign, make_campaign_of_vote())]

    assert pseudonyms[0] != pseudonyms[1]
    assert all(re.fullmatch(r"[0-9a-f]{32}", pseudonym) for pseudonym in pseudonyms)


def make_campaign_of_vote() -> Campaign:
    return make_campaign("other", windows=[(PhaseKind.VOTING, -1 / 24, 10)])


def test_what_an_idea_said_that_is_hidden_since_stands_in_no_file(
    app: Flask, client: FlaskClient, run_jobs: Callable[[], None], clock: MovingClock, tmp_path: Path
) -> None:
    publish_vote(cast_votes(app), run_jobs)
    option = opened.of_round(db.session.scalars(select(Round.id)).one())[0]
    title, idea_id = option.title, option.idea_id

    with step():
        states.withdraw(db.session.get_one(Contribution, idea_id), clock.now())
    run_jobs()

    folder = unpacked(client, tmp_path)
    told = {row["id"]: row["title"] for row in json.loads((folder / "options.json").read_text())}
    assert told[idea_id] is None
    assert title not in fetch(client, "options.json").decode()
    assert verify.examine(folder, None, {}).report.problems == []


def test_a_title_of_which_words_are_masked_keeps_its_fingerprint(app: Flask) -> None:
    vote = make_vote(make_campaign("ugra", windows=[(PhaseKind.VOTING, -1 / 24, 10)]))
    before, option = opened.fingerprint(vote.id), opened.of_round(vote.id)[0]
    idea_id, title = option.idea_id, option.title

    with step():
        wording.rewrite(idea_id, lambda _place, words: words.replace(title, "[…]"))
    masked = (opened.of_round(vote.id)[0].title, opened.fingerprint(vote.id))
    with step():
        wording.rewrite(idea_id, lambda _place, _words: title)

    assert masked == ("[…]", before)
    assert (opened.of_round(vote.id)[0].title, opened.fingerprint(vote.id)) == (title, before)


def test_of_what_is_not_as_it_was_counted_no_files_are_made(app: Flask) -> None:
    vote = cast_votes(app)
    result_id = publish(freeze(vote)).id
    with step():
        opened.of_round(vote.id)[0].cost = 1

    with pytest.raises(RuntimeError, match="not what was fingerprinted"):
        files.make(result_id, present.now())

    assert published.of_result(result_id) is None


def test_before_the_publication_there_are_no_files_and_no_line(
    app: Flask, client: FlaskClient, run_jobs: Callable[[], None]
) -> None:
    vote = cast_votes(app, receipt="linked")
    code = code_of(db.session.scalars(select(Ballot).order_by(Ballot.id)).first())
    title = opened.of_round(vote.id)[0].title
    freeze(close_round(vote))
    run_jobs()

    page = client.get(f"/campaigns/ugra/vote/receipt?code={code}", headers={"Accept-Language": "en"}).text

    assert client.get("/campaigns/ugra/results/1/rule.json").status_code == 404
    assert title not in page
    assert set(db.session.scalars(select(Cast.salt.is_(None)))) == {False}


def test_more_lines_than_memory_should_hold_are_sorted_in_pieces() -> None:
    given = [f"{(number * 7919) % 1000:03d}" for number in range(1000)]

    assert list(archives.in_order(given, run=90)) == sorted(given)


def test_lines_are_read_in_batches(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "BATCH", 7)
    vote = make_vote(make_campaign("ugra", windows=[(PhaseKind.VOTING, -1 / 24, 10)]))
    for _ in range(21):
        put_ballot(vote, "1:1")
    round_id = vote.id

    read = list(lines.of_unlinked(round_id, {"site": "site"}, set()))

    assert len(read) == 21
