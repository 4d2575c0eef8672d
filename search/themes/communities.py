"""Communities of a graph: what holds together more than its lines would by chance.

The method of Louvain (Blondel, Guillaume, Lambiotte, Lefebvre: Fast unfolding of communities in large networks, 2008), here in whole
numbers and in the order of the nodes, ties to the community that stands first, so that a graph has one answer.
"""

from collections import Counter
from collections.abc import Sequence

from search.themes.neighbours import Graph

# How much more than by chance a community has to hold together: the more, the smaller they are. Where that leaves none of so many
# nodes, for what is alike is one heap, no more than by chance.
RESOLUTION, FEWEST = 2, 3
# Nodes hardly move any more after some rounds; a few may go round and round.
MOST_ROUNDS = 30


def communities(graph: Graph) -> list[int]:
    """The community of each node, by number from 0 in the order of their first nodes. How many there are, the graph says itself."""
    found = _communities(graph, RESOLUTION)
    return found if max(Counter(found).values(), default=0) >= FEWEST else _communities(graph, 1)


def _communities(graph: Graph, resolution: int) -> list[int]:
    found = list(range(len(graph)))
    while True:
        moved = _numbered(_settle(graph, resolution))
        if len(set(moved)) == len(graph):
            return _numbered(found)
        found = [moved[place] for place in found]
        graph = _drawn_together(graph, moved)


def _settle(graph: Graph, resolution: int) -> list[int]:
    """Each node by itself, then each goes where it gains most, until none moves."""
    degrees = [sum(lines.values()) for lines in graph]
    whole, own, totals = sum(degrees), list(range(len(graph))), list(degrees)
    for _round in range(MOST_ROUNDS):
        moves = 0
        for node, lines in enumerate(graph):
            before = own[node]
            totals[before] -= degrees[node]
            own[node] = _best(node, lines, own, whole, resolution * degrees[node], totals)
            totals[own[node]] += degrees[node]
            moves += own[node] != before
        if not moves:
            break
    return own


def _best(node: int, lines: dict[int, int], own: Sequence[int], whole: int, pull: int, totals: Sequence[int]) -> int:
    drawn: dict[int, int] = {own[node]: 0}
    for other, weight in lines.items():
        if other != node:
            drawn[own[other]] = drawn.get(own[other], 0) + weight
    gains = {to: weight * whole - pull * totals[to] for to, weight in drawn.items()}
    most = max(gains.values())
    return own[node] if gains[own[node]] == most else min(to for to, gain in gains.items() if gain == most)


def _numbered(names: Sequence[int]) -> list[int]:
    numbers: dict[int, int] = {}
    return [numbers.setdefault(name, len(numbers)) for name in names]


def _drawn_together(graph: Graph, own: Sequence[int]) -> Graph:
    """The graph of the communities: what holds one together becomes a line from it to itself."""
    together: Graph = [{} for _number in range(max(own) + 1)]
    for node, lines in enumerate(graph):
        there = together[own[node]]
        for other, weight in lines.items():
            there[own[other]] = there.get(own[other], 0) + weight
    return [dict(sorted(lines.items())) for lines in together]
