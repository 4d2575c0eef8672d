"""How much two texts have in common: the same advertisement under many names, an idea that stands already.

Words are compared as they sound: in small letters, without marks, figures and disguises. The order counts too, in pairs.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import Finding
from moderation.checks import letters

REPEATED, COPIED, TWIN = "spam.repeated", "spam.copied", "twin"
EXPLANATIONS: dict[str, Any] = {
    REPEATED: _l("The same person wrote nearly the same before."),
    COPIED: _l("Other people wrote nearly the same in this project."),
    TWIN: _l("This looks like an idea that stands here already."),
}

# A line of thanks is written alike by many.
LEAST_WORDS, LOOKED_AT = 6, 10_000
SAME = 0.8
ONCE, OFTEN, MANY = 0.5, 0.8, 3
LIKELY = 0.4

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Other:
    """Another text of the campaign. `is_own` says that the same person wrote it."""

    id: int
    text: str
    is_own: bool


def fingerprint(text: str) -> frozenset[tuple[str, str]]:
    """What of a text stays when it is changed a little: its pairs of words. Empty for a short one."""
    words = _WORD.findall(letters.unmask(text[:LOOKED_AT]))
    return frozenset(pairwise(words)) if len(words) >= LEAST_WORDS else frozenset()


def likeness(one: Collection[tuple[str, str]], other: Collection[tuple[str, str]]) -> float:
    """From 0, nothing in common, to 1, the same (Jaccard)."""
    together = len(frozenset(one) & frozenset(other))
    return together / (len(one) + len(other) - together) if together else 0.0


def repetitions(text: str, others: Collection[Other]) -> list[tuple[Finding, tuple[int, ...]]]:
    """A finding over the whole text for what the same person and for what others wrote, with the ids of their texts.

    A text that stands there three times holds the fourth.
    """
    print_ = fingerprint(text)
    if not print_:
        return []
    same = [other for other in others if likeness(print_, fingerprint(other.text)) >= SAME]
    score = OFTEN if len(same) >= MANY else ONCE
    groups = {REPEATED: [one.id for one in same if one.is_own], COPIED: [one.id for one in same if not one.is_own]}
    return [
        (Finding(code, score, 0, len(text), EXPLANATIONS[code]), tuple(sorted(ids)))
        for code, ids in groups.items()
        if ids
    ]
