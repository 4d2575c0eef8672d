"""Votes at once, in threads with transactions of their own: from two devices, of one form twice, while the round is closed."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.foundation import clock as present
from app.foundation.db import db
from campaigns.rounds.ballots import marks
from campaigns.rounds.ballots.domain import casting
from campaigns.rounds.ballots.domain.casting import Voter
from campaigns.rounds.ballots.models import Ballot, BallotChannel, Cast
from campaigns.rounds.domain import rounds
from tests.factories.people import make_account
from tests.factories.votes import make_vote
from tests.integration.test_casting import ids_of
from tests.support.races import at_once

ROUNDS = 8


def voting(round_id: int, account_id: int, idea_id: int, form: str | None = None) -> Callable[[], object]:
    chosen, voter = marks.of([(idea_id, 1)]), Voter(account_id=account_id)
    return lambda: casting.cast(round_id, voter, chosen, channel=BallotChannel.SITE, form=form, now=present.now())


def kept() -> list[tuple[str, list[str]]]:
    """What each ballot says, and what was cast of it in order."""
    db.session.rollback()
    history: dict[int, list[str]] = {}
    for row in db.session.execute(select(Cast.ballot_id, Cast.marks).order_by(Cast.ballot_id, Cast.number)):
        history.setdefault(row.ballot_id, []).append(row.marks)
    return [
        (row.marks, history[row.id]) for row in db.session.execute(select(Ballot.id, Ballot.marks).order_by(Ballot.id))
    ]


def people() -> list[int]:
    accounts: list[Account] = [make_account() for _ in range(ROUNDS)]
    return [account.id for account in accounts]


@pytest.mark.torture
def test_of_two_devices_at_once_the_last_counts_and_both_are_history(app: Flask) -> None:
    round_ = make_vote()
    first, second, *_ = ids_of(round_)
    round_id, voters = round_.id, people()

    outcomes = [at_once(app, voting(round_id, voter, first), voting(round_id, voter, second)) for voter in voters]

    assert outcomes == [["done", "done"]] * ROUNDS
    assert [sorted(history) for _, history in kept()] == [[f"{first}:1", f"{second}:1"]] * ROUNDS
    assert [last == history[-1] for last, history in kept()] == [True] * ROUNDS


@pytest.mark.torture
def test_of_one_form_twice_at_once_one_is_cast(app: Flask) -> None:
    round_ = make_vote()
    first, *_ = ids_of(round_)
    round_id, voters = round_.id, people()

    outcomes = [at_once(app, *[voting(round_id, voter, first, "a form")] * 3) for voter in voters]

    assert outcomes == [["done"] * 3] * ROUNDS
    assert kept() == [(f"{first}:1", [f"{first}:1"])] * ROUNDS
    assert set(db.session.scalars(select(Ballot.casts))) == {1}


@pytest.mark.torture
def test_a_vote_at_the_moment_of_the_close_is_in_or_refused_and_nothing_between(app: Flask) -> None:
    plans = [(vote.id, ids_of(vote)[0]) for vote in [make_vote() for _ in range(ROUNDS)]]

    outcomes = [
        at_once(app, voting(round_id, voter, idea_id), lambda round_id=round_id: close(round_id))
        for (round_id, idea_id), voter in zip(plans, people(), strict=True)
    ]

    db.session.rollback()
    voted_in = set(db.session.scalars(select(Ballot.round_id)))
    assert [said for said, _ in outcomes] == [
        "done" if round_id in voted_in else "vote.closed" for round_id, _ in plans
    ]
    assert {closed for _, closed in outcomes} == {"done"}


def close(round_id: int) -> None:
    """The round is closed although its window, by this clock, is open: only the fact decides."""
    round_ = rounds.locked(round_id)
    round_.closed_at, round_.close_reason = present.now(), "A slip of the clock"
