"""What the checks found in the parts of a text, as a case keeps it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from campaigns.contributions.findings import HOLD_FROM, PERSONAL
from moderation.checks import EXPLANATIONS, examine
from moderation.texts import Part

MOST_KEPT = 100
PERSONAL_FROM = 0.5


@dataclass(frozen=True)
class Kept:
    """A finding in a part of a text, from `start` up to but without `end`."""

    part: str
    code: str
    score: float
    start: int
    end: int

    @property
    def explanation(self) -> Any:
        return EXPLANATIONS[self.code]

    @property
    def holds(self) -> bool:
        return self.score >= HOLD_FROM

    def as_json(self) -> dict[str, Any]:
        return {"part": self.part, "code": self.code, "score": self.score, "start": self.start, "end": self.end}


def find_in(parts: Iterable[Part]) -> list[Kept]:
    """What all checks find in the parts, at most a hundred: more would tell a person nothing."""
    found = [
        Kept(part.name, finding.code, finding.score, finding.start, finding.end)
        for part in parts
        for finding in examine(part.text)
    ]
    return found[:MOST_KEPT]


def is_worth_a_look(findings: Iterable[Kept]) -> bool:
    """Whether a person should look at a text that everyone reads already: a loud one alone may be a good one."""
    return any(one.holds or (one.code.startswith(PERSONAL) and one.score >= PERSONAL_FROM) for one in findings)


def kept(rows: Iterable[dict[str, Any]]) -> list[Kept]:
    """The findings of a case. Those of a rule that is no more are passed over."""
    return [Kept(**row) for row in rows if row["code"] in EXPLANATIONS]


def stretches(text: str, findings: Sequence[Kept]) -> list[tuple[str, Kept | None]]:
    """The text cut where findings begin and end: each stretch with the surest finding over it, None where there is none."""
    cuts = sorted({0, len(text), *(min(place, len(text)) for one in findings for place in (one.start, one.end))})
    pieces = []
    for start, end in pairwise(cuts):
        over = [one for one in findings if one.start <= start and end <= one.end]
        pieces.append((text[start:end], max(over, key=lambda one: one.score, default=None)))
    return pieces
