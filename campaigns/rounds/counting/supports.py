"""Counting supports: pure functions from votes to places."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Entry:
    """An idea and its votes: those of people on the site and those that came in elsewhere, counted apart.

    In a vote also the votes against it, the exact number the rule ranks by, spelled, and what it costs.
    """

    id: int
    number: int | None
    published_at: datetime
    on_site: int
    elsewhere: int = 0
    against: int = 0
    score: str = ""
    cost: int | None = None

    @property
    def votes(self) -> int:
        return self.on_site + self.elsewhere


@dataclass(frozen=True)
class Place:
    """Where the rule puts an idea: `rank` from 1 without gaps or repeats, and whether it is among the winners."""

    entry: Entry
    rank: int
    winner: bool


def most_votes(entries: Iterable[Entry], winners: int, threshold: int = 0) -> list[Place]:
    """The ideas with most votes; the first `winners` of them win, fewer where fewer have at least `threshold` votes.

    Each person may support any number of ideas: approval voting with several winners, rule AV of Lackner and Skowron,
    Multi-Winner Voting with Approval Preferences (2023), chapter 2. Of equals the earliest published comes first, then the
    lowest id, at the border between in and out as everywhere. Raises ValueError for a negative number of winners.
    """
    if winners < 0:
        raise ValueError("a round cannot have fewer than no winners")
    order = sorted(entries, key=lambda entry: (-entry.votes, entry.published_at, entry.id))
    return [Place(entry, rank, rank <= winners and entry.votes >= threshold) for rank, entry in enumerate(order, 1)]


COUNTINGS: Mapping[str, Callable[[Iterable[Entry], int, int], list[Place]]] = {"most votes": most_votes}


def count(rule: Mapping[str, Any], entries: Iterable[Entry]) -> list[Place]:
    """The places by the counting that the rule names. Raises KeyError where this release does not know it."""
    return COUNTINGS[rule["counting"]](entries, rule["winners"], rule.get("threshold", 0))
