"""What a score-card is made of, and what is wrong with one. Standard library only, but for the sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.foundation.errors import Reason
from campaigns.assessment import reasons
from campaigns.assessment.models import ScoreCard

MOST_CRITERIA, MOST_RANGES = 8, 6
TITLE_MOST, ANCHOR_MOST, RANGE_MOST = 120, 200, 60
HEAVIEST, MOST_EXPERTS, MOST_IDEAS = 10, 9, 300
SCALES: tuple[tuple[int, int], ...] = ((1, 3), (1, 5), (1, 10))
UNSURE = "unsure"


class Ask(StrEnum):
    """What an expert is asked beside the criteria."""

    FEASIBLE = "feasible"
    COST = "cost"
    TERM = "term"
    COMPETENCE = "competence"


# The codes of the answers. The ranges of a cost are the owner's own words: their codes are their numbers from 1.
CHOICES: dict[Ask, tuple[str, ...]] = {
    Ask.FEASIBLE: ("yes", "changes", "no", UNSURE),
    Ask.TERM: ("month", "half-year", "year", "longer", UNSURE),
    Ask.COMPETENCE: ("municipality", "region", "country", "others", UNSURE),
}


@dataclass(frozen=True)
class Criterion:
    """One thing that is scored. `anchors` are the words of the lowest, the middle and the highest score."""

    title: str
    weight: int
    anchors: tuple[str, str, str]


@dataclass(frozen=True)
class Card:
    """A score-card as its owner sets it. `first_by_support` 0 stands for the ideas that were selected."""

    criteria: Sequence[Criterion]
    asks: Sequence[Ask] = tuple(Ask)
    ranges: Sequence[str] = ()
    lowest: int = 1
    highest: int = 5
    experts_per_idea: int = 3
    first_by_support: int = 0
    names_experts: bool = True

    @property
    def scores(self) -> tuple[int, int, int]:
        """The scores that have words: the lowest, the middle and the highest one."""
        return self.lowest, (self.lowest + self.highest) // 2, self.highest

    def rows(self) -> list[dict[str, Any]]:
        """The criteria as the card keeps them."""
        return [
            {
                "code": f"c{number}",
                "title": one.title,
                "weight": one.weight,
                "anchors": {str(score): words for score, words in zip(self.scores, one.anchors, strict=True) if words},
            }
            for number, one in enumerate(self.criteria, 1)
        ]

    def asked(self) -> list[dict[str, Any]]:
        """What is asked besides, as the card keeps it."""
        ranges = {Ask.COST: {"ranges": list(self.ranges)}}
        return [{"code": ask.value, **ranges.get(ask, {})} for ask in Ask if ask in self.asks]


def of(card: ScoreCard) -> Card:
    """A card that is kept, as its owner set it."""
    scores = Card((), lowest=card.lowest, highest=card.highest).scores
    asks = {row["code"]: row for row in card.asks}
    return Card(
        criteria=tuple(Criterion(row["title"], row["weight"], _three(row["anchors"], scores)) for row in card.criteria),
        asks=tuple(map(Ask, asks)),
        ranges=tuple(asks.get(Ask.COST.value, {}).get("ranges", ())),
        lowest=card.lowest,
        highest=card.highest,
        experts_per_idea=card.experts_per_idea,
        first_by_support=card.first_by_support,
        names_experts=card.names_experts,
    )


def _three(anchors: Mapping[str, str], scores: tuple[int, int, int]) -> tuple[str, str, str]:
    low, middle, high = (anchors.get(str(score), "") for score in scores)
    return low, middle, high


def codes_of(ask: Mapping[str, Any]) -> tuple[str, ...]:
    """The codes of the answers to what a card asks."""
    if ask["code"] == Ask.COST:
        return (*(str(number) for number in range(1, len(ask["ranges"]) + 1)), UNSURE)
    return CHOICES[Ask(ask["code"])]


def faults(card: Card) -> list[tuple[str, Reason]]:
    """What is wrong with a card: the part it is about (`criteria`, `title-2`, `anchors-2`, `ranges`, …) and the sentence."""
    found: list[tuple[str, Reason]] = []
    if not card.criteria:
        found.append(("criteria", reasons.NO_CRITERIA))
    titles: set[str] = set()
    for number, one in enumerate(card.criteria, 1):
        if one.title.casefold() in titles:
            found.append((f"title-{number}", reasons.SAME_TITLE))
        titles.add(one.title.casefold())
        if not (one.anchors[0] and one.anchors[2]):
            found.append((f"anchors-{number}", reasons.NO_ANCHORS))
    if Ask.COST in card.asks and not 2 <= len(set(card.ranges)) == len(card.ranges) <= MOST_RANGES:
        found.append(("ranges", reasons.RANGES))
    return found
