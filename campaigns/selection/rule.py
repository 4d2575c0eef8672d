"""The rule of a selection: from ranks and picks to what becomes of each idea. Pure, so that anybody can follow it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.selection.models import Way


@dataclass(frozen=True)
class Ranked:
    """An idea as the frozen result has it."""

    idea_id: int
    rank: int
    votes: int
    winner: bool


@dataclass(frozen=True)
class Picked:
    """What an expert chose, and why."""

    idea_id: int
    account_id: int
    reason: str


@dataclass(frozen=True)
class Fate:
    """What becomes of an idea; an expert's reason only where it got in by it."""

    idea: Ranked
    way: Way
    pick: Picked | None = None


def valid(rule: Mapping[str, Any], picks: Iterable[Picked], in_by_support: Iterable[int]) -> dict[int, Picked]:
    """The picks that count: of ideas that are not in anyway, in the order in which they were made, as many as the rule allows."""
    winners = set(in_by_support)
    counted = [pick for pick in picks if pick.idea_id not in winners]
    return {pick.idea_id: pick for pick in counted[: rule.get("expert_picks", 0)]}


def fate(idea: Ranked, picks: Mapping[int, Picked]) -> Fate:
    """The way of one idea: support speaks first, then the experts."""
    if idea.winner:
        return Fate(idea, Way.SUPPORT)
    pick = picks.get(idea.idea_id)
    return Fate(idea, Way.EXPERTS, pick) if pick else Fate(idea, Way.NOT_SELECTED)
