"""The order of the queue, walked by its indexes: what is overdue, then each risk; in each what was promised first.

One sort over the whole queue would read all of it for a page. A stretch is read from its index up to a page, and only these few
rows are put one after the other.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Subquery, literal, select, true, tuple_, union_all

from app.foundation.paging import pack, unpack
from moderation.models import Case, Risk

# What nothing is promised about yet, what is overdue, and one for each risk.
STRETCHES = 2 + len(Risk)


@dataclass(frozen=True)
class Key:
    """Where a page begins: after a case of a stretch."""

    stretch: int
    due_at: datetime | None
    case_id: int

    @property
    def word(self) -> str:
        """The key as a word of an address."""
        return pack(self.stretch, self.due_at.isoformat() if self.due_at else "", self.case_id)


def key_of(word: str | None) -> Key | None:
    """The key in an address; None where there is none or it makes no sense."""
    parts = unpack(word, int, str, int)
    if parts is None or not 0 <= parts[0] < STRETCHES:
        return None
    at = _instant(parts[1])
    return Key(parts[0], at, parts[2]) if at or not parts[0] else None


def stretches(now: datetime) -> list[ColumnElement[bool]]:
    """What stands in each stretch of the queue: what nothing is promised about yet, what is overdue, and by risk what is not."""
    ahead = Case.due_at > now
    by_risk = [(Case.risk == int(risk)) & ahead for risk in sorted(Risk, reverse=True)]
    return [Case.due_at.is_(None), Case.due_at <= now, *by_risk]


def first_ones(which: ColumnElement[bool], now: datetime, most: int, key: Key | None = None) -> Subquery:
    """The first so many cases of those which are wanted, with stretch, at and id to order them by."""
    begin = key.stretch if key else 0
    parts = [
        _stretch(number, there & _after(key if number == begin else None) & which, most)
        for number, there in enumerate(stretches(now))
        if number >= begin
    ]
    joined: CompoundSelect[Any] = union_all(*parts)
    return joined.subquery()


def _stretch(number: int, which: ColumnElement[bool], most: int) -> Any:
    rows = (
        select(literal(number).label("stretch"), Case.due_at.label("at"), Case.id.label("id"))
        .join(Case.contribution)
        .where(which)
        .order_by(Case.due_at, Case.id)
        .limit(most)
        .subquery()
    )
    return select(rows.c.stretch, rows.c.at, rows.c.id)


def _after(key: Key | None) -> ColumnElement[bool]:
    if key is None:
        return true()
    if key.due_at is None:
        return Case.id > key.case_id
    return tuple_(Case.due_at, Case.id) > tuple_(key.due_at, key.case_id)


def _instant(word: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(word)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None
