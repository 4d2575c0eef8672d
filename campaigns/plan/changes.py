"""What may change in a launched timeline, and what did. Past windows stay; a running one may end at another time, or allow
other acts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Reason
from campaigns.plan import words
from campaigns.plan.phases import ALLOWS, Act, Fault, PhaseKind, Timeline, Window, faults

SAME = Reason("timeline.same", _l("These are the dates as they stand: nothing would change."))
PAST = Reason("timeline.past", _l("A stage that is over stays as it was. Add a new one instead."))
RUNNING = Reason(
    "timeline.running", _l("Of a stage that is going on only the last day and what may be done in it may change.")
)
NOT_AHEAD = Reason(
    "timeline.not-ahead", _l("A stage that is going on can end no earlier than now: choose a later day or time.")
)
TOO_EARLY = Reason(
    "timeline.too-early", _l("A stage cannot begin before now: choose tomorrow, or a time of today under details.")
)
REMOVED = Reason("timeline.removed", _l("Only a stage that has not begun may be taken away."))
UNKEEPABLE = (Fault.BACKWARDS, Fault.NOT_WHOLE_MINUTE)


def unkeepable(timeline: Timeline) -> Reason | None:
    """What no row can hold: a window that ends before it begins."""
    return next((_reason(fault) for fault, _windows in faults(timeline) if fault in UNKEEPABLE), None)


def refusal(before: Timeline, after: Timeline, now: datetime, *, voting_over_ideas: bool = False) -> Reason | None:
    """Why a launched timeline may not become another at this moment, or None where it may."""
    found = faults(after, voting_over_ideas=voting_over_ideas)
    if found:
        return _reason(found[0][0])
    wanted: dict[int | None, Window] = {window.id: window for window in after.windows if window.id is not None}
    for window in before.windows:
        reason = _refusal_of(window, wanted.pop(window.id, None), now)
        if reason:
            return reason
    added = [*wanted.values(), *(window for window in after.windows if window.id is None)]
    if any(window.opens_at < now for window in added):
        return TOO_EARLY
    return SAME if not added and not touched(before, after) else None


def _refusal_of(window: Window, wanted: Window | None, now: datetime) -> Reason | None:
    if wanted == window:
        return None
    if window.closes_at <= now:
        return PAST
    if window.opens_at <= now:
        if wanted is None:
            return REMOVED
        if (wanted.kind, wanted.opens_at) != (window.kind, window.opens_at):
            return RUNNING
        return NOT_AHEAD if wanted.closes_at <= now else None
    return TOO_EARLY if wanted is not None and wanted.opens_at < now else None


def touched(before: Timeline, after: Timeline) -> frozenset[int]:
    """Ids of the windows that would move or go."""
    wanted = {window.id: window for window in after.windows}
    return frozenset(w.id for w in before.windows if w.id is not None and wanted.get(w.id) != w)


def _reason(fault: Fault) -> Reason:
    return Reason(f"timeline.{fault.value.replace(' ', '-')}", words.FAULTS[fault])


def as_json(window: Window) -> dict[str, Any]:
    """A window as it is kept in the record of a change."""
    return {
        "id": window.id,
        "kind": window.kind.value,
        "opens_at": window.opens_at.isoformat(),
        "closes_at": window.closes_at.isoformat(),
        "added": sorted(act.value for act in window.added),
        "removed": sorted(act.value for act in window.removed),
    }


def from_json(kept: dict[str, Any]) -> Window:
    """The window that a record holds."""
    return Window(
        PhaseKind(kept["kind"]),
        datetime.fromisoformat(kept["opens_at"]),
        datetime.fromisoformat(kept["closes_at"]),
        frozenset(Act(word) for word in kept["added"]),
        frozenset(Act(word) for word in kept["removed"]),
        kept["id"],
    )


@dataclass(frozen=True)
class Difference:
    """A window before and after a change; None where it was not there."""

    before: Window | None
    after: Window | None

    @property
    def kind(self) -> PhaseKind:
        return (self.after or self.before).kind  # type: ignore[union-attr]

    @property
    def moved(self) -> bool:
        """Whether the dates differ: a window that came or went has moved, too."""
        if self.before is None or self.after is None:
            return True
        return (self.before.opens_at, self.before.closes_at) != (self.after.opens_at, self.after.closes_at)

    @property
    def switched_on(self) -> list[Act]:
        """The acts that the window allows now and did not before; of a new one those beyond its kind."""
        return self._acts(self.after, self.before)

    @property
    def switched_off(self) -> list[Act]:
        """The acts that the window allowed before and does not now; of a new one those short of its kind."""
        return self._acts(self.before, self.after)

    def _acts(self, one: Window | None, other: Window | None) -> list[Act]:
        usual = ALLOWS[self.kind]
        found = (one.allows if one else usual) - (other.allows if other else usual)
        return [act for act in Act if act in found] if self.after else []


def differences(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> list[Difference]:
    """What differs between two kept timelines, in the order of the new one, then what went."""
    old = {window.id: window for window in map(from_json, before)}
    new = [from_json(kept) for kept in after]
    changed = [Difference(old.get(window.id), window) for window in new if old.get(window.id) != window]
    gone = set(old) - {window.id for window in new}
    return changed + [Difference(window, None) for id, window in old.items() if id in gone]
