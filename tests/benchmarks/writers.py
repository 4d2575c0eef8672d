"""Eight who support ideas at once: how long each waits, with the lock that they stand in line for and without it."""

import statistics
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import OperationalError

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.accounts.sessions import actor_of
from app.foundation import clock
from app.foundation.db import db
from app.foundation.locks import WriteLock
from app.foundation.unit_of_work import step
from campaigns.ideas.domain import supports
from tests.benchmarks.copies import copy, database_of
from tests.benchmarks.measures import share, table
from tests.factories import plenty
from tests.factories.campaigns import make_campaign

THREADS, WRITES, ROUNDS = 8, 30, 3


def run() -> None:
    """Prints how long writers wait."""
    with copy() as app:
        with app.app_context():
            people = plenty.add_people(THREADS * ROUNDS * 2 + 1)
            ideas = plenty.add_ideas(make_campaign("open"), WRITES, people[:1])
            actors = [actor_of(db.session.get_one(Account, person)) for person in people[1:]]
        locks = {"in line": database_of(app).with_name("write.lock"), "SQLite alone": None}
        found: dict[str, list[list[float]]] = {name: [] for name in locks}
        failed = dict.fromkeys(locks, 0)
        for _ in range(ROUNDS):
            for name, path in locks.items():
                times, failures = _written(app, path, [actors.pop() for _ in range(THREADS)], ideas)
                found[name].append(times)
                failed[name] += failures
    rows = [(name, *_figures(rounds), failed[name]) for name, rounds in found.items()]
    lines = [*rows, ("SQLite alone / in line", *(b / a for a, b in zip(rows[0][1:5], rows[1][1:5], strict=True)), "")]
    head = ("writers", "p50 ms", "p99 ms", "longest ms", "writes/s", "refused")
    table(f"writers: {THREADS} threads, a support each time, medians of {ROUNDS} alternating rounds", head, lines)


def _figures(rounds: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Medians of the rounds: of p50, p99 and the longest, in ms, and of writes a second."""
    of_each = [(share(t, 50), share(t, 99), max(t), THREADS * 1000 / statistics.fmean(t)) for t in rounds]
    return tuple(statistics.median(column) for column in zip(*of_each, strict=True))


def _written(app: Flask, path: Path | None, actors: Sequence[Actor], ideas: Sequence[int]) -> tuple[list[float], int]:
    """The milliseconds of each write of all threads, and how many writes were refused for want of the place."""
    app.extensions["veche.write_lock"] = WriteLock(path)
    times: list[float] = []
    failures: list[float] = []
    together = threading.Barrier(len(actors))

    def write(actor: Actor) -> None:
        with app.app_context():
            together.wait()
            for idea_id in ideas:
                began = time.perf_counter()
                kept = _support(actor, idea_id)
                (times if kept else failures).append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=write, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, len(failures)


def _support(actor: Actor, idea_id: int) -> bool:
    try:
        with step():
            supports.give(actor, idea_id, clock.now())
    except OperationalError:
        return False
    return True
