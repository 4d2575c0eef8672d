"""Findings: what the numbers say, as codes and values, each with the ideas it speaks of. Sections make them and have their words.

`ideas` are ids; an empty list speaks of all ideas of the result.
"""

from collections.abc import Iterable
from typing import Any

MOST_CITED = 30
# Fewer people than this in one place or in one cell are not told apart.
SMALL = 5
Part = dict[str, Any]


def finding(code: str, ideas: Iterable[int] = (), /, **values: Any) -> Part:
    """A finding; it cites the first ideas where there are too many."""
    return {"code": code, "ideas": list(ideas)[:MOST_CITED], "values": values}


def left(code: str, number: int) -> list[Part]:
    """What was left out and how much of it, where it is anything."""
    return [{"code": code, "number": number}] if number else []


def percent(part: int, whole: int) -> int:
    """The share in whole percent, halves up."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def tenths(score: int, answers: int) -> int | None:
    """The mean in tenths, halves up; None where nobody answered. A whole number is spelled alike on every machine."""
    return (20 * score + answers) // (2 * answers) if answers else None
