"""Checks of a running copy: each room says how its part stands, `flask doctor` and the administration show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.foundation.slots import Slot


class Verdict(StrEnum):
    """How a part stands. A warning can wait for a working day, a failure cannot."""

    OK = "ok"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True)
class Check:
    """A part by its name and how it stands: one sentence, which says what to do where something is to be done."""

    name: str
    verdict: Verdict
    sentence: str


def fine(name: str, sentence: str) -> Check:
    """All is well."""
    return Check(name, Verdict.OK, sentence)


def warning(name: str, sentence: str) -> Check:
    """Somebody should look at it."""
    return Check(name, Verdict.WARNING, sentence)


def failure(name: str, sentence: str) -> Check:
    """Somebody has to do something now."""
    return Check(name, Verdict.FAILURE, sentence)


# A room's checks; asked with None. A filler reads only, takes seconds at most, and answers where its part is down, too.
CHECKS: Slot[None, Sequence[Check]] = Slot("foundation.checks")
