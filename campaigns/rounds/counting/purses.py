"""What voters have to spend in the method of equal shares, and what they can pay with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm


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
        self._fans: dict[int, tuple[int, list[tuple[int, int, int]]]] = {}
        self._next: dict[int, Stage] = {}

    def fans(self, place: int) -> tuple[int, list[tuple[int, int, int]]]:
        """Those who chose an idea: the class, what one of its voters can pay per worth with one part of money, and the worth to all of
        the class. The former is a whole number of the first part of the answer.
        """
        if place not in self._fans:
            found: dict[tuple[int, int], int] = {}
            for group, value in self.profile.chosen_by[place]:
                one = self.of[group], value
                found[one] = found.get(one, 0) + value * self.profile.sizes[group]
            fine = lcm(*{value for _, value in found})
            self._fans[place] = fine, [(class_, fine // value, worth) for (class_, value), worth in found.items()]
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
    """What is left to one voter of each class, in whole numbers of a part of the unit that is fine enough for all of it."""

    def __init__(self, profile: Profile, start: Stage, added: int) -> None:
        self.profile, self.stage = profile, start
        self.parts = profile.voters
        self.left = [profile.budget + added * profile.voters]
        # How many units those who chose an idea had too little for it, when it could not be paid for; it is never less later on.
        self.lacking: dict[int, int] = {}

    def price(self, place: int) -> Fraction | None:
        """At how much per worth those who chose it can pay for it now; None where they cannot."""
        left, (fine, fans) = self.left, self.stage.fans(place)
        owed, rest = self.profile.costs[place] * self.parts * fine, self.profile.worth[place]
        if fine == 1:
            payers = [(left[class_], worth) for class_, _, worth in fans]
        else:
            payers = [(left[class_] * factor, worth) for class_, factor, worth in fans]
        while rest:
            # Whoever cannot pay what falls to each gives all they have; then more falls to the others.
            least = -(-owed // rest)
            poor = [payer for payer in payers if payer[0] < least]
            if not poor:
                return Fraction(owed, rest * self.parts * fine)
            owed -= sum([most * worth for most, worth in poor])
            rest -= sum([worth for _, worth in poor])
            payers = [payer for payer in payers if payer[0] >= least]
        self.lacking[place] = -(-owed // (self.parts * fine))
        return None

    def pay(self, place: int, price: Fraction) -> None:
        """Those who chose it pay, nobody more than they have."""
        finer = price.denominator // gcd(price.denominator, self.parts)
        if finer > 1:
            self.parts *= finer
            self.left = [has * finer for has in self.left]
        each, left = price.numerator * (self.parts // price.denominator), self.left
        self.stage = self.stage.after(place)
        due = [(left[class_], each * value) for class_, value in self.stage.split]
        self.left += [has - sum_ if has > sum_ else 0 for has, sum_ in due]
