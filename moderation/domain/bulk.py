"""One decision about several texts: each is decided, or undone, in a step of its own, and none waits for the others."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts.roles import Actor
from app.foundation.errors import Reason, Refusal
from app.foundation.unit_of_work import step
from moderation.domain import decisions, undo
from moderation.domain.decisions import Ruling, Seen

# How many at once: a person who chooses more does not look at them any more.
MOST = 50


@dataclass(frozen=True)
class Picked:
    """A case that was chosen, as it stood before the moderator's eyes, and what is decided about it."""

    case_id: int
    seen: Seen
    ruling: Ruling


@dataclass(frozen=True)
class Outcome:
    """What came of one of several: `left` is why it was left as it is, None where it was done."""

    case_id: int
    left: Reason | None


def decide_all(actor: Actor, picked: Iterable[Picked], now: datetime) -> list[Outcome]:
    """Each case is decided as it would be alone; one that cannot be is left, with the reason."""
    return [_try(one.case_id, _deciding(actor, one, now)) for one in picked]


def undo_all(actor: Actor, case_ids: Sequence[int], now: datetime) -> list[Outcome]:
    """Each decision is taken back as it would be alone."""
    return [_try(case_id, _undoing(actor, case_id, now)) for case_id in case_ids]


def _deciding(actor: Actor, one: Picked, now: datetime) -> Callable[[], object]:
    return lambda: decisions.decide(actor, one.case_id, one.ruling, one.seen, now)


def _undoing(actor: Actor, case_id: int, now: datetime) -> Callable[[], object]:
    return lambda: undo.undo(actor, case_id, now)


def _try(case_id: int, act: Callable[[], object]) -> Outcome:
    try:
        with step():
            act()
    except Refusal as refusal:
        return Outcome(case_id, refusal.reason)
    return Outcome(case_id, None)
