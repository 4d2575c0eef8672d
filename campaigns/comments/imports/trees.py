"""The order in which comments come in: each after the one it answers."""

from collections.abc import Iterable, Mapping, Sequence

from campaigns.comments.imports.rows import BroughtComment


def circles(parents: Mapping[str, str]) -> set[str]:
    """The ids that their own parents lead back to. `parents` maps an id to the one it answers; some may answer what is not there."""
    settled: set[str] = set()
    found: set[str] = set()
    for start in parents:
        way: dict[str, int] = {}
        here = start
        while here in parents and here not in settled and here not in way:
            way[here] = len(way)
            here = parents[here]
        if here in way:
            found |= {one for one, place in way.items() if place >= way[here]}
        settled |= way.keys()
    return found


def parents_first(comments: Iterable[BroughtComment]) -> Sequence[BroughtComment]:
    """The comments, each behind the one it answers, else in the order given. There must be no circles."""
    waiting = {one.source_id: one for one in comments}
    ordered: list[BroughtComment] = []
    for source_id in list(waiting):
        chain = []
        here = waiting.pop(source_id, None)
        while here is not None:
            chain.append(here)
            here = waiting.pop(here.parent, None)
        ordered += reversed(chain)
    return ordered
