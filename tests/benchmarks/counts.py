"""Counting votes: a million ballots recounted beside bare SQL that reads the same rows; equal shares; the largest real election."""

import random
import resource
import sqlite3
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from flask import Flask

from app.foundation.db import db
from campaigns.rounds.counting.counts import count
from campaigns.rounds.counting.values import Candidate
from campaigns.rounds.exchange.pabulib.surveys import survey
from campaigns.rounds.models import Round
from campaigns.rounds.queries.recount import recount
from campaigns.rounds.rules import defaults
from tests.benchmarks.copies import copy, database_of
from tests.benchmarks.measures import table
from tests.factories.votes import make_vote
from tests.support.real import FOLDER

BALLOTS, IDEAS, ROUNDS, KINDS = 1_000_000, 100, 3, 50_000
READ = "SELECT channel, marks, apart, territory_id, casts FROM ballots WHERE round_id = ?"
WRITE = """
    INSERT INTO ballots (round_id, source_id, channel, pseudonym, marks, casts, first_cast_at, cast_at, apart)
    VALUES (?, ?, ?, ?, ?, 1, '2026-11-22 10:00:00.000000', '2026-11-22 10:00:00.000000', 0)
"""
BUDGET = 5_000_000
BALLOT_KINDS: dict[str, dict[str, int]] = {
    "approve": {"least": 1, "most": 12},
    "budget": {"budget": BUDGET},
    "points": {"points": 60},
}
LARGEST = "Poland_Wroclaw_2022.pb.gz"
LONGEST = "Netherlands_Amsterdam_309.pb.gz"


def run() -> None:
    """Prints what counting costs."""
    _million()
    _shares()
    _largest()


def _million() -> None:
    with copy() as app:
        with app.app_context():
            number = make_vote(titles=[f"Идея {place}" for place in range(IDEAS)]).id
            db.session.rollback()
        _fill(database_of(app), number)
        lines = [_recounted(app, number) for _ in range(ROUNDS)]
    ours, bare = (statistics.median(times) for times in zip(*lines, strict=True))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    head = ("ballots", "ideas", "Veche s", "bare SQL s", "Veche / bare", "MB at most")
    title = f"recount of a vote: medians of {ROUNDS} rounds, with both counts and fingerprint, beside reading the rows by bare SQL"
    table(title, head, [(BALLOTS, IDEAS, ours, bare, ours / bare, most)])


def _fill(place: Path, number: int) -> None:
    with closing(sqlite3.connect(place)) as bare:
        bare.executemany(WRITE, _rows(number))
        bare.commit()


def _rows(number: int) -> Iterator[tuple[object, ...]]:
    chance = random.Random(1)
    kinds = [
        ",".join(f"{idea}:1" for idea in sorted(chance.sample(range(1, IDEAS + 1), chance.randint(1, 5))))
        for _ in range(KINDS)
    ]
    for place in range(BALLOTS):
        voter = f"{place:032x}"
        yield number, voter, ("site", "site", "site", "paper", "code")[place % 5], voter, chance.choice(kinds)


def _recounted(app: Flask, number: int) -> tuple[float, float]:
    with app.app_context():
        began = time.process_time()
        found = recount(db.session.get_one(Round, number))
        ours = time.process_time() - began
    with closing(sqlite3.connect(database_of(app))) as bare:
        began = time.process_time()
        rows = sum(1 for _ in bare.execute(READ, (number,)))
        theirs = time.process_time() - began
    if rows != found.ballots:
        raise RuntimeError("bare SQL reads other rows")
    return ours, theirs


def _shares() -> None:
    lines: list[tuple[object, ...]] = []
    for kind, limits in BALLOT_KINDS.items():
        for seed in range(3):
            candidates, ballots = _election(seed, kind)
            for completion in ("none", "add-one and fill"):
                counting = {"rule": "equal shares", "budget": BUDGET, "completion": completion}
                rule = defaults.of_vote({"kind": kind, **limits}, counting)
                began = time.process_time()
                winners = sum(row.winner for row in count(rule, candidates, ballots).rows)
                took = time.process_time() - began
                lines.append((kind, completion, seed, len(candidates), len(ballots), winners, took))
    head = ("ballots are", "completion", "seed", "ideas", "ballots", "winners", "CPU s")
    table("equal shares on made elections", head, lines)


def _election(seed: int, kind: str = "approve") -> tuple[list[Candidate], list[tuple[str, int]]]:
    """A hundred ideas, some much better liked than others, and five thousand ballots that are nearly all different: of up to
    twelve ideas, of what the budget pays for, or of up to twelve with one to five points each.
    """
    chance = random.Random(seed)
    candidates = [Candidate(place, place, chance.randint(20, 1000) * 1000) for place in range(1, 101)]
    liked = [chance.random() ** 3 + 0.02 for _ in candidates]
    ballots = []
    for _ in range(5_000):
        wanted = chance.choices(candidates, liked, k=30 if kind == "budget" else chance.randint(1, 12))
        if kind == "budget":
            wanted = _paid_for(wanted)
        chosen = sorted({candidate.id for candidate in wanted})
        ballots.append((",".join(f"{id}:{chance.randint(1, 5) if kind == 'points' else 1}" for id in chosen), 1))
    return candidates, ballots


def _paid_for(wanted: Sequence[Candidate]) -> list[Candidate]:
    """What the budget pays for of these, in their order."""
    left, found = BUDGET, dict[int, Candidate]()
    for candidate in wanted:
        cost = candidate.cost or 0
        if candidate.id not in found and cost <= left:
            found[candidate.id] = candidate
            left -= cost
    return list(found.values())


def _largest() -> None:
    lines: list[tuple[object, ...]] = []
    for name in (LARGEST, LONGEST):
        path = FOLDER / "votes/pabulib" / name
        if not path.exists():
            print(f"\nreal data are absent: {name}")
            continue
        seen = survey(path)
        counting = {"rule": "equal shares", "budget": seen.election.budget, "completion": "add-one and fill"}
        rule = defaults.of_vote({"kind": "approve", "least": 1, "most": 100}, counting)
        began = time.process_time()
        winners = sum(row.winner for row in count(rule, seen.candidates, seen.choices.items()).rows)
        lines.append((name, len(seen.candidates), seen.ballots, winners, time.process_time() - began))
    table("equal shares, add-one and fill, on real elections", ("file", "ideas", "ballots", "winners", "s"), lines)
