"""Spending a budget in the order of the scores."""

from collections.abc import Iterable

from campaigns.rounds.counting.values import Candidate


def cost_of(candidate: Candidate) -> int:
    """What it costs. Raises ValueError where nobody has said."""
    if candidate.cost is None:
        raise ValueError(f"nobody has said what option {candidate.id} costs")
    return candidate.cost


def greedy(order: Iterable[Candidate], budget: int, over: str) -> set[int]:
    """The ids of those that the budget pays for, taken in this order; what is too dear is skipped, or ends it ("stop").

    The greedy rule of Talmon and Faliszewski, A Framework for Approval-Based Budgeting Methods, AAAI 33 (2019); most cities
    use it, some of them with the stop.
    """
    funded: set[int] = set()
    left = budget
    for candidate in order:
        cost = cost_of(candidate)
        if cost <= left:
            funded.add(candidate.id)
            left -= cost
        elif over == "stop":
            break
    return funded
