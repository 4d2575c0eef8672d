"""Buying ideas in the method of equal shares, with one sum of money for everybody and then with another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heapify, heappop, heappush

from campaigns.rounds.counting.purses import Profile, Purses, Stage

# What was bought in which order (its place), each at how much per worth; and what is offered at how much, the cheapest first.
Purchases = list[tuple[int, Fraction]]
Offer = tuple[Fraction, int]


@dataclass(frozen=True)
class Course:
    """What was bought, in its order, with so much more for everybody, and what is offered then at no less than how much.

    For what is left in the end `lacking` is a sum for all voters together below which it stays so.

    `is_alike`: with every sum from that of an earlier course to this one the same is bought; else no more is certain than what is in it.
    """

    added: int
    bought: Purchases
    offers: list[Offer]
    is_alike: bool = False
    lacking: Mapping[int, int] = field(default_factory=dict)


class Market:
    """The ideas on offer. Voters are sorted into classes once for each order of purchases that is met."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._classes = Stage(profile, [0] * len(profile.sizes), 1)
        cheapest = [
            (Fraction(profile.costs[place], worth), place) for place, worth in enumerate(profile.worth) if worth
        ]
        heapify(cheapest)
        self.start = Course(0, [], cheapest)

    def buy(self, added: int, sure: Course) -> Course:
        """What is bought when everybody has so much more than their share; what is in `sure` is known to be bought first."""
        trade = _Trade(self._profile, self._classes, added, sure)
        while (place := trade.cheapest()) is not None:
            trade.buy(place)
        self._classes.forget_but(place for place, _ in trade.bought)
        return trade.ended()

    def buy_alike(self, added: int, before: Course, sure: Course) -> Course:
        """What is bought with so much more, as far as it is certain that the same is bought with every sum from that of `before`.
        What is in `sure` is known to be.

        It is certain where each purchase, at its price with less money, goes before all other offers at theirs with more, and
        nothing else can be paid for with more: as long as the same was bought, nobody has less for having been given more, so
        prices only fall.
        """
        trade = _Trade(self._profile, self._classes, added, sure)
        for place, dearer in before.bought[len(sure.bought) :]:
            if not trade.is_first(place, dearer):
                return trade.broken_off()
            trade.buy(place)
        return trade.ended(before)


class _Trade:
    """Purchases as far as they have come."""

    def __init__(self, profile: Profile, classes: Stage, added: int, sure: Course) -> None:
        self.bought: Purchases = []
        self._profile, self._added = profile, added
        self._purses = Purses(profile, classes, added)
        self._gone: set[int] = set()
        for place, _ in sure.bought:
            self.buy(place)
        # A price as it was last found is never above what it is now, nor one that was found with more money.
        self._offers = list(sure.offers)

    def broken_off(self) -> Course:
        """The course, of which no more is certain."""
        return Course(self._added, self.bought, self._offers)

    def ended(self, before: Course | None = None) -> Course:
        """The course, if nothing more can be paid for. All voters together have as much more than before as was given to them."""
        lacking: dict[int, int] = {}
        for place in (place for place, worth in enumerate(self._profile.worth) if worth and place not in self._gone):
            known = before.lacking[place] - self._profile.voters * (self._added - before.added) if before else 0
            if known <= 0 and place not in self._purses.lacking and self._purses.price(place) is not None:
                return self.broken_off()
            lacking[place] = max(known, self._purses.lacking.get(place, 0))
        return Course(self._added, self.bought, self._offers, True, lacking)

    def buy(self, place: int) -> None:
        """Buys it at its price of now. Raises RuntimeError where nobody can pay for it."""
        price = self._purses.price(place)
        if price is None:
            raise RuntimeError("what was bought with less money cannot be paid for with more")
        self._purses.pay(place, price)
        self._gone.add(place)
        self.bought.append((place, price))

    def cheapest(self) -> int | None:
        """What is bought next; None where nothing can be paid for."""
        best: Offer | None = None
        while self._offers and (best is None or self._offers[0] < best):
            offer = self._look()
            if offer is not None:
                heappush(self._offers, offer)
                best = offer if best is None else min(best, offer)
        return None if best is None else best[1]

    def is_first(self, place: int, price: Fraction) -> bool:
        """Whether every other offer comes after this one at that price."""
        own, limit = None, (price, place)
        is_first = True
        while is_first and self._offers and self._offers[0] <= limit:
            if self._offers[0][1] == place:
                own = heappop(self._offers)
                continue
            offer = self._look()
            if offer is not None:
                heappush(self._offers, offer)
                is_first = offer > limit
        if own is not None:
            heappush(self._offers, own)
        return is_first

    def _look(self) -> Offer | None:
        """Takes the first offer out; at what price it stands now, None where it is bought or cannot be paid for any more."""
        _, place = heappop(self._offers)
        price = None if place in self._gone else self._purses.price(place)
        return None if price is None else (price, place)
