"""Reads a choice out of a form, in whatever kind of fields it was made, and keeps what was typed where it cannot be read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from app.foundation.errors import Reason
from campaigns.rounds.ballots import marks, reasons
from campaigns.rounds.ballots.marks import Marks

# Kinds in which an idea is chosen or not; in the others it is given a value.
TICKED = frozenset({"approve", "choose-one", "budget"})
ZERO_SAYS = frozenset({"for-against", "score"})
MARK = re.compile(r"m([1-9][0-9]{0,17})", re.ASCII)
IDEA = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
VALUE = re.compile(r"-?[0-9]{1,6}", re.ASCII)
LONGEST = 60_000


@dataclass(frozen=True)
class Choice:
    """What was marked; `typed` holds, by idea, what could not be read, and `fault` says that there is such."""

    marks: Marks = ()
    typed: Mapping[int, str] = field(default_factory=dict)
    fault: Reason | None = None

    @property
    def values(self) -> dict[int, int]:
        return dict(self.marks)


def read(ballot: Mapping[str, Any], form: MultiDict[str, str]) -> Choice:
    """The choice that a form holds. The fields of the page speak before `choice`, where pages before it left theirs."""
    kept = _kept(form.get("choice", ""))
    if kept is None:
        return Choice(fault=reasons.NOT_A_MARK)
    chosen, typed = (_ticks(form), {}) if ballot["kind"] in TICKED else _values(form, ballot["kind"])
    if chosen is None:
        return Choice(marks.of(kept.items()), fault=reasons.NOT_A_MARK)
    if ballot["kind"] == "choose-one" and chosen:
        kept = {}
    fault = reasons.NOT_A_MARK if typed else None
    return Choice(marks.of({**kept, **chosen}.items()), typed, fault)


def _kept(text: str) -> dict[int, int] | None:
    if len(text) > LONGEST:
        return None
    try:
        found = marks.read(text)
    except ValueError:
        return None
    is_sound = all(IDEA.fullmatch(str(idea_id)) and VALUE.fullmatch(str(value)) for idea_id, value in found)
    return dict(found) if is_sound else None


def _ticks(form: MultiDict[str, str]) -> dict[int, int] | None:
    ticked = form.getlist("idea")
    return {int(one): 1 for one in ticked} if all(IDEA.fullmatch(one) for one in ticked) else None


def _values(form: MultiDict[str, str], kind: str) -> tuple[dict[int, int], dict[int, str]]:
    chosen, typed = dict[int, int](), dict[int, str]()
    for name, given in form.items():
        named = MARK.fullmatch(name)
        value = given.strip()
        if named is None or not value:
            continue
        idea_id = int(named[1])
        if not VALUE.fullmatch(value):
            typed[idea_id] = given[:40]
        # No points and no place are no mark; to pass is one, and so is the lowest score of a scale from 0.
        elif int(value) or kind in ZERO_SAYS:
            chosen[idea_id] = int(value)
    return chosen, typed
