"""Sealing: what waits becomes entries of the ledger, nothing is lost or doubled, and places tell no time."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.ballots.models import Cast
from campaigns.rounds.ledger import jobs, merkle
from campaigns.rounds.ledger.domain import notes, sealing
from campaigns.rounds.ledger.models import Checkpoint, Entry, EntryKind, RoundNote, Tile
from campaigns.rounds.models import Round
from tests.factories.campaigns import make_campaign
from tests.factories.votes import make_vote, put_ballot
from tests.support.clocks import MovingClock


def bodies(round_: Round) -> list[dict[str, Any]]:
    rows = db.session.scalars(select(Entry.body).where(Entry.round_id == round_.id).order_by(Entry.seq))
    return [json.loads(body) for body in rows]


def kinds(round_: Round) -> list[str]:
    return [body["kind"] for body in bodies(round_)]


def close(round_: Round) -> None:
    with step():
        held = db.session.get_one(Round, round_.id)
        held.closed_at, held.close_reason = present.now(), "the window was over"


def root_of(round_: Round, size: int) -> str:
    leaves = db.session.scalars(select(Entry.leaf).where(Entry.round_id == round_.id).order_by(Entry.seq)).all()
    return merkle.of_leaves(leaves)(0, size)


def test_nineteen_ballots_wait_and_twenty_are_sealed_with_a_checkpoint(app: Flask) -> None:
    round_ = make_vote()
    for _ in range(19):
        put_ballot(round_, "1:1")
    sealed_before = sealing.seal(round_.id)
    put_ballot(round_, "1:1")

    sealed = sealing.seal(round_.id)

    (point,) = db.session.scalars(select(Checkpoint))
    assert (sealed_before, sealed, kinds(round_)) == (0, 21, ["opened", *["ballot"] * 20])
    assert (point.size, point.root) == (21, root_of(round_, 21))


def test_the_end_of_the_hour_is_the_longest_that_a_ballot_waits(app: Flask, clock: MovingClock) -> None:
    round_ = make_vote()
    clock.move_by(minutes=20)
    put_ballot(round_, "1:1")
    clock.move_by(minutes=39)
    early = sealing.seal(round_.id)
    clock.move_by(minutes=1)

    assert (early, sealing.seal(round_.id)) == (0, 2)


def test_places_follow_the_commitments_but_for_those_of_one_voter(app: Flask) -> None:
    again = [sealing.Waiting(id, id % 2, present.now(), f"{97 * id % 64:02x}", "voter") for id in range(64)]

    placed = sealing.shuffled(again)

    of_one = [[cast.id for cast in placed if cast.ballot_id == voter] for voter in (0, 1)]
    voters_by_commitment = [cast.ballot_id for cast in sorted(again, key=lambda cast: cast.commitment)]
    assert of_one == [list(range(0, 64, 2)), list(range(1, 64, 2))]
    assert [cast.ballot_id for cast in placed] == voters_by_commitment


def test_ballots_of_many_voters_stand_by_their_commitments(app: Flask) -> None:
    round_ = make_vote()
    for _ in range(30):
        put_ballot(round_, "1:1")

    sealing.seal(round_.id)

    commitments = [body["commitment"] for body in bodies(round_) if body["kind"] == "ballot"]
    of_casts = db.session.scalars(select(Cast.commitment).order_by(Cast.seq)).all()
    assert commitments == sorted(commitments) == of_casts


def test_the_end_seals_the_rest_and_says_how_many_and_a_second_end_adds_nothing(app: Flask) -> None:
    round_ = make_vote()
    ballots = [put_ballot(round_, "1:1") for _ in range(3)]
    with step():
        notes.note(
            EntryKind.APART, round_.id, ballot_id=ballots[0].id, code="swarm", reason="Одно и то же.", now=present.now()
        )
    close(round_)

    point = sealing.finish(round_.id)
    again = sealing.finish(round_.id)

    end = bodies(round_)[-1]
    assert kinds(round_) == ["opened", "ballot", "ballot", "ballot", "apart", "closed"]
    assert (end["voters"], end["casts"], point.size, point.root) == (3, 3, 6, root_of(round_, 6))
    assert (again.size, again.root) == (point.size, point.root)


def test_the_journal_of_an_open_vote_is_not_ended(app: Flask) -> None:
    round_ = make_vote()
    put_ballot(round_, "1:1")

    with pytest.raises(ValueError, match="still takes ballots"):
        sealing.finish(round_.id)

    assert kinds(round_) == []


def test_a_note_after_the_end_is_sealed_with_another_end_and_a_ballot_is_refused(app: Flask) -> None:
    round_ = make_vote()
    ballot = put_ballot(round_, "1:1")
    close(round_)
    first = sealing.finish(round_.id).size
    with step():
        notes.note(EntryKind.APART, round_.id, ballot_id=ballot.id, reason="Один и тот же выбор.", now=present.now())
    second = sealing.finish(round_.id).size
    put_ballot(round_, "1:1")

    with pytest.raises(ValueError, match="after the ledger was ended"):
        sealing.finish(round_.id)

    assert (first, second, kinds(round_)) == (3, 5, ["opened", "ballot", "closed", "apart", "closed"])


def test_a_round_without_ballots_ends_with_its_notes(app: Flask) -> None:
    round_ = make_vote()
    idea_id = sealing.opened.options(round_.id)[0]["id"]
    with step():
        notes.note(EntryKind.HIDE, round_.id, idea_id=idea_id, reason="Нарушает правила.", now=present.now())
    waiting = sealing.seal(round_.id)
    close(round_)

    sealing.finish(round_.id)

    assert (waiting, kinds(round_)) == (0, ["opened", "hide", "closed"])


def test_a_note_about_a_vote_waits_for_the_vote(app: Flask) -> None:
    round_ = make_vote()
    for _ in range(20):
        put_ballot(round_, "1:1")
    sealing.seal(round_.id)
    ballot = put_ballot(round_, "1:1")
    with step():
        notes.note(EntryKind.APART, round_.id, ballot_id=ballot.id, reason="Один и тот же выбор.", now=present.now())

    assert (sealing.seal(round_.id), kinds(round_)[-1]) == (0, "ballot")


def test_what_stands_already_is_not_noted_again(app: Flask) -> None:
    round_ = make_vote()
    idea_id = sealing.opened.options(round_.id)[0]["id"]
    with step():
        for kind in (EntryKind.SHOW, EntryKind.HIDE, EntryKind.HIDE, EntryKind.SHOW, EntryKind.SHOW, EntryKind.HIDE):
            notes.note(kind, round_.id, idea_id=idea_id, reason="Почему", now=present.now())

    kept = db.session.scalars(select(RoundNote.kind).order_by(RoundNote.id)).all()
    assert kept == [EntryKind.HIDE, EntryKind.SHOW, EntryKind.HIDE]


def test_the_job_seals_every_round_and_one_that_cannot_go_on_keeps_no_other_waiting(
    app: Flask, clock: MovingClock
) -> None:
    ended, going_on = make_vote(), make_vote(make_campaign("other", windows=[(PhaseKind.VOTING, -1 / 24, 10)]))
    put_ballot(ended, "1:1")
    close(ended)
    sealing.finish(ended.id)
    for vote in (ended, going_on):
        put_ballot(vote, "1:1")
    clock.move_by(minutes=61)

    jobs.seal()

    assert kinds(ended) == ["opened", "ballot", "closed"]
    assert kinds(going_on) == ["opened", "ballot"]


@pytest.mark.torture
def test_sealed_by_several_at_once_while_people_vote_nothing_is_lost_or_doubled(app: Flask) -> None:
    round_ = make_vote()
    round_id = round_.id

    def apart(work: Callable[[], object], times: int) -> None:
        with app.app_context():
            for _ in range(times):
                work()
            db.session.remove()

    def vote() -> None:
        put_ballot(db.session.get_one(Round, round_id), "1:1")

    def seal() -> None:
        sealing.seal_batch(round_id, present.now(), at_end=True)

    db.session.rollback()
    with ThreadPoolExecutor(5) as threads:
        done = [threads.submit(apart, *work) for work in ((vote, 15), (vote, 15), (seal, 12), (seal, 12), (seal, 12))]
        for one in done:
            one.result()
    round_ = db.session.get_one(Round, round_id)
    close(round_)
    point = sealing.finish(round_id)

    of_casts = dict(db.session.execute(select(Cast.seq, Cast.commitment)).all())
    in_ledger = {seq: body["commitment"] for seq, body in enumerate(bodies(round_)) if body["kind"] == "ballot"}
    assert (len(of_casts), of_casts) == (30, in_ledger)
    assert all(seal.root == root_of(round_, seal.size) for seal in db.session.scalars(select(Checkpoint)))
    assert point.size == len(bodies(round_))


class Killed(BaseException):
    """The worker is gone."""


@pytest.mark.parametrize("place", ["before", "inside", "after"])
def test_killed_while_sealing_nothing_is_lost_or_doubled(
    app: Flask, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setattr(sealing, "MOST", 12)
    monkeypatch.setattr(sealing, "TILE_HEIGHT", 3)
    round_ = make_vote()
    for _ in range(45):
        put_ballot(round_, "1:1")
    close(round_)
    round_id = round_.id
    write, calls = sealing._write, iter(range(1, 1000))

    def dying(*given: Any) -> None:
        third = next(calls) == 3
        if third and place == "before":
            raise Killed
        write(*given)
        if third and place == "inside":
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(sealing, "_write", dying)
        if place == "after":
            sealing.seal_batch(round_.id, present.now(), at_end=True)
        else:
            with pytest.raises(Killed):
                sealing.finish(round_.id)
    db.session.remove()
    round_ = db.session.get_one(Round, round_id)

    point = sealing.finish(round_.id)

    count = db.session.scalar(select(func.count()).select_from(Cast).where(Cast.seq.is_not(None)))
    of_casts = dict(db.session.execute(select(Cast.seq, Cast.commitment)).all())
    in_ledger = {seq: body["commitment"] for seq, body in enumerate(bodies(round_)) if body["kind"] == "ballot"}
    tiles = db.session.execute(select(Tile.place, Tile.root).order_by(Tile.place)).all()
    roots = merkle.of_leaves(db.session.scalars(select(Entry.leaf).order_by(Entry.seq)).all())
    assert (count, of_casts, point.root) == (45, in_ledger, root_of(round_, point.size))
    assert [tuple(tile) for tile in tiles] == [(n, roots(8 * n, 8 * n + 8)) for n in range(5)]
    for seal in db.session.scalars(select(Checkpoint)):
        assert seal.root == root_of(round_, seal.size)
