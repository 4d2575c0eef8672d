"""Benchmarks are run by hand and seldom: here they are run small, so that they are found whole when they are needed."""

import subprocess
import sys

import pytest

from tests.architecture.test_house import ROOT

SMALL = {
    "pages": {"IDEAS": 30, "COUNTED": 5, "PEOPLE": 20, "SUPPORTS": 40, "ROUNDS": 1, "REPEATS": 1},
    "large": {"SIZES": ("SMALL", "SMALL"), "ROUNDS": 1, "REPEATS": 1},
    "queue": {"MANY": 30, "ROUNDS": 1, "REPEATS": 1},
    "imports": {"ROWS": 10},
    "tallies": {"IDEAS": 10, "PEOPLE": 20, "SUPPORTS": 50, "ROUNDS": 2},
    "sealing": {"BALLOTS": 60},
    "writers": {"THREADS": 2, "WRITES": 3, "ROUNDS": 1},
}
PRINTED = {
    "pages": ("pages", 6),
    "large": ("a large campaign", 15),
    "queue": ("the queue", 4),
    "imports": ("import", 1),
    "tallies": ("tally", 1),
    "sealing": ("sealing", 5),
    "writers": ("writers", 3),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SMALL)
def test_a_benchmark_still_measures(name: str) -> None:
    program = (
        f"from tests.benchmarks import {name} as benchmark\nvars(benchmark).update({SMALL[name]})\nbenchmark.run()"
    )

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

    title, _head, *rows = done.stdout.strip().splitlines() or ("", "")
    assert (title.partition(":")[0], len(rows)) == PRINTED[name], done.stderr
