"""Who assesses which idea: by lot, evenly, never one's own, and so that anybody can do it again. Pure; standard library only.

A lot is the SHA-256, in hexadecimal digits, of the published seed and of what is drawn, with colons between them: `seed:idea` sets
the order of the ideas, `seed:idea:expert` who of equally busy experts gets one, `seed:desk:expert:idea` in which order an expert
reads. Experts go by their numbers. That nobody has two ideas more than somebody who could take one of them over follows from
moving ideas along paths until none is left (N. Harvey, R. Ladner, L. Lovász, T. Tamir, "Semi-matchings for bipartite graphs and
load balancing", 2003).
"""

import hashlib
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

# An idea and the number of an expert who may not assess it.
Bar = tuple[int, int]


@dataclass(frozen=True)
class Given:
    """An idea on the desk of an expert, as the `place`-th one from 1."""

    idea: int
    expert: int
    place: int


def lot(seed: str, *drawn: object) -> str:
    """What decides instead of a person."""
    return hashlib.sha256(":".join([seed, *map(str, drawn)]).encode()).hexdigest()


def share(
    ideas: Collection[int], experts: Collection[int], barred: AbstractSet[Bar], per_idea: int, seed: str
) -> list[Given]:
    """Gives each idea to `per_idea` experts, or to as many as may assess it, with loads as even as the bars allow.

    Without bars no two loads differ by more than one. The order in which ideas and experts are named makes no difference.
    """
    loads = dict.fromkeys(sorted(experts), 0)
    may = {idea: {one for one in loads if (idea, one) not in barred} for idea in ideas}
    holders: dict[int, set[int]] = {}
    for idea in sorted(may, key=lambda one: lot(seed, one)):
        chosen = sorted(may[idea], key=lambda one: (loads[one], lot(seed, idea, one)))[:per_idea]
        holders[idea] = set(chosen)
        for one in chosen:
            loads[one] += 1
    while _move_one(holders, may, loads):
        pass
    return _on_desks(holders, loads, seed)


def _move_one(holders: dict[int, set[int]], may: Mapping[int, set[int]], loads: dict[int, int]) -> bool:
    """Makes the load of somebody who has two more than another one less, along a path of exchanges; says whether it did."""
    least = min(loads.values(), default=0)
    for busy in sorted((one for one in loads if loads[one] > least + 1), key=lambda one: (-loads[one], one)):
        path = _path(busy, holders, may, loads)
        if path:
            for idea, giver, taker in path:
                holders[idea] = holders[idea] - {giver} | {taker}
            loads[busy] -= 1
            loads[path[-1][2]] += 1
            return True
    return False


def _path(
    busy: int, holders: Mapping[int, set[int]], may: Mapping[int, set[int]], loads: Mapping[int, int]
) -> list[tuple[int, int, int]]:
    """The shortest way from somebody busy to one with two less: which idea goes from whom to whom. Empty where there is none."""
    came: dict[int, tuple[int, int]] = {}
    waiting = deque([busy])
    while waiting:
        giver = waiting.popleft()
        if loads[giver] < loads[busy] - 1:
            return _back(giver, busy, came)
        for idea in sorted(idea for idea, held in holders.items() if giver in held):
            for taker in sorted(may[idea] - holders[idea] - came.keys() - {busy}):
                came[taker] = (idea, giver)
                waiting.append(taker)
    return []


def _back(end: int, busy: int, came: Mapping[int, tuple[int, int]]) -> list[tuple[int, int, int]]:
    steps = []
    while end != busy:
        idea, giver = came[end]
        steps.append((idea, giver, end))
        end = giver
    return steps[::-1]


def _on_desks(holders: Mapping[int, set[int]], experts: Collection[int], seed: str) -> list[Given]:
    given = []
    for expert in sorted(experts):
        own = [idea for idea, held in holders.items() if expert in held]
        own.sort(key=lambda idea: lot(seed, "desk", expert, idea))
        given += [Given(idea, expert, place) for place, idea in enumerate(own, 1)]
    return given


def next_for(idea: int, loads: Mapping[int, int], shut_out: Collection[int], seed: str) -> int | None:
    """Who takes an idea over that somebody stepped back from: of those with the fewest ideas the one drawn. None where nobody may."""
    free: Sequence[int] = [one for one in loads if one not in shut_out]
    return min(free, key=lambda one: (loads[one], lot(seed, idea, one)), default=None)
