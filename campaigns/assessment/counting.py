"""From scores to means, in exact fractions. Pure, so that anybody can follow it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True)
class Counted:
    """What came of one idea: what each expert gives it, weighted, from the lowest; how many were asked and how many stepped back."""

    idea_id: int
    scores: tuple[Fraction, ...]
    asked: int
    stepped_back: int

    @property
    def mean(self) -> Fraction | None:
        """The mean of the experts' scores; None where none is in."""
        return sum(self.scores, Fraction(0)) / len(self.scores) if self.scores else None

    @property
    def is_whole(self) -> bool:
        """Whether everyone who was asked, and did not step back, has answered."""
        return len(self.scores) == self.asked

    @property
    def spread(self) -> Fraction:
        """How far the experts are apart: the highest score less the lowest one."""
        return self.scores[-1] - self.scores[0] if self.scores else Fraction(0)


def weighted(scores: Mapping[str, Any], criteria: Iterable[Mapping[str, Any]]) -> Fraction:
    """What one expert gives an idea: the sum of score times weight, divided by the sum of the weights."""
    rows = list(criteria)
    whole = sum(int(row["weight"]) for row in rows)
    return Fraction(sum(int(row["weight"]) * int(scores[row["code"]]) for row in rows), whole)


def in_order(counted: Iterable[Counted]) -> list[Counted]:
    """The highest mean first; of equal ones that which stands for fewer doubts (the smaller spread), then the older idea.

    Ideas without any score come last.
    """
    return sorted(counted, key=lambda one: (one.mean is None, -(one.mean or 0), one.spread, one.idea_id))


def rows_of(counted: Sequence[Counted]) -> list[dict[str, Any]]:
    """The same as plain rows: fractions are spelled as `37/8`."""
    return [
        {"idea": one.idea_id, "scores": list(map(str, one.scores)), "asked": one.asked, "back": one.stepped_back}
        for one in in_order(counted)
    ]


def read(row: Mapping[str, Any]) -> Counted:
    """What such a row says."""
    return Counted(row["idea"], tuple(map(Fraction, row["scores"])), row["asked"], row["back"])
