"""What a plan's timeline looks like to somebody who has seen many: gaps, odd overlaps, stages that miss their other half.

Standard library only; it says what it found and when, `queries/launching.py` says it in words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations

from campaigns.plan.phases import EXCLUSIVE, QUIET, Act, PhaseKind, Timeline, Window

SHORTEST_FOR_IDEAS = timedelta(days=7)

# Kinds that often run side by side. Two others at once, or two of one kind, make people ask which of them holds.
SIDE_BY_SIDE: frozenset[frozenset[PhaseKind]] = frozenset(
    frozenset({PhaseKind.DISCUSSION, other})
    for other in (PhaseKind.IDEAS, PhaseKind.REFINEMENT, PhaseKind.SCREENING, PhaseKind.VOTING)
) | {
    frozenset({PhaseKind.REFINEMENT, PhaseKind.SCREENING}),
    frozenset({PhaseKind.DECISION, PhaseKind.RESULTS}),
}


class Oddity(StrEnum):
    """What is worth a second look."""

    GAP = "gap"
    OVERLAP = "overlap"
    PAST = "past"
    SHORT_IDEAS = "short ideas"
    NO_DECISION = "no decision"
    VOTE_WITHOUT_SELECTION = "vote without selection"
    NO_RESULTS = "no results"


@dataclass(frozen=True)
class Odd:
    """An oddity: the instants from which until which it lasts (half-open), and the windows it is about."""

    oddity: Oddity
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    windows: tuple[Window, ...] = ()


def oddities(timeline: Timeline, now: datetime) -> list[Odd]:
    """All that is odd in the timeline of a plan, seen from this moment, in the order in which it comes."""
    return [*_gaps(timeline), *_overlaps(timeline), *_past(timeline, now), *_short(timeline), *_missing(timeline)]


def allows(timeline: Timeline, act: Act) -> bool:
    """Whether any window allows the act."""
    return any(act in window.allows for window in timeline.windows)


def has(timeline: Timeline, kind: PhaseKind) -> bool:
    """Whether there is a window of this kind."""
    return any(window.kind == kind for window in timeline.windows)


def _gaps(timeline: Timeline) -> Iterator[Odd]:
    end: datetime | None = None
    for window in timeline.windows:
        if window.kind in QUIET or not window.allows:
            continue
        if end is not None and window.opens_at > end:
            yield Odd(Oddity.GAP, end, window.opens_at)
        end = max(end or window.closes_at, window.closes_at)


def _overlaps(timeline: Timeline) -> Iterator[Odd]:
    for one, other in combinations(timeline.windows, 2):
        kinds = frozenset({one.kind, other.kind})
        opens_at, closes_at = max(one.opens_at, other.opens_at), min(one.closes_at, other.closes_at)
        if opens_at < closes_at and kinds not in SIDE_BY_SIDE and kinds not in EXCLUSIVE:
            yield Odd(Oddity.OVERLAP, opens_at, closes_at, (one, other))


def _past(timeline: Timeline, now: datetime) -> Iterator[Odd]:
    over = tuple(window for window in timeline.windows if window.closes_at <= now)
    if over and len(over) < len(timeline.windows):
        yield from (Odd(Oddity.PAST, window.opens_at, window.closes_at, (window,)) for window in over)


def _short(timeline: Timeline) -> Iterator[Odd]:
    for window in timeline.windows:
        if window.kind == PhaseKind.IDEAS and window.closes_at - window.opens_at < SHORTEST_FOR_IDEAS:
            yield Odd(Oddity.SHORT_IDEAS, window.opens_at, window.closes_at, (window,))


def _missing(timeline: Timeline) -> Iterator[Odd]:
    if allows(timeline, Act.SUBMIT_IDEA) and not allows(timeline, Act.ANSWER):
        yield Odd(Oddity.NO_DECISION)
    votes = tuple(window for window in timeline.windows if Act.VOTE in window.allows)
    chosen = [w.opens_at for w in timeline.windows if w.kind in {PhaseKind.SCREENING, PhaseKind.REFINEMENT}]
    if votes and not any(at < votes[0].opens_at for at in chosen):
        yield Odd(Oddity.VOTE_WITHOUT_SELECTION, windows=votes[:1])
    if not has(timeline, PhaseKind.RESULTS):
        yield Odd(Oddity.NO_RESULTS)
