"""The method of equal shares: everybody who votes gets an equal share of the budget to spend on what they chose.

Peters, Pierczyński and Skowron, Proportional Participatory Budgeting with Additive Utilities, NeurIPS 34 (2021). An idea is bought
when those who chose it can pay for it together, each in proportion to what it is worth to them and nobody more than is left
of their share; of those that can be bought, the one that costs its voters least per worth goes first. A mark on a ballot is
worth 1, points are worth themselves. Of equals the first in the given order goes first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import gcd

from campaigns.rounds.ballots.marks import Marks
from campaigns.rounds.counting.budgets import cost_of, greedy
from campaigns.rounds.counting.values import Candidate

# What was bought in which order (its place), each at how much per worth; and what is offered at how much, the cheapest first.
Purchases = list[tuple[int, Fraction]]
Offer = tuple[Fraction, int]


@dataclass(frozen=True)
class Profile:
    """The ideas by place in the order of ties: what each costs, who chose it (a group of equal ballots and the worth), and in all."""

    voters: int
    budget: int
    costs: list[int]
    chosen_by: list[list[tuple[int, int]]]
    worth: list[int]
    sizes: list[int]


def equal_shares(
    order: Sequence[Candidate],
    ballots: Sequence[tuple[Marks, int]],
    budget: int,
    *,
    completion: str,
    by_points: bool = False,
) -> set[int]:
    """The ids of what is bought. `order` is that of ties; `ballots` are choices with how many are equal.

    What the shares leave unspent is completed so: "add-one" gives everybody one unit more and counts anew, for as long as that is
    not more than the budget pays for and something still fits into it (Peters, Pierczyński and Skowron 2021, section 5); "fill" then
    adds what fits by falling worth to all voters (utilitarian); "add-one and fill" does both, "none" neither.
    Raises KeyError for another completion, ValueError where an idea has no cost.
    """
    adds, fills = COMPLETIONS[completion]
    profile = _profile(order, ballots, budget, by_points)
    bought = _buy(profile, 0)
    if adds:
        bought = _add_one(profile, bought)
    funded = {order[place].id for place, _ in bought}
    if fills:
        rest = [place for place, candidate in enumerate(order) if candidate.id not in funded]
        rest.sort(key=lambda place: -profile.worth[place])
        funded |= greedy((order[place] for place in rest), budget - _cost(profile, bought), "skip")
    return funded


COMPLETIONS = {
    "add-one and fill": (True, True),
    "add-one": (True, False),
    "fill": (False, True),
    "none": (False, False),
}


def _profile(order: Sequence[Candidate], ballots: Sequence[tuple[Marks, int]], budget: int, by_points: bool) -> Profile:
    places = {candidate.id: place for place, candidate in enumerate(order)}
    groups: dict[tuple[tuple[int, int], ...], int] = {}
    for choice, number in ballots:
        wanted = tuple((places[id], value if by_points else 1) for id, value in choice if id in places and value > 0)
        groups[wanted] = groups.get(wanted, 0) + number
    chosen_by: list[list[tuple[int, int]]] = [[] for _ in order]
    worth = [0] * len(order)
    for group, (wanted, number) in enumerate(groups.items()):
        for place, value in wanted:
            chosen_by[place].append((group, value))
            worth[place] += value * number
    costs = [cost_of(candidate) for candidate in order]
    return Profile(sum(groups.values()), budget, costs, chosen_by, worth, list(groups.values()))


def _cost(profile: Profile, bought: Purchases) -> int:
    return sum(profile.costs[place] for place, _ in bought)


def _add_one(profile: Profile, bought: Purchases) -> Purchases:
    """One unit more for everybody, and again, until the next would overspend or nothing more fits.

    Steps in which everything provably stays as it is are taken many at a time.
    """
    added, reach = 0, 1
    while not _is_exhausted(profile, bought):
        alike = _buy_alike(profile, added + reach, bought)
        if alike is not None:
            bought, added, reach = alike, added + reach, reach * 2
        elif reach > 1:
            reach //= 2
        else:
            more = _buy(profile, added + 1)
            if _cost(profile, more) > profile.budget:
                return bought
            bought, added = more, added + 1
    return bought


def _is_exhausted(profile: Profile, bought: Purchases) -> bool:
    left = profile.budget - _cost(profile, bought)
    places = {place for place, _ in bought}
    return not any(
        profile.worth[place] and cost <= left for place, cost in enumerate(profile.costs) if place not in places
    )


class _Purses:
    """What is left to one voter of each group, in whole numbers of a part of the unit that is fine enough for all of it."""

    def __init__(self, profile: Profile, added: int) -> None:
        self.profile = profile
        self.parts = profile.voters
        self.left = [profile.budget + added * profile.voters] * len(profile.sizes)

    def price(self, place: int) -> Fraction | None:
        """At how much per worth those who chose it can pay for it now; None where they cannot."""
        left, sizes = self.left, self.profile.sizes
        payers = [(left[group], value, sizes[group]) for group, value in self.profile.chosen_by[place]]
        owed, worth = self.profile.costs[place] * self.parts, self.profile.worth[place]
        if sum(has * number for has, _, number in payers) < owed:
            return None
        while True:
            poor = [payer for payer in payers if payer[0] * worth < owed * payer[1]]
            if not poor:
                return Fraction(owed, worth * self.parts)
            payers = [payer for payer in payers if payer[0] * worth >= owed * payer[1]]
            owed -= sum(has * number for has, _, number in poor)
            worth -= sum(value * number for _, value, number in poor)

    def pay(self, place: int, price: Fraction) -> None:
        """Those who chose it pay, nobody more than they have."""
        finer = price.denominator // gcd(price.denominator, self.parts)
        if finer > 1:
            self.parts *= finer
            self.left = [has * finer for has in self.left]
        each = price.numerator * (self.parts // price.denominator)
        for group, value in self.profile.chosen_by[place]:
            self.left[group] = max(0, self.left[group] - each * value)


def _start(profile: Profile, added: int) -> tuple[_Purses, list[Offer]]:
    offers = [(Fraction(profile.costs[place], worth), place) for place, worth in enumerate(profile.worth) if worth]
    heapify(offers)
    return _Purses(profile, added), offers


def _buy(profile: Profile, added: int) -> Purchases:
    """What is bought, in its order, when everybody has so much more than their share."""
    purses, offers = _start(profile, added)
    bought: Purchases = []
    while (cheapest := _cheapest(purses, offers)) is not None:
        price, place = cheapest
        purses.pay(place, price)
        bought.append((place, price))
    return bought


def _cheapest(purses: _Purses, offers: list[Offer]) -> Offer | None:
    """Takes the cheapest offer out. A price as it was last found is never above what it is now, so few are looked at."""
    best: Offer | None = None
    while offers and (best is None or offers[0] < best):
        _, place = heappop(offers)
        price = purses.price(place)
        if price is None:
            continue
        if best is not None:
            heappush(offers, max(best, (price, place)))
        best = (price, place) if best is None else min(best, (price, place))
    return best


def _buy_alike(profile: Profile, added: int, before: Purchases) -> Purchases | None:
    """What is bought with so much more, if the same is bought in the same order with every amount from that of `before` to this;
    None where that is not certain.

    It is where each purchase, at its price with less money, goes before all other offers at theirs with more, and nothing else can be
    paid for with more: as long as the same was bought, nobody has less for having been given more, so prices only fall.
    """
    purses, offers = _start(profile, added)
    bought: Purchases = []
    for place, dearer in before:
        price = _first_still(purses, offers, (dearer, place))
        if price is None:
            return None
        purses.pay(place, price)
        bought.append((place, price))
    return None if any(purses.price(place) is not None for _, place in offers) else bought


def _first_still(purses: _Purses, offers: list[Offer], limit: Offer) -> Fraction | None:
    """Takes the offer of this place out and gives its price now; None where another one goes before the limit."""
    found: Fraction | None = None
    while offers and offers[0] <= limit:
        _, place = heappop(offers)
        price = purses.price(place)
        if place == limit[1]:
            found = price
        elif price is not None:
            if (price, place) < limit:
                return None
            heappush(offers, (price, place))
    return found
