"""The ballot as a page shows it: cards in the voter's own order, part by part where there are many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _

from campaigns.rounds.ballots import marks
from campaigns.rounds.ballots.choices import Offered
from campaigns.rounds.ballots.queries.options import Laid
from campaigns.rounds.ballots.web.lookups import Asked
from campaigns.rounds.ballots.web.marking import Choice
from campaigns.rounds.rules import shape

# So many cards are read on one page, however slow the line; a longer ballot goes on on the next.
A_PART = 30
# Beyond these a list of values is longer than typing one.
LONGEST_SCALE, LONGEST_LIST = 6, 12


@dataclass(frozen=True)
class Card:
    """An idea on the ballot; `value` is what it is marked with, `typed` what was written there and cannot be read."""

    option: Laid
    value: int | None = None
    typed: str = ""


@dataclass(frozen=True)
class Sheet:
    """A part of a ballot: its cards, what is marked on the others, and where it stands."""

    kind: str
    ballot: dict[str, Any]
    cards: Sequence[Card]
    part: int
    parts: int
    elsewhere: str
    used: int
    most: int | None
    scale: Sequence[int]
    gone: int

    @property
    def is_ticked(self) -> bool:
        return self.kind in {"approve", "budget"}


@dataclass(frozen=True)
class Line:
    """An idea of a choice, and in words what it is given."""

    option: Laid
    mark: str


def sheet_of(asked: Asked, options: Sequence[Laid], choice: Choice, part: int = 1) -> Sheet:
    """The part of the ballot with this number, with what was marked before; what has left the ballot is not on it."""
    ballot, kind = asked.round.rule["ballot"], str(shape.kind_of(asked.round.rule))
    standing = sorted((one for one in options if one.stands), key=lambda one: asked.draw(one.idea_id))
    parts = max(1, -(-len(standing) // A_PART))
    part = min(max(1, part), parts)
    shown = standing[(part - 1) * A_PART : part * A_PART]
    here, values = {one.idea_id for one in shown}, choice.values
    there = {one.idea_id: values[one.idea_id] for one in standing if one.idea_id in values and one.idea_id not in here}
    return Sheet(
        kind,
        ballot,
        [Card(one, values.get(one.idea_id), choice.typed.get(one.idea_id, "")) for one in shown],
        part,
        parts,
        marks.spell(marks.of(there.items())),
        used(kind, [one for one in options if one.idea_id in there], there),
        most(kind, ballot),
        scale(kind, ballot),
        len(options) - len(standing),
    )


def offered(options: Sequence[Laid]) -> dict[int, Offered]:
    """The options as the rule of a choice wants them."""
    return {one.idea_id: Offered(one.title, one.cost, one.stands) for one in options}


def lines_of(asked: Asked, options: Sequence[Laid], choice: Choice) -> list[Line]:
    """A choice as it is read once more before it is sent: in the voter's order, a ranking by place."""
    kind, values = str(shape.kind_of(asked.round.rule)), choice.values
    chosen = [one for one in options if one.idea_id in values]
    if kind == "ranking":
        chosen.sort(key=lambda one: values[one.idea_id])
    else:
        chosen.sort(key=lambda one: asked.draw(one.idea_id))
    return [Line(one, said(kind, asked.round.rule["ballot"], values[one.idea_id], one.cost)) for one in chosen]


def said(kind: str, ballot: dict[str, Any], value: int, cost: int | None) -> str:
    """What a mark means."""
    if kind == "for-against":
        return str({1: _("For"), -1: _("Against")}.get(value, _("No opinion"))).capitalize()
    if kind == "score":
        return str(_("%(score)s of %(highest)s", score=value, highest=ballot.get("to", 5)))
    if kind == "points":
        return str(_("points: %(count)s", count=value))
    if kind == "ranking":
        return str(_("place %(place)s", place=value))
    return str(format_decimal(cost)) if kind == "budget" and cost is not None else ""


def used(kind: str, options: Sequence[Laid], values: dict[int, int]) -> int:
    """How much of what there is these marks take."""
    if kind == "budget":
        return sum(one.cost or 0 for one in options)
    return sum(values.values()) if kind == "points" else len(values)


def most(kind: str, ballot: dict[str, Any]) -> int | None:
    """How much there is: ideas, money or points; None where nothing runs out."""
    return {
        "approve": ballot.get("most"),
        "budget": ballot.get("budget"),
        "points": ballot.get("points"),
        "ranking": ballot.get("most"),
        "choose-one": 1,
    }.get(kind)


def scale(kind: str, ballot: dict[str, Any]) -> Sequence[int]:
    """The values to choose from, where there are so few that all of them are shown."""
    if kind == "score":
        values = range(ballot.get("from", 1), ballot.get("to", 5) + 1)
        return values if len(values) <= LONGEST_SCALE else ()
    if kind == "ranking":
        places = ballot.get("most") or 0
        return range(1, places + 1) if places <= LONGEST_LIST else ()
    return ()
