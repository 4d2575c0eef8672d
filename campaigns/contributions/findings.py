"""What a quick check of a text may find."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

PERSONAL = "personal."
HOLD_FROM = 0.7


@dataclass(frozen=True)
class Finding:
    """A rule that fired on a stretch of a text, from `start` up to but without `end`, in characters.

    `code` names the rule; codes of personal data begin with "personal.". `score` is how sure the rule is, from 0 to 1.
    `explanation` is a sentence for people, as a rule a lazy one. From the score `hold_from` on it holds a text.
    """

    code: str
    score: float
    start: int
    end: int
    explanation: Any
    hold_from: float = HOLD_FROM

    @property
    def is_personal(self) -> bool:
        return self.code.startswith(PERSONAL)

    @property
    def holds(self) -> bool:
        """Whether the text should wait for a person before others read it."""
        return self.score >= self.hold_from


@dataclass(frozen=True)
class CheckSettings:
    """What the owner of a campaign changed of the checks: which rules are off, from which score on others hold a text.

    A rule is named by its code, or with its whole group by what stands before the dot: "spam". A rule that holds from above 1
    only suggests.
    """

    off: frozenset[str] = frozenset()
    hold_from: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> "CheckSettings":
        """The settings as a campaign keeps them: a row a rule, with its code, `off` and `hold_from`."""
        named = [row for row in rows if row.get("code")]
        return cls(
            frozenset(row["code"] for row in named if row.get("off")),
            {row["code"]: float(row["hold_from"]) for row in named if row.get("hold_from") is not None},
        )

    def judge(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings of the rules that are on, each with the score it holds from."""
        return [
            replace(one, hold_from=self._of(one.code, one.hold_from))
            for one in findings
            if not self.off & {one.code, _group(one.code)}
        ]

    def _of(self, code: str, usual: float) -> float:
        return self.hold_from.get(code, self.hold_from.get(_group(code), usual))


def _group(code: str) -> str:
    return code.partition(".")[0]


AS_USUAL = CheckSettings()
