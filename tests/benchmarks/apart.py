"""How long the rules that set votes apart take, and how well they tell attacks from honest people."""

import time
from dataclasses import replace

from campaigns.rounds.apart.groups import find
from tests.benchmarks.measures import table
from tests.evaluation import apart, swarms

VOTES = (1_000, 10_000, 100_000)
WORLDS = 10


def run() -> None:
    """Prints both."""
    table("votes apart: rules", ("votes", "seconds", "set apart"), [_timed(count) for count in VOTES])
    apart.run(WORLDS)


def _timed(count: int) -> tuple[int, float, int]:
    make = swarms.Maker(f"crowd of {count}")
    bots = [replace(one, is_attack=True) for one in swarms.hidden_bots(make)]
    votes = swarms.World("timed", (*(make.person() for _ in range(count)), *bots)).votes()
    began = time.process_time()
    found = find(votes, apart.RULES)
    return count, time.process_time() - began, len(found)
