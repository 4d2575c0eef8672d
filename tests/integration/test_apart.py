"""Votes set apart: by rules that look at groups, never at a network alone; taken back where they hold no more; traces go after a term."""

import json
from datetime import timedelta
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.foundation import clock as present
from app.foundation.db import Base, db
from app.foundation.unit_of_work import step
from app.notifications.models import Notice, NoticeKind
from campaigns.rounds.apart import fillers, jobs
from campaigns.rounds.apart.domain import judging, traces
from campaigns.rounds.apart.models import Trace, TraceSalt
from campaigns.rounds.apart.queries import looks
from campaigns.rounds.apart.queries.looks import Apart
from campaigns.rounds.ballots.models import Ballot, BallotChannel
from campaigns.rounds.jobs import tally_round
from campaigns.rounds.ledger.models import EntryKind, RoundNote
from campaigns.rounds.models import Result, Round
from tests.factories.apart import APART, MINUTE, Voter, options_of, put_bots, put_crowd, put_voters
from tests.factories.votes import make_vote, put_ballot
from tests.support.clocks import MovingClock


@pytest.fixture
def vote(app: Flask) -> Round:
    return make_vote(apart=APART)


def apart_of(vote: Round) -> set[int]:
    return set(db.session.scalars(select(Ballot.id).where(Ballot.round_id == vote.id, Ballot.apart)))


def noted(vote: Round) -> list[tuple[EntryKind, str]]:
    rows = db.session.execute(
        select(RoundNote.kind, RoundNote.code).where(RoundNote.round_id == vote.id).order_by(RoundNote.id)
    )
    return [(row.kind, row.code) for row in rows]


def told(kind: NoticeKind) -> int:
    return db.session.scalar(select(func.count()).where(Notice.kind == kind)) or 0


def freeze(vote: Round) -> None:
    with step():
        db.session.add(Result(round_id=vote.id, counted_at=present.now(), fingerprint="f"))


def test_accounts_made_minutes_before_that_cast_one_same_ballot_are_set_apart_once_and_told(vote: Round) -> None:
    put_crowd(vote)
    bots = put_bots(vote)

    changed = [judging.judge(vote.id), judging.judge(vote.id)]

    assert apart_of(vote) == set(bots)
    assert changed == [20, 0]
    assert noted(vote) == [(EntryKind.APART, "new-accounts")] * 20
    assert looks.by_rule(vote.id) == [Apart("new-accounts", 20)]
    assert told(NoticeKind.VOTE_APART) == 20


def test_eighty_honest_voters_from_one_library_computer_in_one_evening_are_counted(vote: Round) -> None:
    put_crowd(vote)
    ideas, draw, begin = options_of(vote), Random(3), present.now() - 240 * MINUTE
    readers = [
        Voter(
            # Most of them like the idea that most others like.
            marks=f"{ideas[0] if draw.random() < 0.7 else draw.choice(ideas)}:1",
            cast_at=begin + (number * 2.5 + draw.uniform(0, 2)) * MINUTE,
            had_account=draw.choice((6 * MINUTE, 14 * MINUTE, timedelta(days=90), timedelta(days=200))),
            network="198.51.100.7",
            program="Library browser",
        )
        for number in range(80)
    ]
    put_voters(vote, readers, "reader")

    judging.judge(vote.id)

    assert apart_of(vote) == set()


def test_a_class_that_registers_together_and_votes_alike_is_counted(vote: Round) -> None:
    put_crowd(vote)
    draw, begin, choice = Random(8), present.now() - 60 * MINUTE, f"{options_of(vote)[4]}:1"
    pupils = [
        Voter(
            marks=choice,
            cast_at=begin + draw.uniform(4, 30) * MINUTE,
            had_account=draw.uniform(2, 14) * MINUTE,
            network="198.51.100.20",
            program="School browser",
        )
        for _ in range(28)
    ]
    put_voters(vote, pupils, "pupil")

    judging.judge(vote.id)

    assert apart_of(vote) == set()


def test_a_mark_that_holds_no_more_is_taken_back(vote: Round) -> None:
    put_crowd(vote)
    bots, ideas = put_bots(vote), options_of(vote)
    judging.judge(vote.id)
    with step():
        # Most of them think better of it and choose as they like.
        for number, ballot_id in enumerate(bots[:15]):
            marks = f"{ideas[number % 4]}:1"
            db.session.execute(update(Ballot).where(Ballot.id == ballot_id).values(marks=marks))

    judging.judge(vote.id)

    assert apart_of(vote) == set()
    assert noted(vote) == [(EntryKind.APART, "new-accounts")] * 20 + [(EntryKind.COUNTED, "")] * 20
    assert told(NoticeKind.VOTE_COUNTED) == 20


def test_paper_and_imports_are_never_judged(vote: Round) -> None:
    put_crowd(vote)
    choice = f"{options_of(vote)[4]}:1"
    for number in range(24):
        put_ballot(vote, choice, channel=BallotChannel.PAPER if number % 2 else BallotChannel.IMPORT)

    judging.judge(vote.id)

    assert apart_of(vote) == set()


def test_without_a_rule_nothing_is_set_apart_and_no_trace_is_kept(app: Flask) -> None:
    vote = make_vote(apart=[])
    put_bots(vote)

    changed = judging.judge(vote.id)

    assert (changed, apart_of(vote)) == (0, set())
    assert (db.session.scalars(select(Trace)).all(), db.session.scalars(select(TraceSalt)).all()) == ([], [])


def test_the_job_judges_open_votes_and_nothing_after_a_frozen_result(vote: Round) -> None:
    put_crowd(vote)
    put_bots(vote)
    jobs.look()
    before = len(apart_of(vote))
    freeze(vote)
    with step():
        db.session.execute(update(Ballot).values(marks=f"{options_of(vote)[0]}:1"))

    changed = judging.judge(vote.id)

    assert (before, changed, len(apart_of(vote))) == (20, 0, 20)


def test_traces_hold_no_address_and_neighbours_fall_together(vote: Round) -> None:
    addresses = ("198.51.100.7", "198.51.100.99", "2001:db8:1:2::/64")
    voters = [Voter("1:1", present.now(), MINUTE, address, "Browser 5.0") for address in addresses]
    put_voters(vote, voters, "voter")

    kept = db.session.scalars(select(Trace).order_by(Trace.cast_id)).all()

    assert kept[0].network == kept[1].network != kept[2].network
    assert [(len(one.network), len(one.program)) for one in kept] == [(4, 3)] * 3
    assert traces.network_of("2001:db8:1:2::7") == "2001:db8:1::/48"
    assert [address for address in addresses if address in everything_kept()] == []


def test_traces_go_with_their_secret_thirty_days_after_the_result(vote: Round, clock: MovingClock) -> None:
    put_bots(vote)
    freeze(vote)
    secret = db.session.scalars(select(TraceSalt.salt)).one()
    clock.move_by(days=30, minutes=-1)
    jobs.purge()
    kept = [db.session.scalar(select(func.count()).select_from(table)) for table in (Trace, TraceSalt)]
    clock.move_by(minutes=1)

    jobs.purge()

    assert kept == [20, 1]
    assert [db.session.scalar(select(func.count()).select_from(table)) for table in (Trace, TraceSalt)] == [0, 0]
    assert secret not in everything_kept()


def everything_kept() -> str:
    """Every value of every row of the database."""
    tables = Base.metadata.sorted_tables
    return json.dumps([[list(row) for row in db.session.execute(select(table))] for table in tables], default=str)


def test_the_count_judges_once_more_and_shows_both_numbers(app: Flask) -> None:
    vote = make_vote(apart=APART, channels=["site"])
    round_id, crowd, bots = vote.id, put_crowd(vote), put_bots(vote)
    with step():
        held = db.session.get_one(Round, round_id)
        held.closed_at, held.close_reason = present.now(), "the window was over"

    tally_round(round_id)

    details = db.session.scalars(select(Result.details).where(Result.round_id == round_id)).one()
    sealed = db.session.scalars(select(RoundNote.seq).where(RoundNote.round_id == round_id)).all()
    assert apart_of(db.session.get_one(Round, round_id)) == set(bots)
    assert [details[count]["voters"] for count in ("raw", "cleaned")] == [len(crowd) + 20, len(crowd)]
    assert None not in sealed
    assert fillers.by_rule(round_id, 20) == ["By rule: New accounts that vote alike: 20."]
    assert fillers.by_rule(round_id, 21) == []
