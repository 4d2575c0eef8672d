"""Equal shares beside pabutools, where somebody has installed it: never a dependency. Reads ten real elections."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from campaigns.rounds.ballots import marks
from campaigns.rounds.counting.shares import equal_shares
from campaigns.rounds.counting.values import Candidate
from tests.support.real import real

pytest.importorskip("pabutools")
elections: Any = pytest.importorskip("pabutools.election")
rules: Any = pytest.importorskip("pabutools.rules")

FILES = (
    "Netherlands_Amsterdam_285.pb.gz",
    "Netherlands_Amsterdam_489.pb.gz",
    "Poland_Czestochowa_2024_Bleszno.pb.gz",
    "Poland_Czestochowa_2024_Dzbow.pb.gz",
    "Poland_Czestochowa_2024_Grabowka.pb.gz",
    "Poland_Czestochowa_2024_Kiedrzyn.pb.gz",
    "Poland_Katowice_2024_Bogucice.pb.gz",
    "Poland_Katowice_2024_Dab.pb.gz",
    "Poland_Poznan_2025_13_-_Jezyce_Sw.Lazarz__small.pb.gz",
    "Poland_Katowice_2024_Murcki.pb.gz",
)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(("completion", "increment"), [("none", None), ("add-one", 1)])
def test_the_same_is_bought(name: str, completion: str, increment: int | None, tmp_path: Path) -> None:
    plain = tmp_path / "votes.pb"
    plain.write_bytes(gzip.decompress(real(f"votes/pabulib/{name}").read_bytes()))
    instance, profile = elections.parse_pabulib(str(plain))
    by_points = instance.meta["vote_type"] == "cumulative"
    worth = elections.Additive_Cardinal_Sat if by_points else elections.Cardinality_Sat
    # pabutools takes the first by name of equals, so the names give the order.
    projects = sorted(instance, key=lambda project: project.name)
    order = [Candidate(place, place, int(project.cost)) for place, project in enumerate(projects, 1)]
    place_of = {project.name: place for place, project in enumerate(projects, 1)}
    ballots = [
        (marks.of((place_of[project.name], int(ballot[project]) if by_points else 1) for project in ballot), 1)
        for ballot in profile
    ]

    theirs = rules.method_of_equal_shares(instance, profile, sat_class=worth, voter_budget_increment=increment)
    ours = equal_shares(order, ballots, int(instance.budget_limit), completion=completion, by_points=by_points)

    assert ours == {place_of[project.name] for project in theirs}
