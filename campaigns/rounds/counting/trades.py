"""A run of purchases in the method of equal shares: what is bought next, and whether that is certain."""

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush, heapreplace

from campaigns.rounds.counting.estimates import PLACES, Estimates
from campaigns.rounds.counting.purses import Amount, Price, Profile, Purses

# An idea by its place, and what it was bought for; at no less than how much an idea is offered.
Purchase = tuple[int, Price]
Offer = tuple[Amount, int]


class Unclear(Exception):
    """Estimates leave open which idea goes first, or whether it can be paid for."""


class Trade:
    """Purchases as far as they have come; `sure` ones are made at once. Every method may raise Unclear, but not with exact sums.

    What is offered is sorted by what it was last found to cost: prices only rise as voters pay, and only fall as they are given more.
    """

    def __init__(
        self,
        profile: Profile,
        ranks: Mapping[int, int],
        purses: Estimates | Purses,
        sure: Iterable[Purchase],
        offers: Sequence[Offer],
    ) -> None:
        self.bought: list[Purchase] = []
        self._profile, self._ranks, self._purses = profile, ranks, purses
        self._gone: set[int] = set()
        self._prices: dict[int, Price | None] = {}
        for place, _ in sure:
            self.buy(place)
        self.offers = list(offers)

    def buy(self, place: int) -> None:
        """Buys it at its price of now."""
        price = self._price(place)
        if price is None:
            raise Unclear
        self.pay(place, price)

    def pay(self, place: int, price: Price) -> None:
        """Buys it at this price, which is that of now."""
        if price.most is None:
            raise Unclear
        self._purses.pay(place, price)
        self._gone.add(place)
        self._prices = {}
        self.bought.append((place, price))

    def lacking(self, known: Mapping[int, int]) -> dict[int, int]:
        """How much all voters together have too little for each idea that is left, if surely none can be paid for. `known`: how
        much they lack at least, where that is known."""
        found: dict[int, int] = {}
        for place in (place for place, worth in enumerate(self._profile.worth) if worth and place not in self._gone):
            lacking = known.get(place, 0)
            if lacking <= 0 and not self._purses.lacking(place) and self._price(place) is not None:
                raise Unclear
            found[place] = max(lacking, self._purses.lacking(place))
        return found

    def near(self, lacking: dict[int, int], fans: Sequence[int]) -> int:
        """With how much more for everybody those who chose one of the ideas that are left have enough, if prices stay: about, for
        `lacking` may tell too little. `fans` are how many chose each idea."""
        found, measured = [(-(-sum_ // fans[place]), place) for place, sum_ in lacking.items()], set[int]()
        heapify(found)
        while found and found[0][1] not in measured:
            place = found[0][1]
            measured.add(place)
            if self._price(place) is not None:
                raise Unclear
            heapreplace(found, (-(-max(self._purses.lacking(place), lacking[place]) // fans[place]), place))
        return found[0][0] if found else self._profile.budget

    def cheapest(self) -> Purchase | None:
        """What is bought next and at what price; None where nothing can be paid for."""
        later: list[Offer] = []
        best: Purchase | None = None
        while self.offers and (best is None or self.offers[0][0] <= _most(best)):
            known, place = heappop(self.offers)
            least = self._least(known, place, None if best is None else _most(best))
            if least is None:
                continue
            later.append((least, place))
            if best is not None and least > _most(best):
                continue
            price = self._price(place, known)
            if price is None:
                later.pop()
            elif best is None or self._is_before((place, price), best):
                best = place, price
        for offer in later:
            heappush(self.offers, offer)
        return best

    def is_first(self, place: int, dearer: Price, given: int) -> bool:
        """Whether it surely is before every other one with every sum from an earlier run to this one, its price in the former being
        this and everybody having been given so much since."""
        limit, kept, is_first = _most((place, dearer)), list[Offer](), True
        try:
            while is_first and self.offers and self.offers[0][0] <= limit:
                known, other = heappop(self.offers)
                least = known if other == place else self._least(known, other, limit)
                if least is None:
                    continue
                kept.append((least, other))
                if other != place and least <= limit:
                    is_first = self._is_always_before((place, dearer), other, given)
        finally:
            for offer in kept:
                heappush(self.offers, offer)
        return is_first

    def _least(self, known: Amount, place: int, limit: Amount | None) -> Amount | None:
        """No more than an offer stands at now; None where it is bought or surely cannot be paid for."""
        least = None if place in self._gone else known if limit is None else self._purses.floor(place, limit)
        return None if least is None else max(least, known)

    def _price(self, place: int, guess: Amount = 0) -> Price | None:
        if place not in self._prices:
            self._prices[place] = self._purses.price(place, guess)
        return self._prices[place]

    def _is_before(self, one: Purchase, other: Purchase) -> bool:
        """Whether one is cheaper than the other, or the first of equals."""
        (place, price), (place_, price_) = one, other
        if _most(one) < price_.least or _most(other) < price.least:
            return price.least < price_.least
        if price.is_alike and price_.is_alike:
            return self._ranks[place] < self._ranks[place_]
        if price.least == price.most == price_.least == price_.most:
            return place < place_
        raise Unclear

    def _is_always_before(self, one: Purchase, other: int, given: int) -> bool:
        """The same with every sum from that of an earlier run to this one, `one` with its price there.

        From then to now its price was never above a straight line that falls as slowly as it surely does, and that of the other
        never below one that ends where it is now. Lines that do not cross at either end do not cross between.
        """
        (place, then), now, price = one, self._price(one[0]), self._price(other)
        if price is None or self._is_twin(place, other):
            return True
        if then.is_alike and price.is_alike:
            return self._ranks[place] < self._ranks[other]
        if now is None or now.most is None:
            return False
        parts = given * self._purses.unit
        begins = price.least + (price.falls * parts >> PLACES) - _most(one)
        ends = price.least - _most(one) + (now.falls * parts >> PLACES)
        return begins > 0 and ends > 0

    def _is_twin(self, place: int, other: int) -> bool:
        """Whether both cost the same and the same voters chose them, the first of which is this one."""
        costs, chosen_by = self._profile.costs, self._profile.chosen_by
        return place < other and costs[place] == costs[other] and chosen_by[place] == chosen_by[other]


def _most(purchase: Purchase) -> Amount:
    if purchase[1].most is None:
        raise Unclear
    return purchase[1].most
