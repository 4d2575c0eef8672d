"""The method of equal shares: everybody who votes gets an equal share of the budget to spend on what they chose.

Peters, Pierczyński and Skowron, Proportional Participatory Budgeting with Additive Utilities, NeurIPS 34 (2021). An idea is bought
when those who chose it can pay for it together, each in proportion to what it is worth to them and nobody more than is left
of their share; of those that can be bought, the one that costs its voters least per worth goes first. A mark on a ballot is
worth 1, points are worth themselves. Of equals the first in the given order goes first.
"""

from collections.abc import Sequence

from campaigns.rounds.ballots.marks import Marks
from campaigns.rounds.counting.budgets import cost_of, greedy
from campaigns.rounds.counting.market import Course, Market
from campaigns.rounds.counting.purses import Profile
from campaigns.rounds.counting.values import Candidate


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
    profile = profile_of(order, ballots, budget, by_points)
    market = Market(profile)
    course = market.buy(0, market.start)
    if adds:
        course = _add_one(profile, market, course)
    funded = {order[place].id for place, _ in course.bought}
    if fills:
        rest = [place for place, candidate in enumerate(order) if candidate.id not in funded]
        rest.sort(key=lambda place: -profile.worth[place])
        funded |= greedy((order[place] for place in rest), budget - _cost(profile, course), "skip")
    return funded


COMPLETIONS = {
    "add-one and fill": (True, True),
    "add-one": (True, False),
    "fill": (False, True),
    "none": (False, False),
}


def profile_of(
    order: Sequence[Candidate], ballots: Sequence[tuple[Marks, int]], budget: int, by_points: bool = False
) -> Profile:
    """The ideas and who chose them. Raises ValueError where one has no cost."""
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
    return Profile(sum(groups.values()), list(groups.values()), budget, costs, chosen_by, worth)


def _add_one(profile: Profile, market: Market, now: Course) -> Course:
    """One unit more for everybody, and again, until the next would overspend or nothing more fits.

    Steps in which everything provably stays as it is are taken many at a time: a budget in kopecks takes little longer than one in
    millions. How many to try is guessed from what those who cannot pay yet lack; a guess that is wrong costs time and changes nothing.
    """
    reach = _first_reach(profile, now)
    # Up to where no more than the beginning of the purchases is certain.
    certain: list[Course] = []
    while not _is_exhausted(profile, now):
        tried = reach if now.near is None else max(1, min(reach, now.near * 9 // 10))
        ahead = now.added + tried
        certain = [course for course in certain if course.added > now.added]
        sure = min(
            (course for course in certain if course.added >= ahead),
            key=lambda course: course.added,
            default=market.start,
        )
        # Where one unit more lets something else be paid for, it is not asked whether everything stays.
        alike = sure if now.near is not None and now.near <= 1 else market.buy_alike(ahead, now, sure)
        if alike.is_alike:
            now, reach = alike, max(reach, 2 * tried)
        elif tried > 1:
            certain.append(alike)
            reach = max(1, tried // 3)
        else:
            more = market.buy(ahead, alike)
            if _cost(profile, more) > profile.budget:
                break
            now, reach = more, _first_reach(profile, more)
    return now


def _first_reach(profile: Profile, course: Course) -> int:
    """How many steps to try at first, when the purchases have just changed."""
    return 1 if course.near is None else profile.budget


def _cost(profile: Profile, course: Course) -> int:
    return sum(profile.costs[place] for place, _ in course.bought)


def _is_exhausted(profile: Profile, course: Course) -> bool:
    left = profile.budget - _cost(profile, course)
    bought = {place for place, _ in course.bought}
    return not any(
        profile.worth[place] and cost <= left for place, cost in enumerate(profile.costs) if place not in bought
    )
