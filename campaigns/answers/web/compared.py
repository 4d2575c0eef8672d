"""A sheet beside how the answers stand now, as its page shows it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.accounts.roles import Actor
from app.foundation.differences import Stretch, differences
from app.foundation.filters import Option
from campaigns.answers.domain import answering
from campaigns.answers.models import AnswerSheet, Outcome
from campaigns.answers.sheets import comparing, keeping, reasons
from campaigns.answers.sheets.columns import BY_CODE, FILLED
from campaigns.answers.sheets.comparing import KEPT, Became, Judged
from campaigns.answers.texts import AnswerWords
from campaigns.answers.web import shown
from campaigns.answers.words import OUTCOMES

PAGE = 10


class Shelf(StrEnum):
    """What a page of a sheet shows."""

    KEPT = "kept"
    REFUSED = "refused"
    SAME = "same"
    LEFT = "left"


@dataclass(frozen=True)
class Field:
    """A part of an answer: its name, what it says, and what changes in it where there is something to compare with."""

    name: Any
    text: str
    changes: Sequence[Stretch] = ()


@dataclass(frozen=True)
class Card:
    """A row in words. `stands` says with what the fields are compared, where they are."""

    one: Judged
    number: str
    title: str
    language: str
    url: str | None
    fields: Sequence[Field]
    reasons: Sequence[tuple[str, str]]
    missing: Sequence[str]
    is_new: bool
    is_beside: bool


@dataclass(frozen=True)
class Looked:
    """A sheet with what would become, or became, of its rows."""

    sheet: AnswerSheet
    judged: Sequence[Judged]

    @cached_property
    def numbers(self) -> Mapping[Shelf, int]:
        """How many rows there are on each shelf."""
        return {shelf: sum(1 for _one in self._on(shelf)) for shelf in Shelf}

    @property
    def first(self) -> Shelf:
        """The shelf that is open at first."""
        return next((shelf for shelf in Shelf if self.numbers[shelf]), Shelf.KEPT)

    @property
    def refused(self) -> list[Judged]:
        return list(self._on(Shelf.REFUSED))

    def _on(self, shelf: Shelf) -> Iterator[Judged]:
        return (one for one in self.judged if _shelf(one.became) == shelf)

    def tabs(self, shelf: Shelf) -> list[Option]:
        """The shelves with something on them."""
        kept = _("Saved as drafts") if self.sheet.confirmed_at else _("Would be saved")
        names = {
            Shelf.KEPT: kept,
            Shelf.REFUSED: _("Not taken"),
            Shelf.SAME: _("Unchanged"),
            Shelf.LEFT: _("Left empty"),
        }
        return [
            Option(name, self._url(one), one == shelf, self.numbers[one])
            for one, name in names.items()
            if self.numbers[one] or one == shelf
        ]

    def _url(self, shelf: Shelf, start: int | None = None) -> str:
        return url_for("answers.show_sheet", sheet_id=self.sheet.id, which=shelf.value, start=start)

    def page(self, shelf: Shelf, start: int, now: datetime) -> dict[str, Any]:
        """Some rows of a shelf, and where the others are."""
        rows = list(self._on(shelf))
        following = start + PAGE if start + PAGE < len(rows) else None
        return {
            "cards": [
                _card(one, now, is_taken=self.sheet.confirmed_at is not None) for one in rows[start : start + PAGE]
            ],
            "first": self._url(shelf) if start else None,
            "following": self._url(shelf, following) if following else None,
        }


def looked_at(sheet: AnswerSheet, actor: Actor, now: datetime) -> Looked:
    """The sheet beside how everything stands; once it was taken, with what became of each row then."""
    judged = comparing.judged(keeping.rows_of(sheet), actor, now)
    if sheet.confirmed_at is not None:
        judged = [_then(one, sheet.taken.get(str(one.place), "")) for one in judged]
    return Looked(sheet, judged)


def _then(one: Judged, code: str) -> Judged:
    if code in {Became.SAME, Became.LEFT}:
        return replace(one, became=Became(code), reasons=())
    if not code:
        return replace(one, became=Became.CHANGED, reasons=())
    said = (
        one.reasons if [reason.code for _cell, reason in one.reasons][:1] == [code] else [("", reasons.by_code(code))]
    )
    return replace(one, became=Became.REFUSED, reasons=said)


def _shelf(became: Became) -> Shelf:
    return Shelf.KEPT if became in KEPT else Shelf(became.value)


def _card(one: Judged, now: datetime, *, is_taken: bool) -> Card:
    present = one.present
    compares = one.before is not None and one.after is not None and one.before != one.after
    missing = _missing(one, now) if one.became in KEPT | {Became.SAME} else []
    return Card(
        one=one,
        number=str(present.idea.number) if present else one.row.idea,
        title=present.title if present else "",
        language=present.idea.contribution.language if present else "",
        url=url_for("answers.show_owed", owed_id=present.owed.id) if present else None,
        fields=_changes(one.before, one.after) if compares and one.before and one.after else _typed(one),
        reasons=[(cell, str(reason)) for cell, reason in one.reasons],
        missing=missing,
        is_new=one.became == Became.NEW,
        is_beside=compares and not is_taken,
    )


def _missing(one: Judged, now: datetime) -> list[str]:
    """What is to be mended before the draft can be signed."""
    if one.present is None or one.after is None or one.present.standing is not None:
        return []
    amiss = answering.faults(one.after, one.present.idea.contribution.campaign, now)
    return list(dict.fromkeys(str(reason) for _name, reason in amiss))


def _changes(before: AnswerWords, after: AnswerWords) -> list[Field]:
    return [
        Field(BY_CODE[code].head, _spoken(getattr(after, code)), differences(*texts))
        for code in FILLED
        if (texts := (_spoken(getattr(before, code)), _spoken(getattr(after, code))))[0] != texts[1]
    ]


def _typed(one: Judged) -> list[Field]:
    """What stands in the row, as it was understood or, where it was not, as it was typed."""
    words = vars(one.after) if one.after else {}
    said = {code: _spoken(words[code]) if code in words else _said(one, code) for code in FILLED}
    return [Field(BY_CODE[code].head, text) for code, text in said.items() if text]


def _said(one: Judged, code: str) -> str:
    return _spoken(one.row.outcome) if code == "outcome" and one.row.outcome else one.row.typed.get(code, "")


def _spoken(value: Outcome | date | str | None) -> str:
    if isinstance(value, Outcome):
        return str(OUTCOMES[value])
    return shown.long_day(value) if isinstance(value, date) else value or ""
