"""What voters have to spend in the method of equal shares, and what they can pay with it: exactly."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple

Amount = int | Fraction


class Price(NamedTuple):
    """What an idea costs those who chose it per worth, in parts of a unit: no less and no more than so much (`most` is None where it
    is not certain that anything is enough), and whether all of them surely pay alike.

    `falls`: by how much it surely falls for each unit that everybody is given, all the way from an earlier run, see `Estimates`.
    """

    least: Amount
    most: Amount | None
    is_alike: bool = False
    falls: int = 0


class Fans(NamedTuple):
    """Those who chose an idea, by classes: which, what one of its voters can pay per worth with one part of money, the worth to all of
    the class, and how many they are. The second is a whole number of 1 / `fine`.
    """

    fine: int
    classes: list[int]
    factors: list[int]
    worths: list[int]
    sizes: list[int]


@dataclass(frozen=True)
class Profile:
    """The ideas by place in the order of ties: what each costs, who chose it (a group of equal ballots, and its worth to one of
    them) and its worth to all; how many voters there are in each group and in all.
    """

    voters: int
    sizes: list[int]
    budget: int
    costs: list[int]
    chosen_by: list[list[tuple[int, int]]]
    worth: list[int]


class Stage:
    """After some purchases: voters in classes of those who chose the same of what was bought, so that they have equal sums left."""

    def __init__(self, profile: Profile, of: list[int], classes: int, split: Sequence[tuple[int, int]] = ()) -> None:
        self.profile = profile
        # The class of each group; the classes that the last purchase made, each from which one and at what worth to it.
        self.of, self.classes, self.split = of, classes, split
        self.dearest = max([value for _, value in split], default=1)
        # What was last found out about prices here, with whatever sum of money: see `Estimates`.
        self.floors: dict[int, tuple[int, int, int]] = {}
        self.lacks: dict[int, tuple[int, int]] = {}
        self.prices: dict[int, int] = {}
        self.alike: dict[int, int] = {}
        self._fans: dict[int, Fans] = {}
        self._next: dict[int, Stage] = {}

    def fans(self, place: int) -> Fans:
        """Those who chose an idea."""
        if place not in self._fans:
            of, sizes = self.of, self.profile.sizes
            found = Counter([(of[group], value) for group, value in self.profile.chosen_by[place]])
            for group, value in self.profile.chosen_by[place] if self.profile.voters > len(sizes) else ():
                found[of[group], value] += sizes[group] - 1
            fine = lcm(*{value for _, value in found})
            classes, factors = [class_ for class_, _ in found], [fine // value for _, value in found]
            worths = [value * size for (_, value), size in found.items()]
            self._fans[place] = Fans(fine, classes, factors, worths, list(found.values()))
        return self._fans[place]

    def after(self, place: int) -> "Stage":
        """The stage when this idea was bought as well."""
        if place not in self._next:
            of, made = list(self.of), dict[tuple[int, int], int]()
            for group, value in self.profile.chosen_by[place]:
                of[group] = made.setdefault((of[group], value), self.classes + len(made))
            self._next[place] = Stage(self.profile, of, self.classes + len(made), list(made))
        return self._next[place]

    def forget_but(self, path: Iterable[int]) -> None:
        """Keeps of what follows only what these purchases lead through."""
        stage = self
        for place in path:
            stage._next = {place: stage.after(place)}
            stage = stage.after(place)


class Purses:
    """What is left to one voter of each class, in whole numbers of a part that is fine enough for all of it."""

    def __init__(self, profile: Profile, start: Stage, unit: int, added: int) -> None:
        self.profile, self.stage, self.unit = profile, start, unit
        self._parts = profile.voters
        self._left = [profile.budget + added * profile.voters]

    def price(self, place: int, _guess: Amount = 0) -> Price | None:
        """At how much per worth those who chose it can pay for it now; None where they cannot."""
        left, (fine, classes, factors, worths, _) = self._left, self.stage.fans(place)
        owed, rest = self.profile.costs[place] * self._parts * fine, self.profile.worth[place]
        payers = [
            (left[class_] * factor, worth) for class_, factor, worth in zip(classes, factors, worths, strict=True)
        ]
        while rest:
            # Whoever cannot pay what falls to each gives all they have; then more falls to the others.
            least = -(-owed // rest)
            poor = [payer for payer in payers if payer[0] < least]
            if not poor:
                price = Fraction(owed * self.unit, rest * self._parts * fine)
                return Price(price, price, rest == self.profile.worth[place])
            owed -= sum([most * worth for most, worth in poor])
            rest -= sum([worth for _, worth in poor])
            payers = [payer for payer in payers if payer[0] >= least]
        return None

    def floor(self, place: int, _limit: Amount) -> Amount | None:
        """The same without more ado."""
        price = self.price(place)
        return None if price is None else price.least

    def pay(self, place: int, price: Price) -> None:
        """Those who chose it pay, nobody more than they have."""
        each = Fraction(price.least, self.unit)
        finer = each.denominator // gcd(each.denominator, self._parts)
        if finer > 1:
            self._parts *= finer
            self._left = [has * finer for has in self._left]
        due, left = each.numerator * (self._parts // each.denominator), self._left
        self.stage = self.stage.after(place)
        self._left += [max(left[class_] - due * value, 0) for class_, value in self.stage.split]

    def lacking(self, _place: int) -> int:
        """Nothing is known without looking."""
        return 0

    def left(self) -> tuple[list[int], int]:
        """What is left to each class in parts of the unit, and by how much that may be too much."""
        return [-(-has * self.unit // self._parts) for has in self._left], 1
