"""Buying ideas in the method of equal shares, with one sum of money for everybody and then with another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heapify

from campaigns.rounds.counting.estimates import Estimates, Left
from campaigns.rounds.counting.purses import Profile, Purses, Stage
from campaigns.rounds.counting.trades import Offer, Purchase, Trade, Unclear

# Shares are told in about so many binary digits.
DIGITS, LEAST_PLACES = 58, 20


@dataclass(frozen=True)
class Course:
    """What was bought, in its order, with so much more for everybody, and what is offered then at no less than how much.

    `is_alike`: with every sum from that of an earlier course to this one the same is bought; else no more is certain than what is in it.
    """

    added: int
    bought: list[Purchase]
    offers: list[Offer]
    is_alike: bool = False
    # Where no more can be bought: a sum for all voters together below which that stays so, and what is left to each class.
    lacking: Mapping[int, int] = field(default_factory=dict)
    left: Left | None = None
    # With about so much more for everybody something else can be paid for; None where that was not looked at.
    near: int | None = None


class Market:
    """The ideas on offer. Voters are sorted into classes once for each order of purchases that is met.

    Courses are found with estimates, whose errors are bounded; where they leave anything open, with exact sums.
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        share = profile.budget // profile.voters if profile.voters else 0
        self.unit = 1 << max(LEAST_PLACES, DIGITS - share.bit_length())
        self._fans = [sum(profile.sizes[group] for group, _ in chosen) for chosen in profile.chosen_by]
        self._classes = Stage(profile, [0] * len(profile.sizes), 1)
        alike = sorted(
            (Fraction(profile.costs[place], worth), place) for place, worth in enumerate(profile.worth) if worth
        )
        # In which order ideas are bought that everybody who chose them pays alike.
        self._ranks = {place: rank for rank, (_, place) in enumerate(alike)}
        cheapest: list[Offer] = [(int(price * self.unit), place) for price, place in alike]
        heapify(cheapest)
        self.start = Course(0, [], cheapest)

    def buy(self, added: int, sure: Course) -> Course:
        """What is bought when everybody has so much more than their share; what is in `sure` is known to be bought first."""
        try:
            course = self._buy(Estimates(self._profile, self._classes, self.unit, added), added, sure)
        except Unclear:
            course = self.buy_exactly(added, sure)
        self._classes.forget_but(place for place, _ in course.bought)
        return course

    def buy_exactly(self, added: int, sure: Course) -> Course:
        """The same with exact sums."""
        return self._buy(Purses(self._profile, self._classes, self.unit, added), added, sure)

    def _buy(self, purses: Estimates | Purses, added: int, sure: Course) -> Course:
        trade = Trade(self._profile, self._ranks, purses, sure.bought, sure.offers)
        while (found := trade.cheapest()) is not None:
            trade.pay(*found)
        lacking = trade.lacking({})
        # Exact sums tell whether something is lacking, not how much.
        near = trade.near(lacking, self._fans) if isinstance(purses, Estimates) else None
        return Course(added, trade.bought, trade.offers, True, lacking, purses.left(), near)

    def buy_alike(self, added: int, before: Course, sure: Course) -> Course:
        """What is bought with so much more, as far as it is certain that the same is bought with every sum from that of `before`.
        What is in `sure` is known to be.

        It is certain where each purchase surely goes before all other offers with each of these sums, and nothing else can be paid
        for with the last of them: as long as the same was bought, nobody has less for having been given more, so prices only fall.
        """
        given = added - before.added
        purses = Estimates(self._profile, self._classes, self.unit, added, before.left)
        trade = Trade(self._profile, self._ranks, purses, (), sure.offers)
        lacking = {place: sum_ - self._profile.voters * given for place, sum_ in before.lacking.items()}
        try:
            for number, (place, dearer) in enumerate(before.bought):
                if number >= len(sure.bought) and not trade.is_first(place, dearer, given):
                    return Course(added, trade.bought, trade.offers)
                trade.buy(place)
            lacking = trade.lacking(lacking)
            near = trade.near(lacking, self._fans)
            return Course(added, trade.bought, trade.offers, True, lacking, purses.left(), near)
        except Unclear:
            return Course(added, trade.bought, trade.offers)
