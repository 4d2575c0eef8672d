"""What a ballot says once ideas on it were hidden or joined."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from campaigns.rounds.ballots import marks
from campaigns.rounds.ballots.marks import Marks
from campaigns.rounds.counting.values import Changes

# For each idea on the ballot the one its marks count for; ideas that are not there count for nothing.
CountsAs = Mapping[int, int]


def changes_of(notes: Iterable[tuple[str, int, int | None]]) -> Changes:
    """What holds after these notes in their order, each (kind, idea, into): the last hide or show, the last join or part."""
    hidden: set[int] = set()
    joined: dict[int, int] = {}
    for kind, idea_id, into_id in notes:
        if kind == "hide":
            hidden.add(idea_id)
        elif kind == "show":
            hidden.discard(idea_id)
        elif kind == "join" and into_id is not None:
            joined[idea_id] = into_id
        elif kind == "part":
            joined.pop(idea_id, None)
    return Changes(frozenset(hidden), joined)


def counts_as(on_ballot: Collection[int], changes: Changes) -> CountsAs:
    """For each idea on the ballot the one that its marks count for.

    A hidden idea has none. One that was joined counts for the last idea it goes on in that is on the ballot too, and for itself
    where there is none; if that one is hidden, for nothing.
    """
    found = {idea_id: _last(idea_id, on_ballot, changes.joined) for idea_id in on_ballot}
    return {
        idea_id: into for idea_id, into in found.items() if idea_id not in changes.hidden and into not in changes.hidden
    }


def _last(idea_id: int, on_ballot: Collection[int], joined: Mapping[int, int]) -> int:
    gone_through = {idea_id}
    while (into := joined.get(idea_id)) is not None and into in on_ballot and into not in gone_through:
        idea_id = into
        gone_through.add(into)
    return idea_id


def effective(choice: Marks, as_: CountsAs, kind: str) -> Marks:
    """The choice as it counts: each idea once, with its highest value; in a ranking its best place, and places closed up."""
    best: dict[int, int] = {}
    is_better = min if kind == "ranking" else max
    for idea_id, value in choice:
        into = as_.get(idea_id)
        if into is not None:
            best[into] = is_better(best[into], value) if into in best else value
    if kind == "ranking":
        best = {idea_id: place for place, idea_id in enumerate(sorted(best, key=lambda one: (best[one], one)), 1)}
    return marks.of(best.items())


def settled(
    ballots: Iterable[tuple[str, int]], on_ballot: Collection[int], as_: CountsAs, kind: str
) -> Iterator[tuple[str, int]]:
    """Ballots (text of the choice, how many are equal) as they count. Those that name nothing hidden or joined pass as they are."""
    touched = [str(idea_id) for idea_id in on_ballot if as_.get(idea_id) != idea_id]
    if not touched:
        yield from ballots
        return
    names_one = re.compile(rf"(?:^|,)(?:{'|'.join(touched)}):").search
    for text, number in ballots:
        yield marks.spell(effective(marks.read(text), as_, kind)) if names_one(text) else text, number
