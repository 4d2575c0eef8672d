"""Sealing: how many ballots a second the one worker takes into the ledger, how long a step holds the lock, what the files cost."""

import resource
import secrets
import statistics
import time

from sqlalchemy import select

from app.foundation import clock
from app.foundation.db import db
from campaigns.rounds.ballots.models import Ballot, BallotChannel, Cast
from campaigns.rounds.ledger import spelling
from campaigns.rounds.ledger.domain import files, sealing
from campaigns.rounds.ledger.queries import opened, published
from campaigns.rounds.models import Round
from tests.benchmarks.copies import copy
from tests.benchmarks.measures import share, table
from tests.factories import plenty
from tests.factories.rounds import close_round, freeze, publish
from tests.factories.votes import make_vote

BALLOTS = 100_000
AT_ONCE = 10_000


def run() -> None:
    """Prints what sealing costs, and making the files of the published vote."""
    with copy() as app, app.app_context():
        vote = make_vote(receipt="unlinked")
        round_id = vote.id
        _add_ballots(vote, BALLOTS)
        began = time.process_time()
        steps = _sealed(round_id)
        took, cpu = sum(steps), (time.process_time() - began) * 1000 / len(steps)
        line = (BALLOTS, took, BALLOTS / took, cpu, statistics.median(steps) * 1000, share(steps, 99) * 1000)
        table("sealing: one worker", ("ballots", "s", "ballots/s", "CPU ms a step", "ms a step", "p99 ms"), [line])
        result_id = publish(freeze(close_round(db.session.get_one(Round, round_id)))).id
        before, began = _memory(), time.perf_counter()
        files.make(result_id, clock.now())
        took = time.perf_counter() - began
        size = sum(path.stat().st_size for path in published.folder(result_id).iterdir()) / 2**20
        line = (BALLOTS, took, BALLOTS / took, size, _memory(), _memory() - before)
        table(
            "files of a published vote", ("ballots", "s", "ballots/s", "MB", "MB at most", "more than before"), [line]
        )


def _sealed(round_id: int) -> list[float]:
    """The seconds of each step."""
    steps = []
    while True:
        began = time.perf_counter()
        if not sealing.seal_batch(round_id, clock.now(), at_end=True):
            return steps
        steps.append(time.perf_counter() - began)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _add_ballots(vote: Round, count: int) -> None:
    ids = [option.idea_id for option in opened.of_round(vote.id)]
    now, rule, round_id = clock.now(), vote.rule_fingerprint, vote.id
    for start in range(0, count, AT_ONCE):
        ballots = [
            {
                "round_id": round_id,
                "source_id": str(number),
                "channel": BallotChannel.SITE,
                "pseudonym": secrets.token_hex(16),
                "marks": f"{ids[number % len(ids)]}:1",
                "first_cast_at": now,
                "cast_at": now,
            }
            for number in range(start, min(start + AT_ONCE, count))
        ]
        made = dict(zip(plenty.put_new(Ballot, ballots), ballots, strict=True))
        plenty.put(Cast, [_cast(rule, ballot_id, ballot) for ballot_id, ballot in made.items()])
    if len(db.session.scalars(select(Cast.id).where(Cast.round_id == round_id)).all()) != count:
        raise RuntimeError("some ballots are missing")
    db.session.rollback()


def _cast(rule: str, ballot_id: int, ballot: dict[str, object]) -> dict[str, object]:
    salt, marks, voter = secrets.token_hex(16), str(ballot["marks"]), str(ballot["pseudonym"])
    return {
        "ballot_id": ballot_id,
        "round_id": ballot["round_id"],
        "number": 1,
        "marks": marks,
        "cast_at": ballot["cast_at"],
        "salt": salt,
        "commitment": spelling.commitment(rule, voter, marks, salt),
    }
