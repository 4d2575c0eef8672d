"""The open journal of votes as people meet it: its page, its entries as files, and a control code looked up."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.foundation.db import db
from campaigns.plan.models import Audience
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.ballots.models import Cast
from campaigns.rounds.ledger import merkle, spelling
from campaigns.rounds.ledger.domain import sealing
from campaigns.rounds.ledger.models import Checkpoint, Entry
from campaigns.rounds.ledger.queries import proofs
from campaigns.rounds.models import Round
from tests.factories.campaigns import make_campaign
from tests.factories.votes import make_vote, put_ballot
from tests.support.clocks import MovingClock
from tests.support.statements import counted

PAGE = "/campaigns/ugra/vote/ledger"
LOOK_UP = "/campaigns/ugra/vote/receipt"


@pytest.fixture
def vote(app: Flask) -> Round:
    return make_vote(make_campaign("ugra", windows=[(PhaseKind.VOTING, -1 / 24, 10)]))


def seal(round_: Round, ballots: int = 20) -> None:
    for _ in range(ballots):
        put_ballot(round_, "1:1")
    sealing.seal(round_.id)


def code_of(sealed: bool) -> str:
    cast = db.session.scalars(select(Cast).where(Cast.seq.is_not(None) == sealed).order_by(Cast.id)).first()
    assert cast is not None
    return spelling.code(cast.commitment)


def read(client: FlaskClient, path: str, **query: str) -> str:
    response = client.get(path, query_string=query, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return response.text


def test_a_journal_that_has_not_begun_says_when_it_will(vote: Round, client: FlaskClient) -> None:
    assert "The journal has not begun yet" in read(client, PAGE)


def test_the_page_shows_size_and_check_marks_and_costs_the_same_however_long(vote: Round, client: FlaskClient) -> None:
    seal(vote)
    with counted() as few:
        short = read(client, PAGE)
    for _ in range(3):
        seal(vote)

    with counted() as many:
        long = read(client, PAGE)

    roots = db.session.scalars(select(Checkpoint.root).order_by(Checkpoint.size)).all()
    assert [root in short for root in roots] == [True, False, False, False]
    assert all(root in long for root in roots)
    assert len(many) == len(few)


def test_a_code_is_found_however_it_is_typed_and_leads_to_a_proof(vote: Round, client: FlaskClient) -> None:
    seal(vote, 40)
    code = code_of(sealed=True)
    typed = f" {code.replace('-', ' ').lower().replace('0', 'O').replace('1', 'l')} "

    page = read(client, LOOK_UP, code=typed)
    told = json.loads(read(client, f"{LOOK_UP}.json", code=code))

    point = db.session.scalars(select(Checkpoint).order_by(Checkpoint.size.desc())).first()
    assert point is not None
    assert "Your vote stands in the journal" in page
    assert (told["code"], told["size"], told["root"]) == (code, point.size, point.root)
    assert spelling.leaf(told["body"]) == told["leaf"]
    assert spelling.code(json.loads(told["body"])["commitment"]) == code
    assert merkle.root_of_inclusion(told["leaf"], told["entry"], told["size"], told["proof"]) == point.root


def test_a_code_of_another_vote_is_unknown_here(vote: Round, client: FlaskClient) -> None:
    put_ballot(make_vote(), "1:1")

    assert "No vote with this code is known here" in read(client, LOOK_UP, code=code_of(sealed=False))


def test_a_vote_that_waits_is_told_so_and_by_when(vote: Round, client: FlaskClient) -> None:
    put_ballot(vote, "1:1")

    page = read(client, LOOK_UP, code=code_of(sealed=False))

    assert "waits for the next check mark" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [("ABCD-EFGH-JKMN-PQRS-TVWX", "No vote with this code is known here"), ("ABCD", "not a whole control code")],
)
def test_what_is_no_code_or_unknown_is_answered_clearly(
    vote: Round, client: FlaskClient, typed: str, said: str
) -> None:
    assert said in read(client, LOOK_UP, code=typed)
    assert client.get(f"{LOOK_UP}.json", query_string={"code": typed}).status_code == 404


def test_an_answer_to_a_code_is_kept_by_nobody_on_the_way(vote: Round, client: FlaskClient) -> None:
    seal(vote)

    kept = [
        client.get(f"{LOOK_UP}{kind}?code={code_of(sealed=True)}").headers["Cache-Control"] for kind in ("", ".json")
    ]

    assert kept == ["private, no-store", "private, no-store"]


def test_entries_are_files_and_a_full_one_may_be_kept_for_good(
    vote: Round, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaigns.rounds.ledger.web.journal.TILE", 8)
    monkeypatch.setattr("campaigns.rounds.ledger.queries.journal.TILE", 8)
    seal(vote)

    answers = [client.get(f"{PAGE}/1/{place}.jsonl") for place in range(4)]

    bodies = db.session.scalars(select(Entry.body).order_by(Entry.seq)).all()
    assert [answer.status_code for answer in answers] == [200, 200, 200, 404]
    assert b"".join(answer.data for answer in answers[:3]).decode() == "".join(f"{body}\n" for body in bodies)
    assert [answer.headers["Cache-Control"] for answer in answers[:3]] == [
        "public, max-age=31536000, immutable",
        "public, max-age=31536000, immutable",
        "public, no-cache",
    ]
    assert not any("Set-Cookie" in answer.headers for answer in answers)
    assert {tuple(json.loads(body)) for body in bodies[1:]} == {("at", "commitment", "kind", "voter")}


def test_nobody_on_the_way_keeps_the_files_of_a_campaign_by_invitation(app: Flask, client: FlaskClient) -> None:
    campaign = make_campaign("ugra", windows=[(PhaseKind.VOTING, -1 / 24, 10)], audience=Audience.INVITED)
    seal(make_vote(campaign))

    assert client.get(f"{PAGE}/1/0.jsonl").status_code == 404


def test_all_check_marks_are_a_file(vote: Round, client: FlaskClient) -> None:
    seal(vote)

    (told,) = json.loads(client.get(f"{PAGE}/1/checkpoints.json").text)

    point = db.session.scalars(select(Checkpoint)).one()
    assert told == {"size": point.size, "root": point.root, "at": spelling.hour(point.made_at)}


def test_proofs_read_tiles_not_leaves(vote: Round, monkeypatch: pytest.MonkeyPatch, clock: MovingClock) -> None:
    monkeypatch.setattr(sealing, "TILE_HEIGHT", 2)
    monkeypatch.setattr(proofs, "TILE", 4)
    seal(vote, 41)
    leaves = db.session.scalars(select(Entry.leaf).order_by(Entry.seq)).all()
    plain, size, round_id = merkle.of_leaves(leaves), len(leaves), vote.id

    def stored(**asked: int) -> Any:
        tree = proofs.StoredTree(round_id, size)
        return tree.inclusion(asked["index"]) if "index" in asked else tree.consistency(asked["first"])

    with counted() as statements:
        stored(index=17)

    assert [stored(index=index) for index in range(size)] == [merkle.inclusion(n, size, plain) for n in range(size)]
    assert [stored(first=first) for first in range(size)] == [merkle.consistency(n, size, plain) for n in range(size)]
    assert len(statements) <= 3
