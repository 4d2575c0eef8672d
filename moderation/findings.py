"""What the checks found in the parts of a text, as a case keeps it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from campaigns.contributions.findings import AS_USUAL, HOLD_FROM, PERSONAL, CheckSettings, Finding
from campaigns.contributions.models import Kind
from moderation.checks import EXPLANATIONS, look_at, look_at_whole, short
from moderation.checks.allowed import PUBLISHED
from moderation.texts import Part, Text

MOST_KEPT = 100
PERSONAL_FROM = 0.5
_IN_OTHER_LANGUAGES = ("title-", "background-")


@dataclass(frozen=True)
class Kept:
    """A finding in a part of a text, from `start` up to but without `end`.

    From the score `hold_from` on it holds. `others` are the texts it was compared with, where it says that they are alike.
    """

    part: str
    code: str
    score: float
    start: int
    end: int
    hold_from: float = HOLD_FROM
    others: tuple[int, ...] = ()

    @classmethod
    def of(cls, part: str, finding: Finding, others: Iterable[int] = ()) -> "Kept":
        """A finding of a check, in its part."""
        return cls(part, finding.code, finding.score, finding.start, finding.end, finding.hold_from, tuple(others))

    @property
    def explanation(self) -> Any:
        return EXPLANATIONS[self.code]

    @property
    def holds(self) -> bool:
        return self.score >= self.hold_from

    @property
    def is_personal(self) -> bool:
        return self.code.startswith(PERSONAL)

    def as_json(self) -> dict[str, Any]:
        told = {"part": self.part, "code": self.code, "score": self.score, "start": self.start, "end": self.end}
        if self.hold_from != HOLD_FROM:
            told["hold_from"] = self.hold_from
        return told | ({"others": list(self.others)} if self.others else {})


def find_in(
    parts: Iterable[Part], settings: CheckSettings = AS_USUAL, published: frozenset[str] = PUBLISHED
) -> list[Kept]:
    """What all checks find in the parts one by one, at most a hundred: more would tell a person nothing."""
    found = [Kept.of(part.name, finding) for part in parts for finding in look_at(part.text, settings, published)]
    return found[:MOST_KEPT]


def find_in_whole(text: Text, languages: Collection[str], settings: CheckSettings = AS_USUAL) -> list[Kept]:
    """What is to be said of a text as a whole: that it says too little, or in a language of another project."""
    parts = main_parts(text)
    least = short.IDEA_WORDS if text.kind == Kind.IDEA else short.REMARK_WORDS
    found = look_at_whole([part.text for part in parts], languages, least, settings)
    return [Kept.of(parts[0].name, finding) for finding in found]


def main_parts(text: Text) -> list[Part]:
    """The parts that say what a text says, in its own language: without a title, where there is more."""
    own = [part for part in text.parts if not part.name.startswith(_IN_OTHER_LANGUAGES)]
    return [part for part in own if part.name != "title"] or own


def is_worth_a_look(findings: Iterable[Kept]) -> bool:
    """Whether a person should look at a text that everyone reads already: a loud one alone may be a good one."""
    return any(one.holds or (one.code.startswith(PERSONAL) and one.score >= PERSONAL_FROM) for one in findings)


def kept(rows: Iterable[dict[str, Any]]) -> list[Kept]:
    """The findings of a case. Those of a rule that is no more are passed over."""
    return [Kept(**{**row, "others": tuple(row.get("others", ()))}) for row in rows if row["code"] in EXPLANATIONS]


def stretches(text: str, findings: Sequence[Kept]) -> list[tuple[str, Kept | None]]:
    """The text cut where findings begin and end: each stretch with the surest finding over it, None where there is none."""
    cuts = sorted({0, len(text), *(min(place, len(text)) for one in findings for place in (one.start, one.end))})
    pieces = []
    for start, end in pairwise(cuts):
        over = [one for one in findings if one.start <= start and end <= one.end]
        pieces.append((text[start:end], max(over, key=lambda one: one.score, default=None)))
    return pieces
