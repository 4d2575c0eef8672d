"""Made votes for the rules that set votes apart: honest crowds, honest groups that look odd, and attacks.

Each world is one vote of a few hundred to a thousand people, made from a seed. Worlds are split in two by the hash of their name: the rules
were tuned with one half before the eyes, the other is reported. The figures that the makers draw from are guesses at how
people register and vote; they are written here so that anybody may doubt them.
"""

import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from campaigns.rounds.apart.votes import Vote, pattern_of

TUNED, REPORTED = 0, 1
# The worlds first reported showed a fault of the rules (docs/rounds.md): once it was mended, others took their place.
DRAWN_ANEW = 10_000
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
# The vote opens at 0 and lasts ten days, from a midnight on.
LASTS = 10 * DAY
NAMES = "anna olga ivan petr maria sergey elena pavel nina oleg irina yuri vera denis alla roman".split()
FAMILIES = "ivanov petrov kozlov savchenko volkov belov morozov orlov melnik gusev tkach popov".split()


@dataclass(frozen=True)
class Person:
    """Somebody who votes, with what the site would see, and whether they are of an attack or of an odd but honest group."""

    marks: str
    cast_at: float
    made_at: float
    network: str
    program: str
    address: str
    is_attack: bool = False
    is_odd: bool = False


@dataclass(frozen=True)
class World:
    """A vote: its name and its people in the order in which they voted."""

    name: str
    people: tuple[Person, ...]

    def votes(self) -> list[Vote]:
        """The votes as the rules see them: traces cut as short as the site cuts them."""
        return [
            Vote(
                number,
                one.marks,
                one.cast_at,
                one.made_at,
                _short(f"{self.name}:network:{one.network}", 4),
                _short(f"{self.name}:program:{one.program}", 3),
                pattern_of(one.address),
            )
            for number, one in enumerate(self.people)
        ]


def _short(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]


class Maker:
    """What worlds are made of, drawn from one seed."""

    def __init__(self, seed: str) -> None:
        self.draw = random.Random(seed)
        self.options = self.draw.randint(6, 20)
        self.most = self.draw.choice((1, 2, 3, 3))
        steep = self.draw.uniform(0.4, 1.1)
        self.weights = [1 / (place + 1) ** steep for place in range(self.options)]
        self.programs = [f"browser {number}" for number in range(250)]
        self.program_weights = [1 / (place + 1.5) ** 1.1 for place in range(250)]

    # People -------------------------------------------------------------------------------------

    def choice(self, favourite: int | None = None) -> str:
        """A ballot that approves of up to so many options, by how much they are liked."""
        count = self.draw.randint(1, self.most)
        chosen = set() if favourite is None else {favourite}
        while len(chosen) < count:
            chosen.add(self.draw.choices(range(self.options), self.weights)[0])
        return self.ballot(chosen)

    def ballot(self, chosen: set[int]) -> str:
        """The ballot with these options."""
        return ",".join(f"{option + 1}:1" for option in sorted(chosen))

    def unloved(self) -> int:
        """An option that few would choose: the one that an attack is for."""
        return self.draw.randint(self.options // 2, self.options - 1)

    def instant(self) -> float:
        """When somebody votes: by day, most on the first and the last days."""
        day = self.draw.choices(range(10), (24, 12, 8, 6, 5, 5, 6, 8, 10, 16))[0]
        return day * DAY + self.clock()

    def clock(self) -> float:
        """A time of day at which people are awake."""
        return min(max(self.draw.gauss(16.5, 4), 0.5), 23.9) * HOUR

    def network(self) -> str:
        """Where people vote from: at home, by one of few mobile networks, at work."""
        kind = self.draw.random()
        if kind < 0.35:
            return f"mobile {int(self.draw.paretovariate(1.1)) % 60}"
        return f"home {self.draw.randrange(2500)}" if kind < 0.9 else f"work {self.draw.randrange(60)}"

    def program(self) -> str:
        """The program with its version: one in five has the most common one."""
        return self.draw.choices(self.programs, self.program_weights)[0]

    def rare_program(self) -> str:
        """A program that hardly anybody has."""
        return f"tool {self.draw.randrange(10**6)}"

    def address(self) -> str:
        """An address as people choose them."""
        name, family = self.draw.choice(NAMES), self.draw.choice(FAMILIES)
        forms = (
            f"{name}.{family}",
            f"{family}.{name[0]}",
            f"{name}{self.draw.randint(1950, 2010)}",
            f"{family}{self.draw.randint(1, 99)}",
            f"{name}-{family}{self.draw.randint(1, 99)}",
            self.letters(),
            f"79{self.draw.randrange(10**8, 10**9)}",
        )
        return self.draw.choice(forms) + "@mail.example"

    def letters(self) -> str:
        """A word that nobody else has."""
        return "".join(self.draw.choices("abcdefghijklmnoprstuvyz", k=self.draw.randint(6, 11)))

    def made_before(self, cast_at: float) -> float:
        """When the account was made: long ago, in the months of ideas with its days of many, or to vote now."""
        kind = self.draw.random()
        if kind < 0.2:
            return cast_at - self.by_hand()
        if kind < 0.35:
            return -self.draw.choice((30, 31, 58, 90)) * DAY + self.clock()
        return -self.draw.uniform(1, 240) * DAY

    def by_hand(self) -> float:
        """How long a person takes from the first field to the vote, with the letter to confirm between."""
        return max(70.0, self.draw.lognormvariate(6.0, 0.7))

    def person(self, **known: object) -> Person:
        """Somebody of the crowd, but for what is known of them."""
        cast_at = float(known.get("cast_at", self.instant()))  # type: ignore[arg-type]
        made = Person(
            marks=self.choice(),
            cast_at=cast_at,
            made_at=self.made_before(cast_at),
            network=self.network(),
            program=self.program(),
            address=self.address(),
        )
        return replace(made, **known)  # type: ignore[arg-type]

    def crowd(self) -> list[Person]:
        """The honest many."""
        return [self.person() for _ in range(self.draw.randint(250, 1200))]

    def evening(self) -> float:
        """Six in the evening of one of the days."""
        return self.draw.randrange(9) * DAY + 18 * HOUR

    def size(self) -> int:
        """How many votes an attack has."""
        return self.draw.choice((20, 30, 50, 80, 120))


# Attacks ----------------------------------------------------------------------------------------


def naive_bots(make: Maker) -> Iterator[Person]:
    """One program on one machine makes an account, votes, waits as long as always, and begins anew; addresses in a row."""
    at, target = make.evening(), make.ballot({make.unloved()})
    pause, program, stem = make.draw.uniform(15, 60), make.rare_program(), make.letters()
    for number in range(make.size()):
        at += pause * make.draw.uniform(0.97, 1.03)
        made = at - make.draw.uniform(8, 11)
        yield make.person(
            marks=target,
            cast_at=at,
            made_at=made,
            network="den",
            program=program,
            address=f"{stem}{number}@mail.example",
        )


def hidden_bots(make: Maker) -> Iterator[Person]:
    """The same through foreign networks, with made-up addresses and uneven pauses, in a few hours."""
    begin, target, program = make.evening(), make.ballot({make.unloved()}), make.rare_program()
    for _ in range(make.size()):
        at = begin + make.draw.uniform(0, 3 * HOUR)
        made = at - make.draw.uniform(60, 10 * MINUTE)
        network, address = f"proxy {make.draw.randrange(10**6)}", f"{make.letters()}@mail.example"
        yield make.person(marks=target, cast_at=at, made_at=made, network=network, program=program, address=address)


def bots_in_a_room(make: Maker) -> Iterator[Person]:
    """One program on one machine that waits unevenly; addresses in a row. Added when the rules stood: it looks like a class."""
    begin, target, program = make.evening(), make.ballot({make.unloved()}), make.rare_program()
    stem = make.letters()
    for number in range(make.size()):
        at = begin + make.draw.uniform(0, HOUR)
        made, address = at - make.draw.uniform(30, 10 * MINUTE), f"{stem}{number}@mail.example"
        yield make.person(marks=target, cast_at=at, made_at=made, network="den", program=program, address=address)


def polished_bots(make: Maker) -> Iterator[Person]:
    """Bots that take care to have the programs, networks, addresses and times of people, in a few hours."""
    begin, target = make.evening(), make.ballot({make.unloved()})
    for _ in range(make.size()):
        at = begin + make.draw.uniform(0, 3 * HOUR)
        network = f"proxy {make.draw.randrange(10**6)}"
        yield make.person(marks=target, cast_at=at, made_at=at - make.by_hand(), network=network)


def slow_drip(make: Maker) -> Iterator[Person]:
    """A tool through foreign networks, one new account every few hours of all the ten days."""
    target, program = make.ballot({make.unloved()}), make.rare_program()
    for _ in range(make.size()):
        at = make.draw.uniform(0, LASTS)
        made, network = at - make.draw.uniform(60, 10 * MINUTE), f"proxy {make.draw.randrange(10**6)}"
        yield make.person(
            marks=target,
            cast_at=at,
            made_at=made,
            network=network,
            program=program,
            address=f"{make.letters()}@m.example",
        )


def polished_drip(make: Maker) -> Iterator[Person]:
    """The same with the programs of people."""
    target = make.ballot({make.unloved()})
    for _ in range(make.size()):
        at = make.draw.uniform(0, LASTS)
        network = f"proxy {make.draw.randrange(10**6)}"
        yield make.person(marks=target, cast_at=at, made_at=at - make.by_hand(), network=network)


def bought_votes(make: Maker) -> Iterator[Person]:
    """People with accounts and devices of their own who are paid to vote so within three days."""
    begin, target = make.draw.randrange(7) * DAY, make.ballot({make.unloved()})
    for _ in range(make.size()):
        at = begin + make.draw.randrange(3) * DAY + make.clock()
        yield make.person(marks=target, cast_at=at, made_at=-make.draw.uniform(5, 240) * DAY)


def old_farm(make: Maker) -> Iterator[Person]:
    """Accounts made in a row two months before, left to ripen, and used in two hours with the programs of people."""
    begin, born, target = make.evening(), -make.draw.uniform(40, 90) * DAY, make.ballot({make.unloved()})
    for _ in range(make.size()):
        at, made = begin + make.draw.uniform(0, 2 * HOUR), born + make.draw.uniform(0, 3 * HOUR)
        network, address = f"proxy {make.draw.randrange(10**6)}", f"{make.letters()}@mail.example"
        yield make.person(marks=target, cast_at=at, made_at=made, network=network, address=address)


def copycats(make: Maker) -> Iterator[Person]:
    """Hidden bots whose ballots are for the target and for others at random beside it."""
    favourite = make.unloved()
    for bot in hidden_bots(make):
        yield replace(bot, marks=make.choice(favourite))


def one_hand(make: Maker) -> Iterator[Person]:
    """Somebody at one computer who makes account after account by hand, a few minutes each, for an evening."""
    at, target, program = make.evening(), make.ballot({make.unloved()}), make.program()
    for _ in range(make.draw.randint(15, 45)):
        at += make.draw.lognormvariate(5.3, 0.35)
        made, address = at - make.draw.uniform(70, 200), f"{make.letters()}@mail.example"
        yield make.person(marks=target, cast_at=at, made_at=made, network="flat", program=program, address=address)


# Honest people who look odd -----------------------------------------------------------------------


def library(make: Maker) -> Iterator[Person]:
    """80 people at the computers of one library in one evening; half of them register there with help."""
    begin, program, local = make.evening(), make.program(), make.unloved()
    for _ in range(80):
        at = begin + make.draw.uniform(0, 3.5 * HOUR)
        marks = make.choice(local) if make.draw.random() < 0.3 else make.choice()
        made = at - make.by_hand() if make.draw.random() < 0.5 else make.made_before(at)
        yield make.person(marks=marks, cast_at=at, made_at=made, network="library", program=program)


def one_computer(make: Maker) -> Iterator[Person]:
    """80 people one after the other at the one computer of a village library, most of them for the idea of the village."""
    at, program, local = make.evening() - 3 * HOUR, make.program(), make.ballot({make.unloved()})
    for _ in range(80):
        at += make.draw.lognormvariate(5.0, 0.5)
        marks = local if make.draw.random() < 0.85 else make.choice()
        made = at - make.draw.uniform(80, 400) if make.draw.random() < 0.5 else make.made_before(at)
        yield make.person(marks=marks, cast_at=at, made_at=made, network="library", program=program)


def school_class(make: Maker) -> Iterator[Person]:
    """A class that registers together in the computer room and votes there, each as they like."""
    yield from _in_class(make, alike=0.25, own_addresses=True)


def class_of_one_mind(make: Maker) -> Iterator[Person]:
    """The same, and all are for the idea of their school."""
    yield from _in_class(make, alike=1.0, own_addresses=True)


def class_with_school_addresses(make: Maker) -> Iterator[Person]:
    """The same with addresses that the school has given them in a row."""
    yield from _in_class(make, alike=1.0, own_addresses=False)


def school_of_one_mind(make: Maker) -> Iterator[Person]:
    """All classes of a school, one after the other in one morning, and all for the idea of the school. Added when the rules stood."""
    begin, program, target = make.draw.randrange(9) * DAY + 9 * HOUR, make.program(), make.ballot({make.unloved()})
    for lesson in range(make.draw.randint(3, 4)):
        for pupil in _in_class(make, alike=1.0, own_addresses=True):
            made = begin + lesson * 45 * MINUTE + make.draw.uniform(0, 6 * MINUTE)
            yield replace(pupil, marks=target, made_at=made, cast_at=made + make.by_hand(), program=program)


def _in_class(make: Maker, *, alike: float, own_addresses: bool) -> Iterator[Person]:
    begin, program, target = make.draw.randrange(9) * DAY + 11 * HOUR, make.program(), make.ballot({make.unloved()})
    for number in range(make.draw.randint(18, 30)):
        made = begin + make.draw.uniform(0, 6 * MINUTE)
        marks = target if make.draw.random() < alike else make.choice()
        address = make.address() if own_addresses else f"school7-{number}@school.example"
        yield make.person(
            marks=marks, cast_at=made + make.by_hand(), made_at=made, network="school", program=program, address=address
        )


def class_at_home(make: Maker) -> Iterator[Person]:
    """A class that registered together weeks before and votes from home, in the evening after its teacher has reminded it."""
    begin, born = make.evening(), -make.draw.uniform(15, 60) * DAY
    target = make.ballot({make.unloved()})
    for _ in range(make.draw.randint(18, 30)):
        at, marks = begin + make.draw.uniform(0, 3 * HOUR), target if make.draw.random() < 0.6 else make.choice()
        yield make.person(marks=marks, cast_at=at, made_at=born + make.draw.uniform(0, 10 * MINUTE))


def blogger(make: Maker) -> Iterator[Person]:
    """Those who follow a popular blogger's call: they register at once and cast one same ballot, most of them by telephone."""
    begin, target, favourite = make.evening(), make.ballot({make.unloved()}), make.program()
    for _ in range(make.draw.choice((60, 120, 250, 400))):
        at = begin + min(make.draw.expovariate(1 / HOUR), 8 * HOUR)
        marks = target if make.draw.random() < 0.9 else make.choice()
        program = favourite if make.draw.random() < 0.3 else make.program()
        yield make.person(marks=marks, cast_at=at, made_at=at - make.by_hand(), program=program)


def family(make: Maker) -> Iterator[Person]:
    """A family at one telephone: one ballot, one evening."""
    at, program, marks = make.evening(), make.program(), make.choice()
    for _ in range(make.draw.randint(3, 7)):
        at += make.draw.uniform(2, 12) * MINUTE
        made = at - make.by_hand()
        yield make.person(marks=marks, cast_at=at, made_at=made, network="at home", program=program)


def meeting(make: Maker) -> Iterator[Person]:
    """A meeting in a hall with a network of its own: telephones of their own, half an hour, most for one idea."""
    begin, target = make.evening(), make.ballot({make.unloved()})
    for _ in range(60):
        at, marks = begin + make.draw.uniform(0, 30 * MINUTE), target if make.draw.random() < 0.8 else make.choice()
        made = at - make.by_hand() if make.draw.random() < 0.6 else make.made_before(at)
        yield make.person(marks=marks, cast_at=at, made_at=made, network="hall")


def office(make: Maker) -> Iterator[Person]:
    """The staff of an office with one network and a program of its own, on one day, most for one idea."""
    begin, target, program = make.evening() - 9 * HOUR, make.ballot({make.unloved()}), make.rare_program()
    for _ in range(make.draw.randint(40, 120)):
        at, marks = begin + make.draw.uniform(0, 8 * HOUR), target if make.draw.random() < 0.7 else make.choice()
        yield make.person(marks=marks, cast_at=at, network="office", program=program)


def branches(make: Maker) -> Iterator[Person]:
    """The staff of twelve branches with the same program of their own, asked by a letter of their head, on one day."""
    begin, target, program = make.evening() - 9 * HOUR, make.ballot({make.unloved()}), make.rare_program()
    for _ in range(make.draw.randint(40, 120)):
        at, marks = begin + make.draw.uniform(0, 8 * HOUR), target if make.draw.random() < 0.7 else make.choice()
        yield make.person(marks=marks, cast_at=at, network=f"branch {make.draw.randrange(12)}", program=program)


Group = Callable[[Maker], Iterator[Person]]
ATTACKS: dict[str, Group] = {
    "naive bots": naive_bots,
    "hidden bots": hidden_bots,
    "bots in a room": bots_in_a_room,
    "polished bots": polished_bots,
    "slow drip": slow_drip,
    "polished drip": polished_drip,
    "bought votes": bought_votes,
    "old farm": old_farm,
    "copycats": copycats,
    "one hand": one_hand,
}
HONEST: dict[str, Group] = {
    "crowd alone": lambda _make: iter(()),
    "library": library,
    "one computer": one_computer,
    "class": school_class,
    "class of one mind": class_of_one_mind,
    "class, school's addresses": class_with_school_addresses,
    "school of one mind": school_of_one_mind,
    "class at home": class_at_home,
    "blogger": blogger,
    "family": family,
    "meeting": meeting,
    "office": office,
    "branches": branches,
}


def world(kind: str, number: int) -> World:
    """The world of this kind and number, always the same one."""
    name = f"{kind} {number}"
    make, is_attack = Maker(name), kind in ATTACKS
    group = (ATTACKS | HONEST)[kind](make)
    odd = [replace(one, is_attack=is_attack, is_odd=not is_attack) for one in group]
    people = sorted([*make.crowd(), *odd], key=lambda one: one.cast_at)
    return World(name, tuple(people))


def worlds(kinds: Sequence[str], count: int, half: int) -> Iterator[World]:
    """So many worlds of each kind that are of the half."""
    for kind in kinds:
        first = DRAWN_ANEW if half == REPORTED else 0
        of_half = (number for number in range(first, first + 100 * count) if half_of(f"{kind} {number}") == half)
        yield from (world(kind, number) for number in islice(of_half, count))


def half_of(name: str) -> int:
    """Which half the world with this name belongs to."""
    return hashlib.sha256(name.encode()).digest()[0] % 2
