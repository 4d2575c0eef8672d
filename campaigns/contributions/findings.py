"""What a quick check of a text may find."""

from dataclasses import dataclass
from typing import Any

PERSONAL = "personal."
HOLD_FROM = 0.7


@dataclass(frozen=True)
class Finding:
    """A rule that fired on a stretch of a text, from `start` up to but without `end`, in characters.

    `code` names the rule; codes of personal data begin with "personal.". `score` is how sure the rule is, from 0 to 1.
    `explanation` is a sentence for people, as a rule a lazy one.
    """

    code: str
    score: float
    start: int
    end: int
    explanation: Any

    @property
    def is_personal(self) -> bool:
        return self.code.startswith(PERSONAL)

    @property
    def holds(self) -> bool:
        """Whether the text should wait for a person before others read it."""
        return self.score >= HOLD_FROM
