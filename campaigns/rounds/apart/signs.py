"""Signs that votes come of one hand: what votes have in common, and whether that is more than chance. Standard library only.

A trait is a sign where it is far more frequent among the votes in question than among all others. What one room explains (one
network, one program, one hour, accounts made on the spot) is one sign together, however much of it agrees.
"""

import math
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from statistics import mean, median, pstdev

from campaigns.rounds.apart.votes import Vote


class Sign(StrEnum):
    """What votes have in common."""

    CHOICE = "choice"
    ROOM = "room"
    NETWORK = "network"
    FRESH = "fresh"
    BURST = "burst"
    AGE = "age"
    PROGRAM = "program"
    PATTERN = "pattern"
    PACE = "pace"
    CROWDED = "crowded"


Trait = tuple[Sign, object]

# What people in one room share without being one hand: a school gives its classes addresses in a row, too.
OF_A_ROOM = frozenset({Sign.NETWORK, Sign.FRESH, Sign.BURST, Sign.AGE, Sign.PROGRAM, Sign.PATTERN})
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
# Windows overlap by half: what falls apart in one grid lies together in the other.
BURST, AGE = 3 * HOUR, 3 * HOUR
# A trait is a sign where its odds among the votes are so many times those among others, and it has so much of them.
LIFT, SURPRISE = 5.0, 5.0
MOST_OF_THEM = 0.5
# Among those who share the other signs so many made the same choice. People in one room differ.
ALIKE, OF_ONE_MIND = 0.9, 4.0
# What so many of the others choose is liked: that many in one place choose it, too, says nothing.
LIKED = 0.2
# So much of a group in one network, and it is a room. A library serves eighty in an evening; no room has so many who register.
ONE_ROOM, HOLDS = 0.5, 100
# The pauses of people are as long as they are apart; those of a machine are even.
EVEN_PAUSES, EVEN_DELAYS = 0.1, 0.5
# Nobody registers, confirms their address from a letter, chooses and sends within so many seconds.
HASTE = 45.0


def traits(vote: Vote, fresh_within: float) -> tuple[Trait, ...]:
    """All that a vote may share with others but its choice. An account is fresh where it voted within so many seconds."""
    return tuple(_traits(vote, fresh_within))


def _traits(vote: Vote, fresh_within: float) -> Iterator[Trait]:
    if vote.program is not None:
        yield Sign.PROGRAM, vote.program
    if vote.network is not None:
        yield Sign.NETWORK, vote.network
    if vote.pattern is not None:
        yield Sign.PATTERN, vote.pattern
    yield from ((Sign.BURST, window) for window in _windows(vote.cast_at, BURST))
    if 0 <= vote.delay <= fresh_within:
        yield Sign.FRESH, True
    elif vote.delay > DAY:
        yield from ((Sign.AGE, window) for window in _windows(vote.made_at, AGE))


def _windows(at: float, width: float) -> tuple[int, int]:
    half = math.floor(at / (width / 2))
    return half, half - 1


def is_surplus(inside: int, of: int, outside: int, of_others: int) -> bool:
    """Whether a trait that `inside` of so many votes have, and `outside` of so many others, is a sign of the former."""
    if inside < MOST_OF_THEM * of:
        return False
    share = (outside + 0.5) / (of_others + 1)
    expected, spread = of * share, math.sqrt(of * share * (1 - share))
    return _odds(inside, of) >= LIFT * _odds(outside, of_others) and inside >= expected + SURPRISE * spread


def is_of_one_mind(alike: int, of: int, elsewhere: int, of_others: int) -> bool:
    """Whether so many made the same choice among those who share other signs that its being liked does not explain it."""
    return alike >= ALIKE * of and _odds(alike, of) >= OF_ONE_MIND * _odds(elsewhere, of_others)


def _odds(count: int, of: int) -> float:
    return (count + 0.5) / (of - count + 0.5)


def is_room(votes: Sequence[Vote]) -> bool:
    """Whether the votes come from one network for the most part, or may: where no traces are, nobody can tell."""
    known = [vote.network for vote in votes]
    return max(known.count(network) for network in set(known)) >= ONE_ROOM * len(known)


def is_crowded(votes: Sequence[Vote]) -> bool:
    """Whether more accounts than a room holds voted within three hours, each within one of its making."""
    instants = sorted(vote.cast_at for vote in votes if 0 <= vote.delay <= HOUR)
    return any(later - earlier <= BURST for earlier, later in zip(instants, instants[HOLDS:], strict=False))


def is_even(votes: Sequence[Vote]) -> bool:
    """Whether the votes follow each other, or their accounts, at the pace of a machine: evenly, or faster than people can."""
    delays = sorted(vote.delay for vote in votes)
    if delays[0] >= 0 and delays[-1] <= HOUR:
        tenth = len(delays) // 10
        if delays[-1 - tenth] - delays[tenth] <= EVEN_DELAYS * median(delays) or delays[-1 - tenth] <= HASTE:
            return True
    instants = sorted(vote.cast_at for vote in votes)
    pauses = [later - earlier for earlier, later in pairwise(instants)]
    return pstdev(pauses) <= EVEN_PAUSES * mean(pauses)


def causes(signs: frozenset[Sign], *, in_one_room: bool) -> frozenset[Sign]:
    """The signs that are of their own: what one room explains is one, and so are a burst and accounts made in it."""
    if in_one_room:
        return frozenset(signs - OF_A_ROOM) | ({Sign.ROOM} if signs & OF_A_ROOM else frozenset())
    return signs - {Sign.NETWORK} - ({Sign.BURST} if Sign.FRESH in signs else frozenset())
