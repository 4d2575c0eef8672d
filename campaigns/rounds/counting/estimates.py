"""What voters have to spend and what they can pay with it: in whole numbers of one fixed part of the unit, with how far these may be
from the truth. Whole numbers of a part that is fine enough to be exact grow with each purchase and cost several times as much.

What everything here stands on: let any of those who chose an idea give all they have, P in number, and the others, R in worth, pay what
is then missing, r per worth. The price is not less than r, whoever they are, because nobody ever gives more than this; and it is r
where the former are those who have less than r per worth. So it falls by no more than P / R of what each of the former is given.
"""

from operator import mul

from campaigns.rounds.counting.purses import Amount, Price, Profile, Stage

# Ratios are told in this many binary places, and sums count as near a price up to so many doublings of the error.
PLACES, NEAR = 20, 12
# What is left to each class at the end of a run, and by how much that may be too much.
Left = tuple[list[int], int]
# Who pays for an idea: how much per worth at most, the worth to them, their class, how many they are.
Payer = tuple[int, int, int, int]


class Estimates:
    """What is left to one voter of each class in parts of the unit: no less than there is, and no more than `error` too much.

    `before` is how a run with less money ended: the same is bought in both, and for every sum between them. Who could pay their part
    then can do so with each of these sums, so that what is left to them grows by what they are given and by what prices fall;
    and who gives all they have now gives all they have with each of these sums. So prices surely fall by what the latter are
    given, and what is left to the former surely grows, `_grows` times as much as what they are given.
    """

    def __init__(self, profile: Profile, start: Stage, unit: int, added: int, before: Left | None = None) -> None:
        self.profile, self.stage, self.unit, self._added, self._before = profile, start, unit, added, before
        self._left = [profile.budget * unit // profile.voters + 1 + added * unit if profile.voters else 0]
        self._grows = [1 << PLACES]
        self._error = 1
        # What was given and not spent where everything is dearest: nothing that is left grows by more than this does between two runs.
        self._most = added * unit
        self._lacking: dict[int, int] = {}

    def price(self, place: int, guess: Amount = 0) -> Price | None:
        """Between what the price per worth lies, found from the last one here or the guess; None where they surely cannot pay it."""
        worth, fine = self.profile.worth[place], self.stage.fans(place).fine
        if self._added >= self.stage.alike.get(place, self._added + 1):
            each = self.profile.costs[place] * self.unit // worth
            return Price(each, each + 1, True)
        whole, near = self.profile.costs[place] * self.unit * fine, self._error * fine << NEAR
        known = self.stage.prices.get(place, int(guess)) * fine
        top = known + (known >> 3) + near
        below = self._payers(place, top)
        poor = [payer for payer in below if payer[0] < known]
        while True:
            rest = worth - sum([payer[1] for payer in poor])
            owed = whole - sum([payer[0] * payer[1] for payer in poor])
            if not rest and owed > 0:
                self._lack(place, owed // fine)
                return None
            if not rest:
                poor = []
                continue
            each = max(owed // rest, 0)
            if each + near > top:
                top = each * 2 + near
                below = self._payers(place, top)
            known = len(poor)
            poor = [payer for payer in below if payer[0] < each]
            if len(poor) == known:
                break
        self.stage.prices[place] = each // fine
        close = [payer for payer in below if payer[0] < each + near]
        if not close:
            # And so they do with more money.
            self.stage.alike[place] = self._added
        return self._between(each, poor, close, worth, fine)

    def _payers(self, place: int, top: int) -> list[Payer]:
        """Those who chose it and have less than so much per worth."""
        fine, classes, factors, worths, sizes = self.stage.fans(place)
        has = map(self._left.__getitem__, classes)
        if fine > 1:
            has = map(mul, has, factors)
        return [payer for payer in zip(has, worths, classes, sizes) if payer[0] < top]  # noqa: B905

    def _between(self, each: int, poor: list[Payer], close: list[Payer], worth: int, fine: int) -> Price:
        """The price between what those who are near it can pay and what they cannot, with the error of what is left to the poor."""
        gone, error = sum([payer[1] for payer in close]), self._error * fine
        if gone == worth:
            return Price(each // fine, None)
        most = each + 1 - (-error * gone // (worth - gone))
        if most + error > each + (error << NEAR):
            return Price(each // fine, None)
        falls = 0
        if self._before is not None and poor:
            grows = self._grows
            falls = sum([grows[payer[2]] * payer[3] for payer in poor]) // (worth - sum([payer[1] for payer in poor]))
        return Price(each // fine, -(-most // fine), not gone, falls)

    def floor(self, place: int, limit: Amount) -> Amount | None:
        """No more than the price, and more than the limit if the price surely is; None where they surely cannot pay for it.

        What was found here in another run with less money still holds for the most part.
        """
        if self.lacking(place):
            return None
        least = self._known(place)
        if least is not None and least > limit:
            return least
        fine, worth = self.stage.fans(place).fine, self.profile.worth[place]
        poor = self._payers(place, int(limit) * fine)
        owed = self.profile.costs[place] * self.unit * fine - sum([payer[0] * payer[1] for payer in poor])
        rest = worth - sum([payer[1] for payer in poor])
        if not rest and owed > 0:
            self._lack(place, owed // fine)
            return None
        if not rest or owed <= 0:
            return 0
        least = owed // (rest * fine)
        slope = -((-sum([payer[3] for payer in poor]) << PLACES) // rest)
        self.stage.floors[place] = least, slope, self._most - self._error
        return least

    def _known(self, place: int) -> int | None:
        if place not in self.stage.floors:
            return None
        least, slope, then = self.stage.floors[place]
        return least - (slope * max(self._most - then, 0) >> PLACES) - 1

    def _lack(self, place: int, lacking: int) -> None:
        self.stage.lacks[place] = lacking, self._most - self._error
        self._lacking[place] = lacking // self.unit

    def lacking(self, place: int) -> int:
        """How many whole units those who chose an idea surely have too little for it; no fewer later on."""
        if place not in self._lacking and place in self.stage.lacks:
            lacking, then = self.stage.lacks[place]
            lacking -= sum(self.stage.fans(place).sizes) * max(self._most - then, 0)
            if lacking >= self.unit:
                self._lacking[place] = lacking // self.unit
        return self._lacking.get(place, 0)

    def pay(self, place: int, price: Price) -> None:
        """Those who chose it pay, nobody more than they have. Raises ValueError where it is not certain that they can."""
        least, most = price.least, price.most
        if not isinstance(least, int) or not isinstance(most, int):
            raise ValueError("it is not certain that so much can be paid")
        self.stage, left, grows = self.stage.after(place), self._left, self._grows
        split, dearest = self.stage.split, self.stage.dearest
        if self._before is not None:
            had, wrong = self._before[0][len(left) : len(left) + len(split)], self._before[1]
            grows += [
                grows[class_] + price.falls * value if has > wrong else 0
                for (class_, value), has in zip(split, had, strict=True)
            ]
        if dearest == 1:
            left += [rest if (rest := left[class_] - least) > 0 else 0 for class_, _ in split]
        else:
            left += [rest if (rest := left[class_] - least * value) > 0 else 0 for class_, value in split]
        self._error += (most - least) * dearest
        self._most -= least * dearest

    def left(self) -> Left:
        """What is left to each class in parts of the unit, and by how much that may be too much."""
        return self._left, self._error
