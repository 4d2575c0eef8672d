"""The method of equal shares: worked examples, and the quick way beside the plain one."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rounds.ballots.marks import Marks
from campaigns.rounds.counting.market import Market
from campaigns.rounds.counting.shares import equal_shares, profile_of
from campaigns.rounds.counting.values import Candidate

Ballots = list[tuple[Marks, int]]


def options(*costs: int) -> list[Candidate]:
    return [Candidate(place, place, cost) for place, cost in enumerate(costs, 1)]


def approvals(*chosen: tuple[str, int]) -> Ballots:
    """Ballots as `"12"` (options 1 and 2 are approved) and how many are equal."""
    return [(tuple((int(id), 1) for id in ids), number) for ids, number in chosen]


def plainly(costs: list[int], ballots: Ballots, share: Fraction, by_points: bool) -> list[int]:
    """What is bought with this share, straight from the definition: every voter alone, every price found by trying."""
    voters = [
        {id: value if by_points else 1 for id, value in choice} for choice, number in ballots for _ in range(number)
    ]
    left, bought = [share] * len(voters), list[int]()
    while True:
        offers = []
        for id, cost in enumerate(costs, 1):
            fans = [voter for voter, wants in enumerate(voters) if id in wants]
            if id in bought or not fans or sum(left[voter] for voter in fans) < cost:
                continue
            # The price is where the poorest so many give all they have and the others pay alike.
            by_most = sorted(fans, key=lambda voter: left[voter] / voters[voter][id])
            for poor in range(len(fans)):
                rest = by_most[poor:]
                price = (cost - sum(left[voter] for voter in by_most[:poor])) / Fraction(
                    sum(voters[voter][id] for voter in rest)
                )
                if left[rest[0]] >= price * voters[rest[0]][id]:
                    offers.append((price, id))
                    break
        if not offers:
            return bought
        price, id = min(offers)
        bought.append(id)
        for voter, wants in enumerate(voters):
            left[voter] -= min(left[voter], price * wants.get(id, 0))


def add_one(costs: list[int], ballots: Ballots, budget: int, by_points: bool) -> set[int]:
    """Add-one by its definition: one unit more for everybody, one by one."""
    voters = sum(number for _, number in ballots)
    wanted = {id for choice, _ in ballots for id, _ in choice}
    bought, added = plainly(costs, ballots, Fraction(budget, voters), by_points), 0
    while True:
        left = budget - sum(costs[id - 1] for id in bought)
        if not any(id not in bought and costs[id - 1] <= left for id in wanted):
            return set(bought)
        added += 1
        more = plainly(costs, ballots, Fraction(budget, voters) + added, by_points)
        if sum(costs[id - 1] for id in more) > budget:
            return set(bought)
        bought = more


def one_by_one(costs: list[int], ballots: Ballots, budget: int, by_points: bool) -> set[int]:
    """The same with exact sums, which are quick enough for more voters."""
    market = Market(profile_of(options(*costs), ballots, budget, by_points))
    wanted = {id for choice, _ in ballots for id, _ in choice}
    bought, added = set[int](), 0
    while True:
        more = {place + 1 for place, _ in market.buy_exactly(added, market.start).bought}
        if sum(costs[id - 1] for id in more) > budget:
            return bought
        bought, left = more, budget - sum(costs[id - 1] for id in more)
        if not any(costs[id - 1] <= left for id in wanted - bought):
            return bought
        added += 1


@st.composite
def votes(draw: st.DrawFn) -> tuple[list[int], Ballots, int]:
    costs = draw(st.lists(st.integers(0, 40), min_size=1, max_size=5))
    choice = st.dictionaries(st.integers(1, len(costs)), st.integers(1, 4), max_size=4)
    drawn = draw(st.lists(st.tuples(choice, st.integers(1, 3)), min_size=1, max_size=6))
    return costs, [(tuple(sorted(marks.items())), number) for marks, number in drawn], draw(st.integers(1, 60))


def prices(ballots: Ballots, budget: int, *costs: int) -> list[tuple[int, Fraction]]:
    """What is bought in which order and at how much each."""
    market = Market(profile_of(options(*costs), ballots, budget))
    bought = market.buy_exactly(0, market.start).bought
    return [(place + 1, Fraction(price.least, market.unit)) for place, price in bought]


def test_the_eleventh_example_of_lackner_and_skowron() -> None:
    """Multi-Winner Voting with Approval Preferences (2023), Example 11: twelve voters, four seats, a, b, c, d, e, f, g as 1 to 7.

    The eight voters of a pay 1/8 each; for nothing else there is enough left.
    """
    ballots = approvals(("12", 3), ("13", 3), ("14", 2), ("236", 1), ("5", 1), ("6", 1), ("7", 1))

    assert prices(ballots, 4, *[1] * 7) == [(1, Fraction(1, 8))]


def test_the_twelfth_example_of_lackner_and_skowron() -> None:
    """The same book, Example 12: eight voters, three seats. c costs its five voters 1/5; then a takes all that two of its voters have
    left, and 13/40 of each of the other two.
    """
    ballots = approvals(("34", 3), ("12", 2), ("13", 2), ("24", 1))

    assert prices(ballots, 3, *[1] * 4) == [(3, Fraction(1, 5)), (1, Fraction(13, 40))]


def test_money_goes_to_each_group_in_proportion_to_its_size() -> None:
    """Sixty want the first three, forty the last three, and each costs a fifth of the budget: by votes the sixty got all they want."""
    wanted = equal_shares(options(*[20] * 6), approvals(("123", 60), ("456", 40)), 100, completion="none")

    assert wanted == {1, 2, 3, 4, 5}


def test_points_are_worth_themselves() -> None:
    """The first costs its voters 5 a point, the second 10: with what is left only the first can be bought."""
    ballots: Ballots = [(((1, 2), (2, 1)), 10)]

    assert equal_shares(options(100, 100), ballots, 150, completion="none", by_points=True) == {1}


def test_of_equals_the_first_in_the_order_is_bought() -> None:
    order = options(10, 10)

    assert equal_shares(order, approvals(("12", 2)), 10, completion="none") == {1}
    assert equal_shares(order[::-1], approvals(("12", 2)), 10, completion="none") == {2}


def test_who_cannot_pay_their_part_gives_what_they_have() -> None:
    """Two voters of 10 each. The second option takes 5 of the first voter, who then has 5 left for the first, and the other pays 7."""
    assert prices(approvals(("12", 1), ("1", 1)), 20, 12, 5) == [(2, Fraction(5)), (1, Fraction(7))]


@pytest.mark.parametrize(
    ("completion", "bought"),
    [("none", {1}), ("add-one", {1, 2}), ("fill", {1, 3}), ("add-one and fill", {1, 2, 4})],
)
def test_what_is_left_is_spent_as_the_completion_says(completion: str, bought: set[int]) -> None:
    """Ten voters with 10 each. Six buy the first for 48. The second lacks money; the third has more voters but costs all the rest."""
    ballots = approvals(("1", 6), ("2", 1), ("3", 3))

    assert equal_shares(options(48, 14, 52, 5), ballots, 100, completion=completion) == bought


def test_a_unit_that_is_a_millionth_takes_no_longer() -> None:
    costs = [one * 10**9 for one in (7, 11, 13, 17)]

    assert equal_shares(
        options(*costs), approvals(("1", 1), ("2", 1), ("34", 2)), 40 * 10**9, completion="add-one"
    ) == {1, 2, 3}


def test_twins_take_no_longer_either() -> None:
    """Two cost the same and the same voters chose them: their prices are one all the way, and neither is paid for alike by all."""
    costs = [one * 10**9 for one in (10, 4, 4, 19)]
    ballots = approvals(("123", 2), ("23", 1), ("4", 2))

    assert equal_shares(options(*costs), ballots, 38 * 10**9, completion="add-one") == {1, 2, 3, 4}


def test_nobody_voted_and_nothing_is_bought_but_by_filling() -> None:
    assert equal_shares(options(3, 3), [], 5, completion="add-one") == set()
    assert equal_shares(options(3, 3), [], 5, completion="add-one and fill") == {1}


@settings(max_examples=60, deadline=None)
@given(votes(), st.booleans())
def test_the_quick_way_buys_what_the_definition_says(made: tuple[list[int], Ballots, int], by_points: bool) -> None:
    costs, ballots, budget = made
    voters = sum(number for _, number in ballots)

    none = equal_shares(options(*costs), ballots, budget, completion="none", by_points=by_points)
    added = equal_shares(options(*costs), ballots, budget, completion="add-one", by_points=by_points)

    assert none == set(plainly(costs, ballots, Fraction(budget, voters), by_points))
    assert added == add_one(costs, ballots, budget, by_points)


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False), st.booleans())
def test_the_quick_way_buys_what_exact_sums_do_one_by_one(chance: Random, by_points: bool) -> None:
    """Elections that are large enough for prices to cross, to run beside each other and to be equal."""
    ideas, unit = chance.randint(4, 12), chance.choice((1, 10))
    costs = [chance.choice((10, 20, chance.randint(1, 60))) * unit for _ in range(ideas)]
    ballots: Ballots = []
    for _ in range(chance.randint(5, 30)):
        chosen = sorted({chance.randint(1, ideas) for _ in range(chance.randint(1, 6))})
        ballots.append((tuple((id, chance.randint(1, 3)) for id in chosen), chance.choice((1, 1, 2))))
    budget = chance.randint(20, 200) * unit

    added = equal_shares(options(*costs), ballots, budget, completion="add-one", by_points=by_points)

    assert added == one_by_one(costs, ballots, budget, by_points)


@settings(max_examples=30, deadline=None)
@given(votes(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_does_not_matter(made: tuple[list[int], Ballots, int], chance: object) -> None:
    costs, ballots, budget = made

    one = equal_shares(options(*costs), ballots, budget, completion="add-one and fill")
    other = equal_shares(options(*costs), ballots[::-1], budget, completion="add-one and fill")

    assert one == other
