"""The house and the verifier count alike, though they share no code: every rule, any ballots, whatever happened to ideas and votes."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rounds.ballots.marks import of, spell
from campaigns.rounds.rules.shape import COMPLETIONS, CONFIDENCES, FITS, OVER, SPENDS, BallotKind, Counting
from campaigns.rounds.verifier import verify
from tests.factories.published import Published
from tests.factories.votes import APPROVE

IDEAS = 6
PAIRS = [(kind, counting) for kind, countings in FITS.items() for counting in countings]
ids = st.integers(1, IDEAS)
some = st.lists(ids, unique=True, min_size=1, max_size=4)


def marked(values: Callable[[list[int]], st.SearchStrategy[list[int]]]) -> st.SearchStrategy[str]:
    """Choices of some ideas, each with its value."""
    return some.flatmap(
        lambda chosen: values(chosen).map(lambda found: spell(of(zip(chosen, found, strict=True)))),
    )


def each(value: st.SearchStrategy[int]) -> st.SearchStrategy[str]:
    return marked(lambda chosen: st.lists(value, min_size=len(chosen), max_size=len(chosen)))


BALLOTS: dict[BallotKind, tuple[dict[str, Any], st.SearchStrategy[str]]] = {
    BallotKind.APPROVE: ({"least": 0, "most": 4}, each(st.just(1)) | st.just("")),
    BallotKind.FOR_AGAINST: ({}, each(st.sampled_from((1, 0, -1)))),
    BallotKind.BUDGET: ({"budget": 200}, each(st.just(1))),
    BallotKind.CHOOSE_ONE: ({}, ids.map(lambda id: f"{id}:1")),
    BallotKind.SCORE: ({"from": 1, "to": 5}, each(st.integers(1, 5))),
    BallotKind.POINTS: ({"points": 40}, each(st.integers(1, 10))),
    BallotKind.RANKING: ({"most": 4}, marked(lambda chosen: st.permutations(range(1, len(chosen) + 1)))),
}


@st.composite
def rules(draw: st.DrawFn, kind: BallotKind, counting: Counting) -> dict[str, Any]:
    named: dict[str, Any] = {"rule": counting.value}
    by_points = kind == BallotKind.POINTS
    if counting == Counting.MOST_VOTES and by_points:
        named["by"] = "score"
    if counting == Counting.MEAN:
        named["confidence"] = draw(st.sampled_from(CONFIDENCES))
    if counting == Counting.GREEDY:
        named |= {
            "by": draw(st.sampled_from(("votes", "score"))) if by_points else "votes",
            "over": draw(st.sampled_from(OVER)),
        }
    if counting == Counting.EQUAL_SHARES:
        named["completion"] = draw(st.sampled_from(COMPLETIONS))
    if counting in SPENDS:
        named["budget"] = 200 if kind == BallotKind.BUDGET else draw(st.integers(1, 200))
    return {
        **APPROVE,
        "ballot": {"kind": kind.value, **BALLOTS[kind][0]},
        "counting": named,
        "winners": None if counting in SPENDS else draw(st.integers(1, 3)),
        "threshold": draw(st.integers(0, 2)),
        "quorum": draw(st.sampled_from((0, 0, 3))),
        "ties": draw(st.sampled_from(("earliest", "lot"))),
        "receipt": draw(st.sampled_from(("linked", "unlinked"))),
        "result": draw(st.sampled_from(("raw", "cleaned"))),
    }


@st.composite
def votes(draw: st.DrawFn, kind: BallotKind, counting: Counting) -> Published:
    voters = [f"{number:032x}" for number in range(draw(st.integers(0, 8)))]
    voter = st.sampled_from(voters) if voters else st.nothing()
    choice, channel = BALLOTS[kind][1], st.sampled_from(("site", "paper+meeting"))
    again = draw(st.lists(st.tuples(voter, choice, channel), max_size=4)) if voters else []
    casts = [*((name, draw(choice), draw(channel)) for name in voters), *again]
    of_ideas = st.one_of(
        st.fixed_dictionaries({"kind": st.sampled_from(("hide", "show")), "idea": ids, "reason": st.just("so")}),
        st.fixed_dictionaries(
            {
                "kind": st.sampled_from(("join", "part")),
                "idea": ids,
                "into": st.integers(1, IDEAS + 2),
                "reason": st.just("so"),
            }
        ),
    )
    of_voters = st.fixed_dictionaries(
        {
            "kind": st.sampled_from(("apart", "counted")),
            "voter": voter,
            "rule": st.just("swarm"),
            "reason": st.just("so"),
        }
    )
    notes = draw(st.lists(of_ideas | of_voters if voters else of_ideas, max_size=5))
    order = draw(st.permutations(range(1, IDEAS + 1)))
    costs = {id: draw(st.integers(0, 50)) if counting in SPENDS or kind == BallotKind.BUDGET else None for id in order}
    return Published(draw(rules(kind, counting)), costs, casts, notes, batch=3)


@pytest.mark.any_database
@pytest.mark.parametrize(("kind", "counting"), PAIRS)
def test_the_verifier_finds_what_the_house_counted(kind: BallotKind, counting: Counting) -> None:
    @settings(max_examples=25, deadline=None, database=None)
    @given(votes(kind, counting))
    def agree(vote: Published) -> None:
        with TemporaryDirectory() as name:
            for file, content in vote.files().items():
                (Path(name) / file).write_bytes(content)

            found = verify.examine(Path(name))

        assert [problem.say("en") for problem in found.report.problems] == []

    agree()
