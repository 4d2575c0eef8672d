"""How a slip is typed: the numbers of the printed ballot. Pure functions.

Approving, choosing one, spending a budget: `1 4 7`. For and against: `1 -3 5?` (against 3, option 5 passed over). Scores and
points: `1=5 3=2`. Ranking: the numbers from the first place on. `0` is a slip that is spoilt or blank, nothing one that is not
entered yet.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.foundation.errors import Invalid
from campaigns.rounds.ballots import choices, marks
from campaigns.rounds.ballots.choices import Offered, said
from campaigns.rounds.paper import reasons

SPOILT = ""
# The letter x as either layout of a keyboard gives it, too.
SPOILT_SIGNS = frozenset({"0", "x", "х", "ч", "-"})
LONGEST = 400
_APART = re.compile(r"[\s,;]+")
_MINUS = str.maketrans(dict.fromkeys("−–—‒", "-"))
_NUMBER = re.compile(r"(\d{1,4})")
_SIGNED = re.compile(r"([+-]?)(\d{1,4})([+?-]?)")
_VALUED = re.compile(r"(\d{1,4})[=:](\d{1,9})")

# What is on the ballot, in its order: the idea's id and what is offered.
Printed = Sequence[tuple[int, Offered]]


def read(typed: str, ballot: Mapping[str, Any], printed: Printed) -> str | None:
    """What was typed as the text that is kept: the spelling of a choice, "" for a spoilt slip, None for nothing.

    Raises Invalid where it cannot be read or is no choice by the rule.
    """
    words = [word for word in _APART.split(typed.casefold().translate(_MINUS)) if word]
    if not words:
        return None
    if len(words) == 1 and words[0] in SPOILT_SIGNS:
        return SPOILT
    chosen = _chosen(words, ballot["kind"], len(printed))
    found = marks.of((printed[number - 1][0], value) for number, value in chosen.items())
    try:
        choices.require(ballot, found, dict(printed))
    except Invalid as refusal:
        raise Invalid(said(reasons.NOT_BY_RULE, why=refusal.reason)) from None
    return marks.spell(found)


def write(kept: str | None, ballot: Mapping[str, Any], printed: Printed) -> str:
    """What is kept as it would be typed; what is not on the ballot any more is left out."""
    if kept is None:
        return ""
    if kept == SPOILT:
        return "0"
    numbers = {idea_id: number for number, (idea_id, _) in enumerate(printed, 1)}
    pairs = sorted((numbers[idea_id], value) for idea_id, value in marks.read(kept) if idea_id in numbers)
    kind = ballot["kind"]
    if kind == "ranking":
        return " ".join(str(number) for number, _ in sorted(pairs, key=lambda pair: pair[1]))
    return " ".join(_word(kind, number, value) for number, value in pairs)


def _word(kind: str, number: int, value: int) -> str:
    if kind == "for-against":
        return {1: f"{number}", -1: f"-{number}", 0: f"{number}?"}[value]
    return f"{number}={value}" if kind in {"score", "points"} else f"{number}"


def _chosen(words: Sequence[str], kind: str, last: int) -> dict[int, int]:
    found: dict[int, int] = {}
    for place, word in enumerate(words, 1):
        number, value = _mark(word, kind, place)
        if not 1 <= number <= last:
            raise Invalid(said(reasons.NO_OPTION, number=number, last=last))
        if number in found:
            raise Invalid(said(reasons.TWICE, number=number))
        found[number] = value
    return found


def _mark(word: str, kind: str, place: int) -> tuple[int, int]:
    shape = {"for-against": _SIGNED, "score": _VALUED, "points": _VALUED}.get(kind, _NUMBER)
    match = shape.fullmatch(word) if word.isascii() else None
    if match is None:
        raise Invalid(said(reasons.UNREADABLE, word=word[:20]))
    if kind == "for-against":
        before, number, after = match.groups()
        if before and after:
            raise Invalid(said(reasons.UNREADABLE, word=word[:20]))
        return int(number), {"": 1, "+": 1, "-": -1, "?": 0}[before or after]
    if kind in {"score", "points"}:
        return int(match[1]), int(match[2])
    return int(match[1]), place if kind == "ranking" else 1
