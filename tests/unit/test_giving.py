"""Giving ideas out: evenly, by a lot that anybody can draw again, and nobody gets what they wrote."""

from collections import Counter
from itertools import combinations, product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.assessment.giving import Given, lot, next_for, share

SEED = "a seed"
FEW = settings(max_examples=30)
Plan = tuple[list[int], list[int], set[tuple[int, int]], int]


@st.composite
def plans(draw: st.DrawFn, ideas: int = 12, experts: int = 6) -> Plan:
    """Ideas, experts, who may not assess what, and how many experts an idea should get."""
    ids = draw(st.lists(st.integers(1, 999), max_size=ideas, unique=True))
    numbers = list(range(1, draw(st.integers(1, experts)) + 1))
    pairs = list(product(ids, numbers))
    barred = set(draw(st.lists(st.sampled_from(pairs), max_size=len(pairs)))) if pairs else set()
    return ids, numbers, barred, draw(st.integers(1, 5))


def loads_of(shared: list[Given], experts: list[int]) -> list[int]:
    loads = Counter(one.expert for one in shared)
    return [loads[expert] for expert in experts]


@FEW
@given(plans())
def test_each_idea_goes_to_as_many_different_experts_as_may_and_are_wanted(plan: Plan) -> None:
    ideas, experts, barred, wanted = plan

    shared = share(ideas, experts, barred, wanted, SEED)

    pairs = [(one.idea, one.expert) for one in shared]
    may = {idea: sum((idea, expert) not in barred for expert in experts) for idea in ideas}
    assert (len(set(pairs)), set(pairs) & barred) == (len(pairs), set())
    assert Counter(idea for idea, _expert in pairs) == Counter({idea: min(wanted, may[idea]) for idea in ideas})


@FEW
@given(plans())
def test_without_bars_no_two_loads_differ_by_more_than_one(plan: Plan) -> None:
    ideas, experts, _barred, wanted = plan

    loads = loads_of(share(ideas, experts, set(), wanted, SEED), experts)

    assert max(loads) - min(loads) <= 1


@FEW
@given(plans(ideas=4, experts=3))
def test_loads_are_as_even_as_the_bars_allow(plan: Plan) -> None:
    ideas, experts, barred, wanted = plan

    loads = loads_of(share(ideas, experts, barred, wanted, SEED), experts)

    may = [[expert for expert in experts if (idea, expert) not in barred] for idea in ideas]
    every = product(*(combinations(own, min(wanted, len(own))) for own in may))
    best = min(sum(load * load for load in Counter(one for given in all_ for one in given).values()) for all_ in every)
    assert sum(load * load for load in loads) == best


@FEW
@given(plans(), st.randoms())
def test_the_same_seed_gives_the_same_whatever_the_order_of_ideas_and_experts(plan: Plan, dice: Random) -> None:
    ideas, experts, barred, wanted = plan
    shuffled, others = dice.sample(ideas, len(ideas)), dice.sample(experts, len(experts))

    assert share(ideas, experts, barred, wanted, SEED) == share(shuffled, others, set(barred), wanted, SEED)


@FEW
@given(plans())
def test_each_desk_is_numbered_from_one(plan: Plan) -> None:
    ideas, experts, barred, wanted = plan

    shared = share(ideas, experts, barred, wanted, SEED)

    desks = {expert: [one.place for one in shared if one.expert == expert] for expert in experts}
    assert desks == {expert: list(range(1, len(own) + 1)) for expert, own in desks.items()}


def test_another_seed_gives_other_experts() -> None:
    ideas, experts = list(range(1, 21)), [1, 2, 3, 4, 5, 6]

    shared = {tuple(share(ideas, experts, set(), 2, seed)) for seed in ("one", "two", "three")}

    assert len(shared) == 3


def test_a_lot_is_what_sha256_says() -> None:
    assert lot("ab", 3, 2) == "97cbf250e9b7e60c820b4671fa7f5ac181dc7c4e6a3ff7e06bec85cfaf3685fe"


def test_who_has_least_takes_an_idea_over_and_nobody_who_is_shut_out() -> None:
    loads = {1: 3, 2: 2, 3: 2, 4: 0}

    taken_over = next_for(7, loads, {4}, SEED)

    assert taken_over == min((2, 3), key=lambda expert: lot(SEED, 7, expert))
    assert next_for(7, loads, {1, 2, 3, 4}, SEED) is None
